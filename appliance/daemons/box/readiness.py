"""Waiting until calls work, and until people can: the engine has its link to Asterisk, jobs and console answer."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from asyncinotify import Inotify, Mask

from appliance.control.client import ControlClient
from appliance.control.errors import ControlLost, ControlUnreachable
from appliance.daemons.box.errors import BoxNotReady
from appliance.settings import Console
from appliance.system.paths import Paths

LISTENING = 0.1
T = TypeVar("T")


async def ready(paths: Paths, limit: float) -> dict[str, Any]:
    """The engine's status as soon as it says that it is ready; BoxNotReady after `limit` seconds."""
    return await _within(paths, limit, first(paths.run, lambda: _status(paths.engine_socket)))


async def whole(paths: Paths, limit: float, *, pages: bool = True) -> None:
    """Return when calls work and every process takes commands; BoxNotReady after `limit` seconds."""
    await _within(paths, limit, _whole(paths, pages))


async def served(console: Console, paths: Paths, limit: float) -> None:
    """Return when browsers get pages; BoxNotReady after `limit` seconds."""
    await _within(paths, limit, first(paths.run, lambda: _page(console, paths)))


async def first(sockets: Path, look: Callable[[], Awaitable[T | None]]) -> T:
    """What `look` finds, asked again at every change in the folder of sockets until it is something."""
    with Inotify() as changes:
        changes.add_watch(sockets, Mask.CREATE | Mask.MOVED_TO | Mask.ATTRIB)
        while (found := await look()) is None:
            # A socket appears a moment before it listens, and its listening is no change of the folder.
            with suppress(TimeoutError):
                async with asyncio.timeout(LISTENING):
                    await changes.get()
        return found


async def _within(paths: Paths, limit: float, coming: Awaitable[T]) -> T:
    try:
        async with asyncio.timeout(limit):
            return await coming
    except TimeoutError as fault:
        raise BoxNotReady(limit=limit, logs=str(paths.logs)) from fault


async def _whole(paths: Paths, pages: bool) -> None:
    await first(paths.run, lambda: _status(paths.engine_socket))
    await first(paths.run, lambda: asked(paths.jobs_socket, "alarm.list"))
    if pages:
        await first(paths.run, lambda: asked(paths.live_control, "live.status"))


async def _page(console: Console, paths: Paths) -> bool | None:
    """Whether nginx hands out a page of the console; None when it does not (yet)."""
    trusted = ssl.create_default_context(cafile=console.certificate or str(paths.tls / "ca.crt"))
    # Who supplied a certificate may have one for names only.
    trusted.check_hostname = not console.certificate
    try:
        reader, writer = await asyncio.open_connection(console.address, console.port, ssl=trusted)
    except OSError:
        return None
    try:
        writer.write(f"GET /sign-in HTTP/1.0\r\nHost: {console.address}\r\n\r\n".encode())
        return True if b" 200 " in await reader.readline() else None
    except OSError:
        return None
    finally:
        writer.close()


async def asked(socket: Path, command: str) -> Any:
    """What the command answers; None when there is nobody to ask (any more)."""
    try:
        async with ControlClient(socket) as client:
            return await client.call(command)
    except (ControlUnreachable, ControlLost):
        return None


async def _status(socket: Path) -> dict[str, Any] | None:
    """The status once it is ready; None when there is no engine to ask (any more)."""
    client = ControlClient(socket)
    try:
        async with client, client.stream("events", kinds=["feed", "media"]) as facts:
            async for fact in facts:
                if fact["kind"] in ("feed.opened", "media.up"):
                    status: dict[str, Any] = await client.call("status")
                    if status["ready"]:
                        return status
    except (ControlUnreachable, ControlLost):
        return None
    return None
