"""A supervisor in an agent's call, on the real Asterisk: tones prove who hears whom, and who does not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from appliance.control.errors import RemoteRefusal
from tests.integration.test_calling_phones import connected
from tests.integration.test_demo import callstead
from tests.integration.test_desk_phones import hears
from tests.integration.test_paging import header, tone_in
from tests.servers import audio, box
from tests.servers.desk_phone import SECOND, DeskPhone, Line, plugged_in
from tests.servers.live import Facts, facts, ready_again, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(240)]

AGENT, COLLEAGUE, BOSS = "8003", "8001", "8005"
AGENT_TONE, COLLEAGUE_TONE, BOSS_TONE = 1750.0, 2050.0, 1150.0
KINDS = ("agent", "contact", "bridge", "leg", "monitor", "transfer", "recording")


async def ordered(centre: box.Box, mode: str, **more: Any) -> Any:
    async with centre.engine() as engine:
        return await engine.call("monitor.start", agent=AGENT, mode=mode, phone=BOSS, **more)


async def called(boss: DeskPhone) -> Line:
    """The supervisor's phone, which picks up by itself as it is asked to."""
    line = await boss.rung()
    assert header(line, "Call-Info").endswith(";answer-after=0")
    await line.answer()
    return line


async def does_not_hear(line: Line, other: float) -> None:
    """For a second in which the line hears its other party, nothing of the supervisor is in it."""
    line.sound.heard.clear()
    async with asyncio.timeout(20):
        while len(line.heard) < SECOND:
            await line.sound.next_packet()
    heard = audio.from_a_law(line.heard)
    assert sum(audio.frames_with(heard, other)) > 40
    assert not any(audio.frames_with(heard, BOSS_TONE))


@asynccontextmanager
async def conversation(centre: box.Box) -> AsyncIterator[tuple[Line, Line, DeskPhone, Facts]]:
    """A colleague talks with the agent, and the supervisor's phone is there: the two lines, that phone, the facts."""
    async with (
        plugged_in(centre, COLLEAGUE, COLLEAGUE_TONE) as colleague,
        plugged_in(centre, AGENT, AGENT_TONE) as agent,
        plugged_in(centre, BOSS, BOSS_TONE) as boss,
        facts(centre.engine(), *KINDS) as seen,
    ):
        theirs, own = await connected(colleague, agent, AGENT)
        yield theirs, own, boss, seen
        if not theirs.ended.is_set():
            await theirs.hang_up()
        await seen.until("contact.closed")


def test_listening_whispering_and_barging_are_heard_by_whom_they_should_be(centre: box.Box) -> None:
    async def scene() -> None:
        async with conversation(centre) as (theirs, own, boss, seen):
            await ordered(centre, "listen")
            listening = await called(boss)
            await seen.until("monitor.started", mode="listen")
            for hertz in (AGENT_TONE, COLLEAGUE_TONE):
                await tone_in(listening, hertz)
            await does_not_hear(theirs, AGENT_TONE)
            await does_not_hear(own, COLLEAGUE_TONE)

            for line in (theirs, own, listening):
                line.sound.heard.clear()
            parts: dict[Line, bytes] = {theirs: b"", own: b"", listening: b""}

            def kept() -> None:
                """Of all that was heard since, before anybody clears it."""
                for line in parts:
                    parts[line] += line.heard

            await ordered(centre, "whisper")
            await seen.until("monitor.changed", mode="whisper", before="listen")
            await heard_in(own, BOSS_TONE)
            kept()
            await does_not_hear(theirs, AGENT_TONE)
            for line in (theirs, own, listening):
                line.sound.heard.clear()

            await ordered(centre, "barge")
            await seen.until("monitor.changed", mode="barge")
            for line in (theirs, own):
                await heard_in(line, BOSS_TONE)
            await heard_in(listening, COLLEAGUE_TONE)
            kept()

            for line, hertz in ((listening, COLLEAGUE_TONE), (own, COLLEAGUE_TONE), (theirs, AGENT_TONE)):
                assert audio.longest_gap(audio.from_a_law(parts[line]), hertz) < 0.5, "a change is heard as a gap"

            await ordered(centre, "listen")
            await seen.until("monitor.changed", mode="listen", before="barge")
            for line in (theirs, own):
                await silent_of_boss(line)
            await does_not_hear(theirs, AGENT_TONE)
            await does_not_hear(own, COLLEAGUE_TONE)
            await leaves(centre, listening, seen)
            await tone_in(theirs, AGENT_TONE)

    run(scene())


async def leaves(centre: box.Box, listening: Line, seen: Facts) -> None:
    """The session is listed, is nobody else's, and ends by order; the call tells its story."""
    async with centre.engine() as engine:
        (running,) = await engine.call("monitor.list")
        assert (running["agent"], running["phone"], running["mode"]) == (AGENT, BOSS, "listen")
        with pytest.raises(RemoteRefusal) as refused:
            await engine.call("monitor.start", agent=AGENT, mode="listen", phone="8006", by="somebody else")
        assert refused.value.code == "monitor-taken"
        await engine.call("monitor.stop", agent=AGENT)
    await listening.gone()
    ended = await seen.until("monitor.ended", end="stopped")
    assert ended["data"]["duration_ms"] > 1000
    async with centre.engine() as engine:
        story = await engine.call("call.show", id=ended["contact"])
    told = [event["kind"] for event in story["events"] if event["kind"].startswith("monitor.")]
    assert told == ["monitor.asked", "monitor.started", *["monitor.changed"] * 3, "monitor.ended"]


async def heard_in(line: Line, hertz: float) -> None:
    """Until half a second of the tone is in what the line has heard; nothing of that is thrown away."""
    async with asyncio.timeout(20):
        while sum(audio.frames_with(audio.from_a_law(line.heard), hertz)) < 25:
            await line.sound.next_packet()


async def silent_of_boss(line: Line) -> None:
    """Until the last quarter of a second has nothing of the supervisor."""
    line.sound.heard.clear()
    async with asyncio.timeout(20):
        while len(line.heard) < SECOND // 4 or any(
            audio.frames_with(audio.from_a_law(line.heard[-SECOND // 4 :]), BOSS_TONE)
        ):
            await line.sound.next_packet()


def test_a_call_is_taken_over_and_the_agent_is_free(centre: box.Box) -> None:
    async def scene() -> None:
        async with conversation(centre) as (theirs, own, boss, seen):
            await ordered(centre, "take-over")
            taken = await called(boss)
            made = await seen.until("transfer.made", how="take-over")
            await own.gone()
            await hears(theirs, BOSS_TONE)
            await hears(taken, COLLEAGUE_TONE)
            await seen.until("agent.state", agent=AGENT, state="ready")
            await taken.hang_up()
            await theirs.gone()
            assert made["data"]["agent"] == AGENT

    run(scene())


def test_an_engine_that_is_killed_goes_on_and_leaves_nothing_behind(centre: box.Box) -> None:
    async def scene() -> None:
        async with (
            plugged_in(centre, COLLEAGUE, COLLEAGUE_TONE) as colleague,
            plugged_in(centre, AGENT, AGENT_TONE) as agent,
            plugged_in(centre, BOSS, BOSS_TONE) as boss,
        ):
            async with facts(centre.engine(), *KINDS) as seen:
                theirs, own = await connected(colleague, agent, AGENT)
                await ordered(centre, "listen")
                listening = await called(boss)
                await seen.until("monitor.started", mode="listen")
                await tone_in(listening, COLLEAGUE_TONE)
            await asyncio.to_thread(centre.kill, "engine")
            await ready_again(centre)
            async with facts(centre.engine(), *KINDS) as again:
                async with centre.engine() as engine:
                    (running,) = await engine.call("monitor.list")
                assert (running["agent"], running["mode"]) == (AGENT, "listen")
                await tone_in(listening, COLLEAGUE_TONE)
                await does_not_hear(theirs, AGENT_TONE)
                await ordered(centre, "whisper")
                await tone_in(own, BOSS_TONE)
                await theirs.hang_up()
                await again.until("monitor.ended", end="call-ended")
                await listening.gone()
                await own.gone()
                async with centre.engine() as engine:
                    assert await engine.call("monitor.list") == []

    run(scene())


def test_the_rule_and_the_list_by_the_command_line(centre: box.Box) -> None:
    assert callstead(centre, "monitor", "rule-set", "--tone", "all", "--reason", "the law asks for it").returncode == 0
    shown = callstead(centre, "monitor", "rule", "--json")
    assert '"tone": "all"' in shown.stdout
    refused = callstead(centre, "monitor", "listen", AGENT, "--phone", BOSS)
    assert refused.returncode == 3
    assert "nothing to hear" in refused.stderr
    assert callstead(centre, "monitor", "rule-set", "--tone", "nobody").returncode == 0
    assert callstead(centre, "monitor", "list", "--json").stdout.strip() == "[]"
