"""News of another process goes on after whoever hears it has failed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest

from appliance.control.client import ControlClient
from appliance.daemons import news
from tests.unit.engine.loops import in_a_loop


class Process:
    """Another process, which tells of one thing at each connection."""

    async def __aenter__(self) -> "Process":
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    @asynccontextmanager
    async def stream(self, command: str, **args: Any) -> AsyncIterator[AsyncIterator[str]]:
        async def told() -> AsyncIterator[str]:
            yield "voicemail.left"

        yield told()


@in_a_loop
async def test_a_fault_of_who_hears_it_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "ASK_AGAIN", 0.0)
    again, faults = asyncio.Event(), [ValueError("the database is away")]

    async def heard() -> None:
        if faults:
            raise faults.pop()
        again.set()

    task = asyncio.create_task(news.follow(lambda: cast("ControlClient", Process()), ["voicemail"], heard))
    await again.wait()
    task.cancel()
