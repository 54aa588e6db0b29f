"""Calls over an analog line between a port of the carrier's exchange (FXS) and a whole box (FXO)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from appliance.control.client import ControlClient
from drivers.simulated.sip.phone import Phone
from tests.integration.test_main_job import AGENT_TONE, exported, tone
from tests.lab import exchange, site
from tests.lab.exchange import TONE
from tests.lab.site import LONG, MAIN, Site
from tests.servers import audio, box, desk_phone
from tests.servers.live import facts, run

pytestmark = pytest.mark.timeout(600)

CALLER = "02061234567"
TALK = 4.0
TESTED = 90.0
"""Seconds that a test call may take."""


def test_a_call_comes_in_with_its_number_and_the_key_that_is_pressed(lines: Site, tmp_path: Path) -> None:
    ours, _ = lines

    async def scene() -> tuple[list[dict[str, Any]], Path]:
        phone = Phone(ring=0.2, audio=tone(ours.network(tmp_path / "phones"), AGENT_TONE))
        async with (
            box.seated(ours, tmp_path / "phones", phone, ("8001",)),
            facts(ours.engine(), "contact", "queue", "bridge") as seen,
            ours.engine() as engine,
        ):
            await exchange.call("", CALLER, key="1")
            opened = await seen.until("contact.opened", LONG)
            await seen.until("bridge.joined", LONG)
            await asyncio.sleep(TALK)
            await engine.call("call.hangup", id=opened["contact"])
            await seen.until("contact.closed", LONG)
        return seen.seen, await exported(ours, opened["contact"], tmp_path / "call.wav", LONG)

    told, recording = run(scene(), 300.0)
    opened, closed = site.data(told, "contact.opened")[0], site.data(told, "contact.closed")[0]
    assert (opened["caller"], opened["dialled"], opened["trunk"]) == (CALLER, MAIN, site.TRUNK)
    assert site.data(told, "queue.entered")[0]["queue"] == "sales"
    assert closed["result"] == "answered"
    left, right = (audio.window(side, len(side) / audio.RATE - 3, 2) for side in audio.two_channels(recording))
    assert abs(audio.dominant(left) - AGENT_TONE) < 5
    assert abs(audio.dominant(right) - TONE) < 5


def test_a_call_goes_out(lines: Site) -> None:
    ours, carrier = lines

    async def scene() -> list[dict[str, Any]]:
        async with desk_phone.plugged_in(ours, "8002") as phone, facts(ours.engine(), "contact", "bridge") as seen:
            line = await phone.dial("13900001116", LONG)
            await seen.until("bridge.joined", LONG)
            carrier.until("CALLED 13900001116 by ")
            await line.hang_up()
            await seen.until("contact.closed", LONG)
            return seen.seen

    told = run(scene(), 400.0)
    assert site.data(told, "contact.opened")[0]["trunk"] == site.TRUNK
    assert site.data(told, "contact.closed")[0]["result"] == "answered"


def test_another_busy_tone_is_heard(lines: Site) -> None:
    """While the caller speaks there is nothing to find; then he has hung up, and a foreign tone is on the line."""
    ours, carrier = lines

    async def scene() -> list[dict[str, Any]]:
        async with calling(ours, carrier):
            shown = [await diagnosed(ours)]
            await asyncio.to_thread(carrier.hang_up, "DAHDI/", "other-tone")
            seen = await found(ours)
            async with ours.jobs() as jobs:
                return [*shown, seen, await jobs.call("lines.remedy", span=1, findings=seen["findings"])]

    speaking, gone, remedy = run(scene(), 400.0)
    assert (speaking["findings"], speaking["questions"]) == ([], [])
    assert [found["code"] for found in gone["findings"]] == ["other-busy-tone"]
    heard = gone["findings"][0]["values"]["heard"]
    assert [(change["setting"], change["after"]) for change in remedy["changes"]] == [("busy_tone", heard)]
    assert f'busy_tone = "{heard}"' in remedy["document"]


def test_no_busy_tone_is_asked_about(lines: Site) -> None:
    """Silence on a call may be anything: whoever knows that the caller has hung up must say so."""
    ours, carrier = lines

    async def scene() -> list[dict[str, Any]]:
        async with calling(ours, carrier):
            await asyncio.to_thread(carrier.hang_up, "DAHDI/", "nothing")
            return [await diagnosed(ours), await found(ours, "hung-up=yes")]

    silent, told = run(scene(), 300.0)
    assert (silent["findings"], silent["questions"]) == ([], ["hung-up"])
    assert [found["code"] for found in told["findings"]] == ["no-busy-tone"]


@asynccontextmanager
async def calling(ours: box.Box, carrier: exchange.Exchange) -> AsyncIterator[None]:
    """A call has come in; it ends with our own busy tone."""
    answered = carrier.said("ANSWERED")
    await site.arrived(ours, lambda: exchange.call("", CALLER))
    await asyncio.to_thread(carrier.until, "ANSWERED", answered + 1)
    async with facts(ours.engine(), "contact") as seen:
        yield
        await asyncio.to_thread(carrier.hang_up, "DAHDI/")
        await seen.until("contact.closed", LONG)


async def diagnosed(ours: box.Box, *answers: str) -> dict[str, Any]:
    async with ours.engine() as engine:
        result: dict[str, Any] = await engine.call("span.diagnose", span="1", answers=list(answers))
        return result


async def found(ours: box.Box, *answers: str) -> dict[str, Any]:
    """A diagnosis that found something; asked again, as anybody would, because a crowded host has gaps in its tones."""
    for _ in range(3):
        if (result := await diagnosed(ours, *answers))["findings"]:
            break
    return result


def test_the_busy_tone_says_that_the_caller_has_hung_up(lines: Site) -> None:
    ours, carrier = lines
    answered = carrier.said("ANSWERED")

    async def scene() -> dict[str, Any]:
        await site.arrived(ours, lambda: exchange.call("", CALLER))
        await asyncio.to_thread(carrier.until, "ANSWERED", answered + 1)
        async with facts(ours.engine(), "contact") as seen:
            await asyncio.to_thread(carrier.hang_up, "DAHDI/")
            return dict((await seen.until("contact.closed", LONG))["data"])

    closed = run(scene(), 400.0)
    assert (closed["result"], closed["by"]) == ("left-in-flow", "caller")


def test_a_line_that_is_too_low(lines: Site) -> None:
    """What a test call hears stays evidence for an hour: no other test asks after this."""
    ours, _ = lines

    async def scene() -> dict[str, Any]:
        async with ControlClient(ours.paths.engine_socket, limit=TESTED) as engine:
            heard: dict[str, Any] = await engine.call("span.test", span="1", number="13900001173", wait=8.0)
            return heard

    heard = run(scene(), 400.0)
    assert [one["code"] for one in heard["findings"]] == ["level-low"], heard
