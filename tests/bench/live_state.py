"""live.p99: a fact is told by the engine, until an open wallboard has it; beside it, boards that ask every second."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from itertools import cycle
from pathlib import Path
from typing import Any, TypeAlias

from websockets.asyncio.client import ClientConnection

from appliance.contact.agents.model import Agent
from appliance.control.client import ControlClient
from appliance.daemons.box.readiness import asked, first
from appliance.daemons.live.process import Live
from drivers.simulated.sip.note import percentile
from tests.bench.figure import Figure, Goal
from tests.scenarios.stage import Site
from tests.servers.live_process import Rig

BOARDS, PEOPLE, RATE, SECONDS = 30, 200, 20, 30
PACE = 1.0
"""Seconds between two questions of a board that asks."""
GOAL = Goal(most=500, ratio_most=0.5)
SKILLS = {"sales": 1}


class Moments:
    """When each fact was told, and how long (seconds) each board waited for it."""

    def __init__(self) -> None:
        self.told: dict[str, float] = {}
        self.waited: list[float] = []

    def seen(self, reason: str) -> None:
        """A board shows the fact that is known by that reason of a pause."""
        if reason in self.told:
            self.waited.append(time.monotonic() - self.told[reason])


Board: TypeAlias = Callable[[Rig, Moments, asyncio.Event], Coroutine[Any, Any, None]]
"""Looks until it is cancelled; sets the event as soon as it does."""


def measure(folder: Path) -> list[Figure]:
    """Milliseconds; the process for browsers is one of its own, the boards share one with the engine's stand-in."""
    waited, asking = asyncio.run(_measured(folder))
    found, baseline = _ms(waited, 0.99), _ms(asking, 0.99)
    details: dict[str, float] = {"boards": BOARDS, "agents": PEOPLE, "facts_a_second": RATE, "samples": len(waited)}
    details |= {"p50": _ms(waited, 0.5), "baseline_samples": len(asking)}
    return [Figure("live.p99", found, "ms", GOAL, baseline, details)]


def _ms(seconds: list[float], share: float) -> float:
    value = percentile(sorted(seconds), share)
    assert value is not None, "no board has seen anything"
    return round(1000 * value, 1)


async def _measured(folder: Path) -> tuple[list[float], list[float]]:
    people = {str(8001 + at): Agent(str(8001 + at), phone=f"p{at}", skills=SKILLS) for at in range(PEOPLE)}
    rig = Rig(folder, Site(agents=people))
    async with rig.engine(), _process(rig):
        for number in people:
            rig.do(f"login {number}")
        pushed, asking = await _waited(rig, _is_told), await _waited(rig, _asks)
        await rig.control.aclose()
    return pushed, asking


async def _waited(rig: Rig, board: Board) -> list[float]:
    """Facts at their pace while so many boards look; what they waited."""
    moments = Moments()
    ready = [asyncio.Event() for _ in range(BOARDS)]
    async with asyncio.TaskGroup() as tasks:
        looking = [tasks.create_task(board(rig, moments, there)) for there in ready]
        for there in ready:
            await there.wait()
        for number, agent in zip(range(RATE * SECONDS), cycle(rig.stage.site.agents), strict=False):
            reason = f"{id(moments)}-{number}"
            rig.stage.do(["pause", agent, reason])
            moments.told[reason] = time.monotonic()
            rig.tell()
            await asyncio.sleep(1 / RATE)
        await asyncio.sleep(2 * PACE)
        for task in looking:
            task.cancel()
    return moments.waited


async def _is_told(rig: Rig, moments: Moments, ready: asyncio.Event) -> None:
    link: ClientConnection
    async with rig.connect(await rig.admitted()) as link:
        await link.recv()
        ready.set()
        async for text in link:
            message = json.loads(text)
            if message["kind"] == "agent":
                moments.seen(message["value"]["reason"])


async def _asks(rig: Rig, moments: Moments, ready: asyncio.Event) -> None:
    """For all agents, every second."""
    known: dict[str, str] = {}
    async with ControlClient(rig.paths.engine_socket) as engine:
        ready.set()
        while True:
            for row in await engine.call("agent.list"):
                if known.get(row["agent"]) != row["reason"]:
                    known[row["agent"]] = row["reason"]
                    moments.seen(row["reason"])
            await asyncio.sleep(PACE)


@asynccontextmanager
async def _process(rig: Rig) -> AsyncIterator[None]:
    """The process for browsers, by itself."""
    words = (sys.executable, "-m", "tests.bench.live_state", str(rig.settings.state))
    process = await asyncio.create_subprocess_exec(*words)
    try:
        async with asyncio.timeout(30):
            await first(rig.paths.run, lambda: asked(rig.paths.live_control, "live.status"))
        yield
    finally:
        process.terminate()
        await process.wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(Live(Rig.settings_of(Path(sys.argv[1]))).run())
