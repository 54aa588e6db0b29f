"""Calls through the box between the carrier's exchange and a customer's old PBX, both on ISDN PRI."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_main_job import exported
from tests.lab import exchange, site
from tests.lab.exchange import TONE
from tests.lab.site import LONG, SOON, Site
from tests.servers import audio
from tests.servers.live import facts, run

pytestmark = pytest.mark.timeout(600)

EXCHANGE = Path(__file__).parent / "carrier_pbx"
CALLER, BEHIND = "2061234567", "612390"
TALK = 4.0
TO_CARRIER, TO_PBX = 1, 2
DOCUMENT = f"""
[spans."{site.FIRST}"]
name = "Telecom"
signalling = "pri"
echo_cancel = false

[spans."{site.SECOND}"]
name = "Old PBX"
signalling = "pri"
peer = "pbx"
echo_cancel = false
{site.OVERLAP}

[spans."{site.FAR[0]}"]
signalling = "unused"

[spans."{site.FAR[1]}"]
signalling = "unused"
"""


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site.running(tmp_path_factory.mktemp("site"), EXCHANGE) as (ours, carrier):
        run(site.apply(ours, DOCUMENT), site.APPLY_SECONDS)
        run(site.name_trunk(ours, group=TO_CARRIER))
        run(site.name_trunk(ours, "pbx", TO_PBX, behind=[f"{BEHIND}XX"]))
        yield ours, carrier


def test_a_call_of_the_carrier_s_passes_to_the_pbx_and_is_recorded(lines: Site, tmp_path: Path) -> None:
    ours, carrier = lines

    async def scene() -> tuple[list[dict[str, Any]], Path]:
        async with facts(ours.engine(), "contact", "bridge", "leg") as seen, ours.engine() as engine:
            await exchange.call(f"{BEHIND}16", CALLER)
            opened = await seen.until("contact.opened", LONG)
            await seen.until("bridge.joined", LONG)
            await asyncio.sleep(TALK)
            await engine.call("call.hangup", id=opened["contact"])
            await seen.until("contact.closed", LONG)
        return seen.seen, await exported(ours, opened["contact"], tmp_path / "call.wav", LONG)

    told, recording = run(scene(), 300.0)
    carrier.until(f"PBX RANG {BEHIND}16 by 0{CALLER}")
    assert site.data(told, "contact.opened")[0]["trunk"] == site.TRUNK
    assert site.data(told, "leg.opened")[1]["trunk"] == "pbx"
    assert site.data(told, "contact.closed")[0]["result"] == "answered"
    for side in audio.two_channels(recording):
        assert abs(audio.dominant(audio.window(side, len(side) / audio.RATE - 3, 2)) - TONE) < 5


@pytest.mark.parametrize("cause", [17, 21, 28])
def test_the_cause_of_the_pbx_reaches_the_carrier(lines: Site, cause: int) -> None:
    run(ends_with(lines, cause, f"{BEHIND}{cause}", CALLER, TO_CARRIER, 2), 400.0)


@pytest.mark.parametrize("cause", [17, 21, 28])
def test_the_cause_of_the_carrier_reaches_the_pbx(lines: Site, cause: int) -> None:
    run(ends_with(lines, cause, f"139000011{cause}", f"{BEHIND}12", TO_PBX, 4), 400.0)


async def ends_with(lines: Site, cause: int, number: str, caller: str, group: int, span: int) -> None:
    """Who called is told the cause on the own span, and the books say that nobody answered."""
    ours, carrier = lines
    async with facts(ours.engine(), "contact") as seen:
        await exchange.call(number, caller, group=group)
        closed = await seen.until("contact.closed", LONG)
    assert closed["data"]["result"] == "unanswered"
    await asyncio.to_thread(carrier.until, f"Span {span}: Channel 0/1 got hangup request, cause {cause}")


def test_the_pbx_calls_out_with_its_own_number(lines: Site) -> None:
    ours, carrier = lines

    async def scene() -> dict[str, Any]:
        async with facts(ours.engine(), "contact", "bridge") as seen, ours.engine() as engine:
            await exchange.call("13900001116", f"{BEHIND}12", group=TO_PBX)
            opened = await seen.until("contact.opened", LONG)
            await seen.until("bridge.joined", LONG)
            await engine.call("call.hangup", id=opened["contact"])
            await seen.until("contact.closed", LONG)
            return opened

    opened = run(scene(), 400.0)
    assert (opened["data"]["trunk"], opened["data"]["caller"]) == ("pbx", f"{BEHIND}12")
    carrier.until(f"CALLED 13900001116 by {BEHIND}12")


def test_the_pbx_dials_digit_by_digit(lines: Site) -> None:
    ours, carrier = lines
    number = "13900002216"

    async def scene() -> None:
        async with facts(ours.engine(), "contact", "bridge") as seen, ours.engine() as engine:
            called = carrier.said(f"Called g{TO_PBX}")
            await exchange.call(number[:3], f"{BEHIND}13", group=TO_PBX)
            await asyncio.to_thread(carrier.until, f"Called g{TO_PBX}", called + 1, SOON)
            await exchange.dial_on(await asyncio.to_thread(carrier.channel, "DAHDI/i4/"), number[3:])
            opened = await seen.until("contact.opened", LONG)
            assert opened["data"]["dialled"] == number
            await seen.until("bridge.joined", LONG)
            await engine.call("call.hangup", id=opened["contact"])
            await seen.until("contact.closed", LONG)

    run(scene(), 400.0)
    carrier.until(f"CALLED {number} by {BEHIND}13")
