"""How calls sounded, on the real Asterisk: loss, jitter and delay on the leg that had them, and in no other."""

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Any

import pytest

from tests.integration.test_demo import callstead
from tests.servers import box
from tests.servers.desk_phone import HOST, plugged_in
from tests.servers.live import facts, ready_again, run
from tests.servers.rtcp import Reports, reports

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(240)]

HEALTHY, LOSSY = "8003", "8001"


async def shown(centre: box.Box, contact: str) -> dict[str, dict[str, Any]]:
    """The legs of a call that is over, by phone."""
    done = await asyncio.to_thread(callstead, centre, "call", "show", contact, "--json")
    assert done.returncode == 0, done.stderr
    return {leg["endpoint"]: leg for leg in json.loads(done.stdout)["legs"]}


def test_lost_packets_show_on_the_leg_that_lost_them(centre: box.Box) -> None:
    async def scene() -> None:
        async with AsyncExitStack() as stack:
            caller = await stack.enter_async_context(plugged_in(centre, HEALTHY, 1500.0))
            phone = await stack.enter_async_context(plugged_in(centre, LOSSY, 1700.0))
            seen = await stack.enter_async_context(facts(centre.engine(), "bridge", "contact"))
            dialling = asyncio.ensure_future(caller.dial(LOSSY))
            rung = await phone.rung()
            rung.sound.loses = 10
            told = Reports(silent=True)
            await stack.enter_async_context(reports(HOST, rung.sound.port, told))
            await rung.answer()
            line = await dialling
            answers = Reports(lost=0, jitter_ms=40.0, late_ms=200.0)
            await stack.enter_async_context(reports(HOST, line.sound.port, answers))
            contact = (await seen.until("bridge.joined"))["contact"]
            await told.missed()
            await answers.more(2)
            await line.hang_up()
            await seen.until("contact.closed")
        legs = await shown(centre, contact)
        good, bad = legs[HEALTHY]["audio"], legs[LOSSY]["audio"]
        assert (good["medium"], good["codec"]) == ("rtp", "alaw")
        assert good["received"]["loss"] < 0.01
        assert good["sent"]["loss"] == 0
        assert good["mos"] > 4.3
        assert good["round_trip_ms"] == pytest.approx(200, abs=60)
        assert good["sent"]["jitter_ms"] == pytest.approx(40.0, abs=0.5)
        assert good["received"]["jitter_ms"] < 30
        assert bad["received"]["loss"] == pytest.approx(0.1, abs=0.03)
        assert bad["mos"] == bad["received"]["mos"] < 3.6
        assert bad["sent"]["loss"] is None, "that phone reports nothing"
        assert bad["round_trip_ms"] is None

    run(scene())


def test_a_call_that_ends_with_asterisk_says_that_there_are_no_figures(centre: box.Box) -> None:
    async def scene() -> None:
        async with plugged_in(centre, HEALTHY, 1500.0) as caller, plugged_in(centre, LOSSY, 1700.0) as phone:
            async with facts(centre.engine(), "bridge", "contact", "media") as seen:
                dialling = asyncio.ensure_future(caller.dial(LOSSY))
                await (await phone.rung()).answer()
                await dialling
                contact = (await seen.until("bridge.joined"))["contact"]
                centre.kill("asterisk")
                await seen.until("contact.closed", limit=60)
            await ready_again(centre)
        legs = await shown(centre, contact)
        assert {leg["audio"] for leg in legs.values()} == {None}
        said = await asyncio.to_thread(callstead, centre, "call", "show", contact)
        assert said.stdout.count("no figures") == 2

    run(scene())
