"""What a running box tells as it happens, for tests to wait for instead of the clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from appliance.control.client import ControlClient

LIMIT = 30.0


class Facts:
    """The facts of one process from the moment it is asked; `seen` are all that have gone by."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.seen: list[dict[str, Any]] = []

    async def until(self, kind: str, limit: float = LIMIT, **data: Any) -> dict[str, Any]:
        """The next fact of that kind with that data."""
        async with asyncio.timeout(limit):
            async for fact in self._stream:
                self.seen.append(fact["data"])
                if fact["kind"] == kind and data.items() <= fact["data"]["data"].items():
                    return dict(fact["data"])
        raise AssertionError(f"no {kind} with {data}")

    async def times(self, kind: str, number: int, limit: float = LIMIT, **data: Any) -> list[dict[str, Any]]:
        """So many facts of that kind."""
        return [await self.until(kind, limit, **data) for _ in range(number)]


@asynccontextmanager
async def facts(client: ControlClient, *kinds: str) -> AsyncIterator[Facts]:
    """The live facts of those kinds from now on."""
    async with client, client.stream("events", kinds=["feed", *kinds]) as stream:
        if (await anext(stream))["kind"] != "feed.opened":
            raise AssertionError("the stream does not begin with feed.opened")
        yield Facts(stream)
