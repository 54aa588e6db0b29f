"""The console of a running box behind TLS, as browsers reach it: pages, live state and Asterisk under one address."""

import asyncio
import contextlib
import re
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from socketserver import ThreadingMixIn
from typing import TypeAlias
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from flask import Flask

from manager.app import create_app
from tests.servers import box

HOST = "127.0.0.1"
Streams: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Way: TypeAlias = Callable[[], Awaitable[Streams]]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@asynccontextmanager
async def console(centre: box.Box) -> AsyncIterator[tuple[str, Flask]]:
    """The address at which that box's console is served, and the application."""
    app = create_app(centre.settings)
    pages = make_server(HOST, 0, app, _Server, _Silent)
    threading.Thread(target=pages.serve_forever, args=(0.05,), daemon=True).start()
    ways: dict[str, Way] = {
        "/ws": lambda: asyncio.open_connection(HOST, centre.settings.asterisk.ari_port),
        "/live": lambda: asyncio.open_unix_connection(str(centre.paths.live_socket)),
    }

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            way = ways.get(head.split(" ", 2)[1].partition("?")[0])
            there = await (way() if way else asyncio.open_connection(HOST, pages.server_port))
            there[1].write((head if way else _plain(head)).encode("latin-1"))
            await asyncio.gather(_pipe(reader, there[1]), _pipe(there[0], writer))

    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(centre.paths.tls / "server.crt", centre.paths.tls / "server.key")
    server = await asyncio.start_server(serve, HOST, 0, ssl=tls)
    async with server:
        try:
            yield f"https://{HOST}:{server.sockets[0].getsockname()[1]}", app
        finally:
            await asyncio.to_thread(pages.shutdown)
            pages.server_close()


def _plain(head: str) -> str:
    """One request a connection, and where it came from."""
    kept = re.sub(r"(?im)^(connection|x-forwarded-\w+):.*\r\n", "", head)
    more = f"Connection: close\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: {HOST}\r\n"
    return kept.replace("\r\n\r\n", f"\r\n{more}\r\n")


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()
