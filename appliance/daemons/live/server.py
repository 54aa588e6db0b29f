"""The WebSocket end for browsers, on a unix socket behind the web server."""

import asyncio
import http
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from appliance.control.address import listener
from appliance.daemons.live.hub import DISMISSED, Hub
from appliance.daemons.live.scope import Scope
from appliance.daemons.live.tickets import Tickets

PROTOCOL = Subprotocol("callstead.live")
TICKET = "ticket."
"""A browser offers two subprotocols: ours, and the ticket. Neither is written to any web server's log."""
MOST_FROM_BROWSER = 1024
"""Bytes: browsers have nothing to say here, commands go through the console."""
PING, PATIENCE = 20.0, 20.0
WAITING_BYTES = 64 * 1024

logger = logging.getLogger(__name__)


class Browsers:
    """Lets browsers in by their tickets, and feeds each at its own pace."""

    def __init__(self, hub: Hub, tickets: Tickets, clock: Callable[[], float]) -> None:
        self._hub, self._tickets, self._clock = hub, tickets, clock
        self._admitted: dict[ServerConnection, Scope] = {}

    @asynccontextmanager
    async def serving(self, path: Path) -> AsyncIterator[Server]:
        """Listen on the socket `path` (mode 0600) meanwhile."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            async with serve(
                self._serve,
                sock=listener(path),
                process_request=self._admit,
                subprotocols=[PROTOCOL],
                ping_interval=PING,
                ping_timeout=PATIENCE,
                max_size=MOST_FROM_BROWSER,
                write_limit=WAITING_BYTES,
                server_header=None,
                compression=None,
            ) as server:
                yield server
        finally:
            path.unlink(missing_ok=True)

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        """None lets in; everything else is refused before there is a WebSocket."""
        if not _same_origin(request.headers):
            return connection.respond(http.HTTPStatus.FORBIDDEN, "another origin\n")
        scope = self._tickets.take(_ticket(request.headers), self._clock())
        if scope is None:
            return connection.respond(http.HTTPStatus.UNAUTHORIZED, "no valid ticket\n")
        self._admitted[connection] = scope
        return None

    async def _serve(self, connection: ServerConnection) -> None:
        watcher = self._hub.join(self._admitted.pop(connection))
        silence = asyncio.create_task(_read(connection))
        silence.add_done_callback(lambda _: watcher.leave())
        try:
            while messages := await watcher.next():
                for message in messages:
                    await connection.send(message)
            await connection.close(DISMISSED, "the session is over")
        except ConnectionClosed:
            pass
        finally:
            self._hub.part(watcher)
            silence.cancel()


async def _read(connection: ServerConnection) -> None:
    """Until the browser goes; what it says is nothing to us."""
    async for _ in connection:
        pass


def _ticket(headers: Headers) -> str:
    offered = (name.strip() for line in headers.get_all("Sec-WebSocket-Protocol") for name in line.split(","))
    return next((name.removeprefix(TICKET) for name in offered if name.startswith(TICKET)), "")


def _same_origin(headers: Headers) -> bool:
    """Whether the page came from the address that it now talks to (RFC 6454); only browsers say where they are."""
    origins, hosts = headers.get_all("Origin"), headers.get_all("Host")
    return len(origins) == 1 and len(hosts) == 1 and urlsplit(origins[0]).netloc.lower() == hosts[0].lower() != ""
