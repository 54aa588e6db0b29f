"""A system that webhooks call: it checks each signature as the standard says, and answers as a test wants."""

import base64
import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from typing import Any

HOST = "127.0.0.1"
OLDEST = 300
"""Seconds after which a message is an old one played again."""


@dataclass
class Receiver:
    """`answers` are statuses for the next messages, 200 once they are used up; what was believed is in `believed`."""

    port: int = 0
    secret: bytes = b""
    answers: list[int] = field(default_factory=list)
    believed: "SimpleQueue[dict[str, Any]]" = field(default_factory=SimpleQueue)
    seen: list[tuple[str, int]] = field(default_factory=list)
    """Ids and statuses of every try."""
    doubted: int = 0

    def next(self, limit: float = 30.0) -> dict[str, Any]:
        return self.believed.get(timeout=limit)

    def answer(self, headers: Any, body: bytes) -> int:
        id, stamp, signatures = (headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
        signed = hmac.new(self.secret, f"{id}.{stamp}.".encode() + body, hashlib.sha256).digest()
        good = f"v1,{base64.b64encode(signed).decode()}" in signatures.split()
        if not good or abs(time.time() - int(stamp or 0)) > OLDEST:
            self.doubted += 1
            return 401
        status = self.answers.pop(0) if self.answers else 200
        self.seen.append((id, status))
        if status < 300:
            self.believed.put({"id": id, "host": headers["Host"], **json.loads(body)})
        return status


@contextmanager
def receiving(context: ssl.SSLContext | None = None, port: int = 0) -> Iterator[Receiver]:
    """One that listens, with TLS or without."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = receiver.answer(self.headers, body)
            self.send_response(status)
            if status in (301, 307):
                self.send_header("Location", f"http://{HOST}:{receiver.port}/elsewhere")
            said = f"status {status}\x00 <b>".encode()
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *words: Any) -> None:
            return

    server = ThreadingHTTPServer((HOST, port), Handler)
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
