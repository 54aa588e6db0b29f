"""pop.p99: the agent's telephone begins to ring, until the caller's card stands open; beside it a desk that asks."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from playwright.async_api import Page

from appliance.control.client import ControlClient
from appliance.desk.people.masking import masked
from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.note import percentile
from tests.bench.figure import Figure, Goal
from tests.servers import box, network
from tests.servers.agent_desk import AGENT, at_desk, stands
from tests.servers.live import Facts, facts

CALLS = 60
PACE = 1.0
"""Seconds between two questions of a desk that asks."""
GOAL = Goal(most=500, ratio_most=0.5)
WATCH = """
  window.opened = {};
  new MutationObserver(() => {
    const number = document.querySelector(".desk-person .tabular")?.textContent.trim();
    if (number && !(number in window.opened)) window.opened[number] = Date.now();
  }).observe(document.querySelector("[data-part=card]"), { childList: true, subtree: true });
"""


def measure(folder: Path) -> list[Figure]:
    """Milliseconds in a real Chromium behind the box's own web server, each call from a new number."""
    network.with_address()
    with box.running(folder / "box") as centre:
        opened, asked = asyncio.run(_measured(centre, folder))
    found, baseline = _ms(opened, 0.99), _ms(asked, 0.99)
    details = {"calls": len(opened), "p50": _ms(opened, 0.5), "baseline_p50": _ms(asked, 0.5)}
    return [Figure("pop.p99", found, "ms", GOAL, baseline, details)]


def _ms(seconds: list[float], share: float) -> float:
    value = percentile(sorted(seconds), share)
    assert value is not None, "no call has rung"
    return round(1000 * value, 1)


async def _measured(centre: box.Box, folder: Path) -> tuple[list[float], list[float]]:
    rung: dict[str, float] = {}
    async with at_desk(centre, folder, "bench") as page, _asking(centre.engine()) as asked:
        await page.evaluate(WATCH)
        async with facts(centre.engine(), "leg", "contact") as seen:
            for number in (f"139{at:08}" for at in range(CALLS)):
                rung[number] = await _called(centre, folder / number, number, page, seen)
        opened: dict[str, float] = await page.evaluate("window.opened")
    waited = [found - at for found, at in zip(asked, rung.values(), strict=True)]
    return [opened[masked(number)] / 1000 - at for number, at in rung.items()], waited


async def _called(centre: box.Box, folder: Path, number: str, page: Page, seen: Facts) -> float:
    """A call that rings and is given up once its card is open; when it rang, in seconds of the clock."""
    steps = (Wait(1), Press("2"), Cue("go", 30))
    calling = centre.network(folder).callers(Caller("4008001000", number, steps=steps, talk=0))
    await calling.start()
    ringing = await seen.until("leg.ringing")
    await page.wait_for_function("number => number in window.opened", arg=masked(number))
    await asyncio.sleep(2 * PACE)
    await calling.cue_first("go")
    await seen.until("contact.closed")
    await calling.wait(20)
    await stands(page, "ready")
    return datetime.fromisoformat(ringing["at"]).timestamp()


@asynccontextmanager
async def _asking(engine: ControlClient) -> AsyncIterator[list[float]]:
    """The baseline: the agent's state is asked every second; when each ring was seen, with no card opened yet."""
    found: list[float] = []

    async def ask() -> None:
        before = ""
        async with engine as link:
            while True:
                state = {row["agent"]: row["state"] for row in await link.call("agent.list")}[AGENT]
                if state == "ringing" != before:
                    found.append(time.time())
                before = state
                await asyncio.sleep(PACE)

    task = asyncio.create_task(ask())
    try:
        yield found
    finally:
        task.cancel()
