"""What a running box tells as it happens, for tests to wait for instead of the clock; and one plain call through it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from appliance.control.client import ControlClient
from appliance.control.errors import ControlLost, ControlUnreachable
from appliance.daemons.box import readiness
from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.phone import Phone
from tests.servers import box

LIMIT = 30.0
T = TypeVar("T")


def run(scene: Coroutine[Any, Any, T], limit: float = 150.0) -> T:
    """Play a scene to its end, in bounded time; what it comes to."""
    return asyncio.run(asyncio.wait_for(scene, limit))


class Facts:
    """The facts of one process from the moment it is asked; `seen` are all that have gone by."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.seen: list[dict[str, Any]] = []

    async def until(self, kind: str, limit: float = LIMIT, of: str = "", **data: Any) -> dict[str, Any]:
        """The next fact of that kind with that data, of the contact `of` if one is given."""
        async with asyncio.timeout(limit):
            async for fact in self._stream:
                told = fact["data"]
                self.seen.append(told)
                if fact["kind"] == kind and of in ("", told["contact"]) and data.items() <= told["data"].items():
                    return dict(told)
        raise AssertionError(f"no {kind} with {data}")

    async def more(self, number: int) -> None:
        """The next so many facts, whatever they are."""
        for _ in range(number):
            self.seen.append((await anext(self._stream))["data"])

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


async def status(centre: box.Box) -> dict[str, Any]:
    """What `callstead status` is told."""
    async with centre.engine() as engine:
        found: dict[str, Any] = await engine.call("status")
        return found


async def ready_again(centre: box.Box, limit: float = 20.0) -> tuple[dict[str, Any], float]:
    """After a kill or a start: the engine's first status that says ready, and when it came (monotonic seconds)."""
    return await asyncio.wait_for(readiness.ready(centre.paths, limit), limit + 1), time.monotonic()


async def answering(client: Callable[[], ControlClient], sockets: Path, command: str, limit: float = LIMIT) -> None:
    """Return once a process that was started answers `command`; `sockets` is the folder of its socket."""

    async def look() -> bool | None:
        try:
            async with client() as process:
                await process.call(command)
            return True
        except (ControlUnreachable, ControlLost):
            return None

    async with asyncio.timeout(limit):
        await readiness.first(sockets, look)


async def one_call(centre: box.Box, folder: Path) -> dict[str, Any]:
    """One plain call from the first ring to the closed books; its record."""
    async with box.seated(centre, folder / "phones", Phone(ring=0.1), ("8003",)):
        async with facts(centre.engine(), "bridge", "contact") as seen:
            caller = Caller("4008001000", "13900000001", steps=(Wait(1), Press("2"), Cue("go", 30)), talk=0)
            calling = centre.network(folder / "network").callers(caller)
            await calling.start()
            await seen.until("bridge.joined")
            await calling.cue_first("go")
            closed = await seen.until("contact.closed")
        await calling.wait(20)
    async with centre.engine() as engine:
        record: dict[str, Any] = await engine.call("call.show", id=closed["contact"])
    if record["result"] != "answered":
        raise AssertionError(f"the call came to {record['result']}")
    return record
