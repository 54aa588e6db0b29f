"""One agent, a phone with two lines, two calls at once, on the real Asterisk: who hears whom, and what is recorded."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.note import Note
from drivers.simulated.sip.scenario import Audio
from tests.integration.test_demo import callstead
from tests.integration.test_desk_phones import MAIN, SUPPORT, hears, talking
from tests.integration.test_main_job import CALLER_TONE, exported
from tests.servers import audio, box
from tests.servers.desk_phone import SECOND, DeskPhone, Line, plugged_in, samples
from tests.servers.live import facts, ready_again, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(240)]

AGENT, COLLEAGUE, THIRD = "8003", "8001", "8005"
AGENT_TONE, COLLEAGUE_TONE = 1750.0, 2050.0


@pytest.fixture(autouse=True)
def two_lines(centre: box.Box) -> Iterator[None]:
    assert callstead(centre, "agent", "set", AGENT, "--lines", "2").returncode == 0
    yield
    assert callstead(centre, "agent", "set", AGENT, "--lines", "1").returncode == 0


async def hears_now(line: Line, hertz: float) -> None:
    """The same, of what comes from now on."""
    line.sound.heard.clear()
    await hears(line, hertz)


async def hears_no_more(line: Line, hertz: float) -> None:
    """Until half a second has gone by in which the line hears something, and not that tone."""
    line.sound.heard.clear()
    async with asyncio.timeout(20):
        while len(line.heard) < SECOND // 2 or audio.presence(samples(line.heard[-SECOND // 2 :]), hertz) > 0.1:
            await line.sound.next_packet()


async def ordered(centre: box.Box, *words: str) -> None:
    done = await asyncio.to_thread(callstead, centre, *words)
    assert done.returncode == 0, done.stderr


def test_a_phone_holds_one_line_and_talks_on_the_other(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            plugged_in(centre, AGENT, AGENT_TONE) as phone,
            plugged_in(centre, COLLEAGUE, COLLEAGUE_TONE) as colleague,
            plugged_in(centre, THIRD) as third,
            facts(centre.engine(), "agent", "contact", "bridge", "leg") as seen,
            talking(centre, tmp_path / "network", seen, phone) as (first, _),
        ):
            await hears(first, CALLER_TONE)
            placing = asyncio.create_task(colleague.dial(AGENT))
            second = await phone.rung()
            await first.hold()
            assert (await seen.until("leg.held"))["data"]["by"] == "phone"
            await second.answer()
            asking = await placing
            await seen.until("bridge.joined")
            await hears_now(second, COLLEAGUE_TONE)
            await hears_now(asking, AGENT_TONE)

            await (await third.dial(AGENT)).hang_up()
            opened = await seen.until("contact.opened", direction="internal")
            while (await seen.until("contact.closed"))["contact"] != opened["contact"]:
                pass
            rung = [fact for fact in seen.seen if fact["kind"] == "leg.opened" and fact["contact"] == opened["contact"]]
            assert [fact["data"]["agent"] for fact in rung] == [THIRD], "both lines are in use: into the agent's box"

            await second.hold()
            await first.resume()
            await seen.until("leg.resumed")
            await hears_now(first, CALLER_TONE)
            await hears_no_more(asking, AGENT_TONE)
            await asking.hang_up()
            await second.gone()
            await seen.until("contact.closed")
            await hears_now(first, CALLER_TONE)

    run(scene())


@asynccontextmanager
async def calling(centre: box.Box, folder: Path) -> AsyncIterator[Any]:
    """A caller with a tone of their own in line, who stays until called off by what is yielded."""
    network = centre.network(folder)
    steps = (Wait(1), Press(SUPPORT), Cue("go", 120))
    notes: list[Note] = []
    caller = Caller(MAIN, "13900000001", Audio(network.sound("caller", speech.tone(CALLER_TONE))), steps, talk=0)
    callers = network.callers(caller, hear=notes.append)
    await callers.start()
    yield lambda: callers.cue(notes[0].call, "go")
    await callers.wait(20)


async def two_calls(centre: box.Box, phone: DeskPhone, colleague: DeskPhone) -> tuple[Line, Line, Line, list[str]]:
    """The agent answers the caller, then a colleague; the lines, the colleague's, and the contacts."""
    async with facts(centre.engine(), "agent", "bridge", "leg") as seen:
        first = await phone.rung()
        await first.answer()
        one = (await seen.until("bridge.joined"))["contact"]
        await hears(first, CALLER_TONE)
        placing = asyncio.create_task(colleague.dial(AGENT))
        second = await phone.rung()
        await second.answer()
        assert (await seen.until("leg.held"))["data"]["by"] == "line"
        two = (await seen.until("bridge.joined"))["contact"]
        return first, second, await placing, [one, two]


def test_two_calls_are_swapped_by_order_survive_the_engine_and_are_both_recorded_whole(
    centre: box.Box, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with (
            plugged_in(centre, AGENT, AGENT_TONE) as phone,
            plugged_in(centre, COLLEAGUE, COLLEAGUE_TONE) as colleague,
            calling(centre, tmp_path / "network") as call_off,
        ):
            first, second, asking, contacts = await two_calls(centre, phone, colleague)
            await hears_now(second, COLLEAGUE_TONE)
            await hears_now(asking, AGENT_TONE)
            await ordered(centre, "call", "swap", AGENT)
            await hears_now(first, CALLER_TONE)
            await hears_no_more(asking, AGENT_TONE)

            centre.kill("engine")
            await ready_again(centre)
            async with centre.engine() as engine, facts(centre.engine(), "contact", "agent") as seen:
                shown = await engine.call("agent.show", agent=AGENT)
                known = {call["contact"]: call["state"] for call in shown["calls"]}
                assert known == dict(zip(contacts, ("talking", "hold"), strict=True))
                await hears_now(first, CALLER_TONE)
                await ordered(centre, "call", "swap", AGENT)
                await hears_now(second, COLLEAGUE_TONE)
                await hears_now(asking, AGENT_TONE)
                await asking.hang_up()
                await second.gone()
                await seen.until("agent.state", agent=AGENT, state="hold")
                await ordered(centre, "call", "resume", contacts[0])
                await hears_now(first, CALLER_TONE)
                call_off()
                await first.gone()
                while (await seen.until("contact.closed"))["contact"] != contacts[0]:
                    pass
                await check_books(engine, contacts)
        agent, caller = audio.two_channels(await exported(centre, contacts[0], tmp_path / "caller.wav"))
        assert audio.presence(caller, CALLER_TONE) > 0.8, "the caller speaks from beginning to end"
        assert 0.05 < audio.presence(agent, AGENT_TONE) < 0.9, "the agent's words, and what was heard on hold"
        left, right = audio.two_channels(await exported(centre, contacts[1], tmp_path / "colleague.wav"))
        assert audio.presence(left, AGENT_TONE) > 0.05, "the phone that was called, and talked elsewhere meanwhile"
        assert audio.presence(right, COLLEAGUE_TONE) > 0.8, "the phone that called, from beginning to end"

    run(scene(), 220)


async def check_books(engine: Any, contacts: list[str]) -> None:
    """Each call has its own talk and hold."""
    for contact in contacts:
        shown = await engine.call("call.show", id=contact)
        legs = [leg for leg in shown["legs"] if leg["agent"] == AGENT]
        assert [leg["talk_ms"] > 0 and leg["hold_ms"] > 0 for leg in legs] == [True], contact
        assert shown["result"] == "answered"
