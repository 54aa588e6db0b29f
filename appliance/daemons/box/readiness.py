"""Waiting until calls work: the engine answers and has its link to Asterisk."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

from asyncinotify import Inotify, Mask

from appliance.control.client import ControlClient
from appliance.control.errors import ControlLost, ControlUnreachable
from appliance.daemons.box.errors import BoxNotReady
from appliance.system.paths import Paths

LISTENING = 0.1


async def ready(paths: Paths, limit: float) -> dict[str, Any]:
    """The engine's status as soon as it says that it is ready; BoxNotReady after `limit` seconds."""
    try:
        async with asyncio.timeout(limit):
            return await _ready(paths)
    except TimeoutError as fault:
        raise BoxNotReady(limit=limit, logs=str(paths.logs)) from fault


async def _ready(paths: Paths) -> dict[str, Any]:
    """Every change in the folder of sockets, and every fact of the engine, is a reason to look again."""
    with Inotify() as changes:
        changes.add_watch(paths.run, Mask.CREATE | Mask.MOVED_TO | Mask.ATTRIB)
        while True:
            if status := await _status(paths.engine_socket):
                return status
            # A socket appears a moment before it listens, and its listening is no change of the folder.
            with suppress(TimeoutError):
                await asyncio.wait_for(changes.get(), LISTENING)


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
