"""Lines of exchanges as China has them: the caller's number comes in DTMF before the ring, reversals tell of calls."""

import asyncio
from typing import Any

import pytest

from tests.lab.analog import port
from tests.lab.analog.conftest import PLAIN, REVERSING
from tests.lab.analog.port import Event, Port
from tests.lab.site import LONG, MAIN, Site
from tests.servers import desk_phone
from tests.servers.live import facts, run

pytestmark = pytest.mark.timeout(600)

CALLER = "13900001111"
TALK = 2.0
"""Seconds; a reversal within 0.6 s of lifting or answering means nothing."""


def bring(line: Port) -> None:
    line.dial(f"D{CALLER}C")
    line.ring()


def test_a_number_that_comes_before_the_ring_is_known(lines: Site) -> None:
    ours, _ = lines

    async def scene() -> dict[str, Any]:
        async with facts(ours.engine(), "contact") as seen, ours.engine() as engine:
            with port.opened(PLAIN.far) as line:
                await asyncio.to_thread(bring, line)
                opened = await seen.until("contact.opened", LONG)
                await engine.call("call.hangup", id=opened["contact"])
                await seen.until("contact.closed", LONG)
                await asyncio.to_thread(line.until, Event.ON_HOOK)
            return dict(opened["data"])

    opened = run(scene(), 400.0)
    assert (opened["caller"], opened["dialled"]) == (CALLER, MAIN)


def test_a_reversal_tells_of_the_number_and_of_the_end(lines: Site) -> None:
    ours, _ = lines

    async def scene() -> tuple[dict[str, Any], dict[str, Any]]:
        async with facts(ours.engine(), "contact") as seen:
            with port.opened(REVERSING.far) as line:
                line.reverse()
                await asyncio.to_thread(bring, line)
                opened = await seen.until("contact.opened", LONG)
                await asyncio.sleep(TALK)
                line.reverse(False)
                closed = await seen.until("contact.closed", LONG)
                await asyncio.to_thread(line.until, Event.ON_HOOK)
            return opened["data"], closed["data"]

    opened, closed = run(scene(), 400.0)
    assert (opened["caller"], opened["dialled"]) == (CALLER, MAIN)
    assert closed["by"] == "caller"


def test_a_call_out_counts_as_answered_with_the_reversal(lines: Site) -> None:
    """And as ended with the next."""
    ours, _ = lines

    async def scene() -> dict[str, Any]:
        async with desk_phone.plugged_in(ours, "8002") as phone, facts(ours.engine(), "contact", "bridge") as seen:
            with port.opened(REVERSING.far) as line:
                calling = asyncio.create_task(phone.dial(REVERSING.out, LONG))
                await asyncio.to_thread(line.until, Event.OFF_HOOK)
                await asyncio.sleep(TALK)
                assert not calling.done()
                line.reverse()
                await calling
                await seen.until("bridge.joined", LONG)
                await asyncio.sleep(TALK)
                line.reverse(False)
                closed = await seen.until("contact.closed", LONG)
                await asyncio.to_thread(line.until, Event.ON_HOOK)
            return dict(closed["data"])

    closed = run(scene(), 400.0)
    assert closed["result"] == "answered"
