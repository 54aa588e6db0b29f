"""A stand-in for the engine and the jobs: real sockets, the real protocol, answers that a test gives."""

import socketserver
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appliance.control.address import short
from appliance.control.protocol import End, Failure, Part, Reply, Request, decode_request, encode
from appliance.errors import Refusal

Answer = Callable[..., Any] | Refusal | Any


@dataclass(frozen=True)
class Streamed:
    """An answer in parts, and what closes them."""

    parts: Sequence[Any]
    result: Any


class FakeProcess:
    """One process at `path`: `answers[command]` is a value, a function of the arguments, or a Refusal to raise."""

    def __init__(self, path: Path) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, Mapping[str, Any]]] = []
        path.parent.mkdir(parents=True, exist_ok=True)
        with short(path) as name:
            self._server = _Server(name, self._answered)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answered(self, line: bytes) -> bytes:
        request = decode_request(line)
        if isinstance(request, Failure):
            return encode(request)
        self.asked.append((request.command, request.args))
        try:
            value = self._value(request)
            if isinstance(value, Streamed):
                parts = [encode(Part(request.id, part)) for part in value.parts]
                return b"".join([*parts, encode(End(request.id, value.result))])
            return encode(Reply(request.id, value))
        except Refusal as refusal:
            return encode(Failure(request.id, refusal.code, refusal.details))

    def _value(self, request: Request) -> Any:
        if request.command not in self.answers:
            return None
        answer = self.answers[request.command]
        if isinstance(answer, Refusal):
            raise answer
        return answer(**request.args) if callable(answer) else answer


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, name: str, answered: Callable[[bytes], bytes]) -> None:
        self.answered = answered
        super().__init__(name, _Lines)


class _Lines(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        for line in self.rfile:
            self.wfile.write(self.server.answered(line))
