"""A program of the box dies, or the exchange does, while calls are up over E1: what is left, and that it goes on."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from drivers.simulated.sip.phone import Phone
from tests.lab import exchange, site
from tests.lab.site import LONG, MAIN, Site
from tests.servers import box
from tests.servers.live import answering, facts, ready_again, run

pytestmark = pytest.mark.timeout(600)

CALLER = "2061234567"


async def talking(ours: box.Box) -> tuple[str, str]:
    """A call from the carrier that an agent has answered; its contact, and who that is."""
    async with facts(ours.engine(), "bridge", "offer") as seen:
        contact = str((await site.arrived(ours, lambda: exchange.call(MAIN, CALLER, key="1")))["contact"])
        answered = await seen.until("offer.ended", LONG, of=contact, outcome="answered")
        if "bridge.joined" not in [fact["kind"] for fact in seen.seen if fact["contact"] == contact]:
            await seen.until("bridge.joined", LONG, of=contact)
    return contact, answered["data"]["agent"]


async def ended(ours: box.Box, contact: str) -> str:
    """How the call ended, which is hung up here; told at once, the books may come later."""
    async with facts(ours.engine(), "contact") as seen, ours.engine() as engine:
        await engine.call("call.hangup", id=contact)
        return str((await seen.until("contact.closed", LONG, of=contact))["data"]["result"])


@pytest.mark.parametrize("program", ["engine", "jobs"])
def test_a_call_outlives_a_program(lines: Site, tmp_path: Path, program: str) -> None:
    ours, carrier = lines

    async def scene() -> tuple[str, str]:
        async with box.seated(ours, tmp_path, Phone(ring=0.2), ("8001",)):
            contact, agent = await talking(ours)
            cleared = carrier.said("got hangup request")
            ours.kill(program)
            await ready_again(ours, LONG)
            await answering(ours.jobs, ours.paths.run, "alarm.list", LONG)
            assert carrier.said("got hangup request") == cleared, "the call was dropped"
            return await ended(ours, contact), agent

    assert run(scene(), 300.0) == ("answered", "8001")


def test_lines_come_back_with_asterisk(lines: Site, tmp_path: Path) -> None:
    """Its calls end, and say why; the next ones come in."""
    ours, _ = lines

    async def scene() -> tuple[dict[str, Any], tuple[str, str]]:
        async with box.seated(ours, tmp_path / "before", Phone(ring=0.2), ("8001",)):
            contact, _ = await talking(ours)
            async with facts(ours.engine(), "contact") as seen:
                ours.kill("asterisk")
                closed = await seen.until("contact.closed", LONG, of=contact)
        await ready_again(ours, LONG)
        async with box.seated(ours, tmp_path / "after", Phone(ring=0.2), ("8001",)):
            contact, agent = await talking(ours)
            return closed["data"], (await ended(ours, contact), agent)

    closed, after = run(scene(), 400.0)
    assert closed["result"] == "media-lost"
    assert after == ("answered", "8001")


def test_a_carrier_that_is_away_is_told_and_so_is_its_return(lines: Site) -> None:
    """Its exchange stops: the D-channel goes down, the trunk leaves the routes; then both are back."""
    ours, carrier = lines
    causes = list[list[str]]()

    async def scene() -> list[list[dict[str, Any]]]:
        shown = []
        async with facts(ours.engine(), "trunk", "span") as seen, ours.engine() as engine:
            await asyncio.to_thread(carrier.stop)
            await seen.until("trunk.out", 2 * LONG, trunk=site.TRUNK)
            shown.append(await engine.call("span.list"))
            causes.append([found["code"] for found in (await engine.call("span.diagnose", span="1"))["findings"]])
            await asyncio.to_thread(carrier.start)
            await seen.until("trunk.back", 2 * LONG, trunk=site.TRUNK)
            shown.append(await engine.call("span.list"))
        return shown

    down, up = run(scene(), 400.0)
    assert causes == [["d-channel-silent"]]
    assert [row["state"] for row in down[:1]] == ["signalling"]
    assert [row["state"] for row in up[:1]] == ["up"]
