"""The recording of a running call is paused at its source: nothing said meanwhile is anywhere on the box."""

import time
from pathlib import Path
from typing import Any

import pytest

from appliance.contact.recording import envelope
from appliance.control.errors import RemoteRefusal
from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.phone import Phone
from tests.integration.test_main_job import AGENT_TONE, CALLER_TONE, exported, tone
from tests.servers import audio, box
from tests.servers.live import facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]

LIMIT = 30.0
TALK_AFTER_S = 2.5
EVERY_KEY = "1234567890*#"


def test_what_is_said_in_a_pause_is_not_recorded_and_the_file_keeps_its_length(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        network = centre.network(tmp_path / "network")
        phone = Phone(ring=0.2, audio=tone(centre.network(tmp_path / "phones"), AGENT_TONE))
        async with (
            box.seated(centre, tmp_path / "phones", phone, ("8003",)),
            facts(centre.engine(), "bridge", "contact", "recording") as seen,
            centre.engine() as engine,
        ):
            steps = (Wait(1), Press("2"), Cue("go", LIMIT))
            caller = Caller("4008001000", "13900000002", tone(network, CALLER_TONE), steps, talk=10.0)
            calling = network.callers(caller)
            await calling.start()
            joined = await seen.until("bridge.joined")
            await calling.cue_first("go")
            contact = joined["contact"]
            began = time.monotonic()
            await engine.call("call.pause_recording", id=contact, seconds=3)
            took = time.monotonic() - began
            paused = await seen.until("recording.paused")
            resumed = await seen.until("recording.resumed", by="limit")
            await seen.until("contact.closed")
            await calling.wait(LIMIT)
        assert took < 10.0, "the pause took too long even for a busy machine"
        await _is_silent_between(centre, contact, paused, resumed, tmp_path / "call.wav")

    run(scene())


async def _is_silent_between(
    centre: box.Box, contact: str, paused: dict[str, Any], resumed: dict[str, Any], to: Path
) -> None:
    left, right = audio.two_channels(await exported(centre, contact, to))
    async with centre.jobs() as jobs:
        (listed,) = await jobs.call("recording.list", contact=contact)
        shown = await jobs.call("recording.show", id=listed["id"])
    sealed = next(centre.paths.recordings.rglob(f"{listed['id']}.sealed"))
    with sealed.open("rb") as stream:
        header, _ = envelope.read_header(stream)
    ((start, end),) = header.pauses
    assert 2500 < end - start < 4500
    middle = slice(int((start / 1000 + 0.4) * audio.RATE), int((end / 1000 - 0.4) * audio.RATE))
    after = slice(int((end / 1000 + 0.7) * audio.RATE), int((end / 1000 + 2.0) * audio.RATE))
    for side, hertz in ((left, AGENT_TONE), (right, CALLER_TONE)):
        assert audio.level(side[middle]) == audio.SILENCE_DB, "something of the pause is in the recording"
        assert audio.presence(side[after], hertz) > 0.9, "the recording did not go on after the pause"
    assert shown["pauses"] == [{"from_ms": start, "to_ms": end}], "whoever looks at it sees the same"
    assert len(left) / audio.RATE * 1000 == pytest.approx(listed["duration_ms"], abs=1)
    agents = [party for party in shown["parties"] if party["role"] == "agent"]
    assert [party["party"] for party in agents] == ["8003"]
    assert agents[0]["from_ms"] <= start + 500
    assert agents[0]["to_ms"] > end


def test_a_pause_goes_with_the_call_to_another_agent(centre: box.Box, tmp_path: Path) -> None:
    """8004 takes over while nothing is kept; only what is said after the pause is there of the two."""

    async def scene() -> None:
        network = centre.network(tmp_path / "network")
        phone = Phone(ring=0.2, audio=tone(centre.network(tmp_path / "phones"), AGENT_TONE))
        async with (
            box.seated(centre, tmp_path / "phones", phone, ("8003", "8004")),
            facts(centre.engine(), "bridge", "contact", "recording", "offer", "transfer") as seen,
            centre.engine() as engine,
        ):
            await engine.call("agent.pause", agent="8004", reason="comes later")
            steps = (Wait(1), Press("2"), Cue("go", LIMIT))
            calling = network.callers(
                Caller("4008001000", "13900000002", tone(network, CALLER_TONE), steps, talk=TALK_AFTER_S)
            )
            await calling.start()
            contact = (await seen.until("bridge.joined"))["contact"]
            await engine.call("agent.ready", agent="8004")
            await engine.call("call.pause_recording", id=contact, seconds=60)
            await engine.call("call.transfer", id=contact, to="agent:8004")
            await seen.until("transfer.made")
            await seen.until("bridge.joined")
            await engine.call("call.resume_recording", id=contact)
            await seen.until("recording.resumed")
            await calling.cue_first("go")
            await seen.until("contact.closed")
            await calling.wait(LIMIT)
        left, right = audio.two_channels(await exported(centre, contact, tmp_path / "call.wav"))
        async with centre.jobs() as jobs:
            (listed,) = await jobs.call("recording.list", contact=contact)
            ((pause,),) = [(await jobs.call("recording.show", id=listed["id"]))["pauses"]]
        start, end = pause["from_ms"] / 1000 + 0.4, pause["to_ms"] / 1000
        for side, hertz in ((left, AGENT_TONE), (right, CALLER_TONE)):
            assert audio.level(audio.window(side, start, end - start - 0.1)) == audio.SILENCE_DB
            assert audio.presence(audio.window(side, end + 0.5, TALK_AFTER_S - 1), hertz) > 0.9

    run(scene())


def test_a_pause_of_a_call_that_is_not_there_is_refused(centre: box.Box) -> None:
    async def scene() -> None:
        async with centre.engine() as engine:
            with pytest.raises(RemoteRefusal) as refusal:
                await engine.call("call.pause_recording", id="01950000-0000-7000-8000-000000000001")
        assert refusal.value.code == "recording-not-running"

    run(scene())


def test_keys_of_the_caller_neither_pause_nor_resume(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        network = centre.network(tmp_path / "network")
        phone = Phone(ring=0.2, audio=tone(centre.network(tmp_path / "phones"), AGENT_TONE))
        async with (
            box.seated(centre, tmp_path / "phones", phone, ("8003",)),
            facts(centre.engine(), "bridge", "contact", "recording", "flow") as seen,
        ):
            steps = (Wait(1), Press("2"), Cue("go", LIMIT), Press(EVERY_KEY))
            caller = Caller("4008001000", "13900000002", tone(network, CALLER_TONE), steps, talk=2.0)
            calling = network.callers(caller)
            await calling.start()
            joined = await seen.until("bridge.joined")
            await calling.cue_first("go")
            await seen.until("contact.closed")
            await calling.wait(LIMIT)
        assert {fact["kind"] for fact in seen.seen} & {"recording.paused", "recording.resumed"} == set()
        await _is_never_silent(centre, joined["contact"], tmp_path / "call.wav")

    run(scene())


async def _is_never_silent(centre: box.Box, contact: str, to: Path) -> None:
    left, _ = audio.two_channels(await exported(centre, contact, to))
    async with centre.jobs() as jobs:
        (listed,) = await jobs.call("recording.list", contact=contact)
        shown = await jobs.call("recording.show", id=listed["id"])
    with next(centre.paths.recordings.rglob(f"{listed['id']}.sealed")).open("rb") as stream:
        assert envelope.read_header(stream)[0].pauses == ()
    (agent,) = [party for party in shown["parties"] if party["role"] == "agent"]
    talk = slice(int((agent["from_ms"] / 1000 + 0.5) * audio.RATE), int((agent["to_ms"] / 1000 - 0.5) * audio.RATE))
    assert audio.presence(left[talk], AGENT_TONE) > 0.9, "the agent is heard all the time"
