"""A process with a control socket to talk to, and the ways to talk to it."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from appliance.control.commands import CALLER
from appliance.control.feed import EventFeed
from appliance.control.protocol import LINE_LIMIT, decode_answer
from appliance.control.server import ControlServer
from appliance.errors import Refusal

SECONDS = 20.0
"""Longest any one step here may take."""


class AgentUnknown(Refusal):
    code = "agent-unknown"


class Centre:
    """Handlers to talk to, and what they saw."""

    def __init__(self) -> None:
        self.feed = EventFeed(depth=100)
        self.gate = asyncio.Event()
        self.finished = asyncio.Event()
        self.left = asyncio.Event()

    def handlers(self) -> dict[str, Any]:
        return {
            "echo": self.echo,
            "refuse": self.refuse,
            "who": self.who,
            "wait": self.wait,
            "count": self.count,
            "flood": self.flood,
            "follow": self.follow,
            "events": self.feed.events,
        }

    async def echo(self, *, value: Any = None) -> Any:
        return value

    async def refuse(self, *, agent: str) -> None:
        raise AgentUnknown(agent=agent)

    async def who(self) -> list[str | None]:
        return [CALLER.get().user, CALLER.get().language]

    async def wait(self) -> str:
        await self.gate.wait()
        self.finished.set()
        return "done"

    async def count(self, *, to: int, width: int = 0) -> AsyncIterator[Any]:
        for number in range(to):
            yield [number, "x" * width]

    async def flood(self) -> AsyncIterator[str]:
        try:
            while True:
                yield "x"
        finally:
            self.left.set()

    async def follow(self) -> AsyncIterator[str]:
        try:
            yield "following"
            await asyncio.Event().wait()
        finally:
            self.left.set()


@asynccontextmanager
async def serving(path: Path, **limits: Any) -> AsyncIterator[Centre]:
    centre = Centre()
    async with asyncio.timeout(SECONDS), ControlServer(path, centre.handlers(), **limits):
        yield centre


@contextmanager
def serving_beside(path: Path, **limits: Any) -> Iterator[None]:
    """The same server in a thread of its own, for clients that block."""
    ready, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        async with serving(path, **limits):
            ready.set()
            await asyncio.to_thread(stop.wait, SECONDS)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(SECONDS)
    try:
        yield
    finally:
        stop.set()
        thread.join()


async def raw(path: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    folder = os.open(path.parent, os.O_PATH)
    try:
        return await asyncio.open_unix_connection(f"/proc/self/fd/{folder}/{path.name}", limit=LINE_LIMIT)
    finally:
        os.close(folder)


async def answered(reader: asyncio.StreamReader) -> Any:
    return decode_answer(await reader.readline())
