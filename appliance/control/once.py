"""The asking end for a program that asks once and ends: blocking sockets, quick to import."""

import socket
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from io import BufferedRWPair
from pathlib import Path
from typing import Any

from appliance.control.address import short
from appliance.control.errors import (
    ControlForbidden,
    ControlLost,
    ControlTimeout,
    ControlUnreachable,
    RemoteRefusal,
)
from appliance.control.protocol import LINE_LIMIT, End, Failure, Part, Reply, Request, decode_answer, encode


def call_once(
    path: Path, command: str, args: Mapping[str, Any], limit: float | None = 10.0, language: str | None = None
) -> Any:
    """The result of one command; raises what the process refuses, or why it could not be asked."""
    stream = stream_once(path, command, args, limit, language)
    try:
        while True:
            next(stream)
    except StopIteration as over:
        return over.value


def stream_once(
    path: Path, command: str, args: Mapping[str, Any], limit: float | None = None, language: str | None = None
) -> Generator[Any, None, Any]:
    """The parts of a streaming command, returning its end; `limit` seconds may pass between two of them."""
    request = encode(Request("1", command, args, language))
    with _opened(path, limit) as file:
        try:
            file.write(request)
            file.flush()
            return (yield from _parts(file, path, command))
        except TimeoutError:
            raise ControlTimeout(process=path.stem, command=command, limit=limit) from None
        except ConnectionError:
            raise ControlLost(process=path.stem, command=command) from None


def _parts(file: BufferedRWPair, path: Path, command: str) -> Generator[Any, None, Any]:
    while line := file.readline(LINE_LIMIT + 1):
        match decode_answer(line):
            case Part(_, part):
                yield part
            case Reply(_, result) | End(_, result):
                return result
            case Failure(_, code, details):
                raise RemoteRefusal(code, details)
    raise ControlLost(process=path.stem, command=command)


@contextmanager
def _opened(path: Path, limit: float | None) -> Iterator[BufferedRWPair]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(limit)
        try:
            with short(path) as name:
                link.connect(name)
        except PermissionError:
            raise ControlForbidden(process=path.stem, path=str(path)) from None
        except OSError:
            raise ControlUnreachable(process=path.stem, path=str(path)) from None
        with link.makefile("rwb") as file:
            yield file
