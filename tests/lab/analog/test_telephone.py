"""An analog telephone on a port of the box: the carrier's exchange plays who sits at it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_main_job import exported
from tests.lab import exchange, site
from tests.lab.analog.conftest import TELEPHONE
from tests.lab.exchange import TONE, VOICE
from tests.lab.site import LONG, Site
from tests.servers import audio, desk_phone
from tests.servers.live import facts, run

pytestmark = pytest.mark.timeout(600)

CALLER = "02061234567"
TALK = 3.0
"""Seconds. A battery that goes within 0.6 s of lifting DAHDI's FXO port takes for a ring, 1.25 s later."""


async def signed_in(ours: Any, carrier: exchange.Exchange, agent: str) -> None:
    """By the code, keyed at the telephone, which is on the hook again afterwards."""
    async with facts(ours.engine(), "agent", "code") as seen:
        await exchange.pick_up(f"*81{agent}")
        await seen.until("agent.state", LONG)
        await seen.until("code.used", LONG)
    carrier.on_hook()
    async with ours.engine() as engine:
        (phone,) = (one for one in await engine.call("phone.list") if one["phone"] == TELEPHONE)
        assert (phone["agent"], bool(phone["channel"])) == (agent, True)


def test_an_agent_takes_a_queue_call_on_an_analog_telephone(lines: Site, tmp_path: Path) -> None:
    ours, carrier = lines

    async def scene() -> tuple[list[dict[str, Any]], Path]:
        await signed_in(ours, carrier, "8001")
        async with facts(ours.engine(), "contact", "queue", "bridge") as seen, ours.engine() as engine:
            await exchange.call("", CALLER, key="1")
            opened = await seen.until("contact.opened", LONG)
            await seen.until("bridge.joined", LONG)
            await asyncio.sleep(TALK)
            await engine.call("call.hangup", id=opened["contact"])
            await seen.until("contact.closed", LONG)
        return seen.seen, await exported(ours, opened["contact"], tmp_path / "call.wav")

    told, recording = run(scene(), 400.0)
    assert carrier.said(f" RANG by {CALLER}") == 1
    assert site.data(told, "contact.closed")[0]["result"] == "answered"
    left, right = (audio.window(side, len(side) / audio.RATE - 3, 2) for side in audio.two_channels(recording))
    assert abs(audio.dominant(left) - VOICE) < 5
    assert abs(audio.dominant(right) - TONE) < 5


def test_a_telephone_calls_a_phone_and_is_called_by_one(lines: Site) -> None:
    ours, carrier = lines

    async def scene() -> None:
        async with desk_phone.plugged_in(ours, "8002") as phone:
            async with facts(ours.engine(), "contact", "bridge") as seen:
                await exchange.pick_up("8002")
                line = await phone.rung()
                assert line.number == TELEPHONE
                await line.answer()
                await seen.until("bridge.joined", LONG)
                await asyncio.sleep(TALK)
                carrier.on_hook()
                await seen.until("contact.closed", LONG)
            rang = carrier.said(" RANG by 8002")
            async with facts(ours.engine(), "contact", "bridge") as seen:
                line = await phone.dial(TELEPHONE, LONG)
                await seen.until("bridge.joined", LONG)
                await asyncio.to_thread(carrier.until, " RANG by 8002", rang + 1)
                await asyncio.sleep(TALK)
                await line.hang_up()
                await seen.until("contact.closed", LONG)
                carrier.on_hook()

    run(scene(), 400.0)
