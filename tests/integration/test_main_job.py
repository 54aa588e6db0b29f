"""The main job on a real box: a caller is led by the menu to the right agent, recorded, and written into the books."""

import asyncio
import base64
from pathlib import Path
from typing import Any

import pytest

from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller, Cue, KeyMethod, Press, Step, Wait
from drivers.simulated.sip.job import Transport
from drivers.simulated.sip.network import Network
from drivers.simulated.sip.phone import Behaviour, Hold, Phone
from drivers.simulated.sip.scenario import Audio
from tests.servers import audio, box
from tests.servers.live import facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]

MAIN = "4008001000"
CALLER_TONE, AGENT_TONE = 440.0, 1000.0
LIMIT = 30.0
CUE = "talk"


def tone(network: Network, hertz: float, *, secure: bool = False) -> Audio:
    return Audio(network.sound(f"tone{hertz:.0f}", speech.tone(hertz)), secure=secure)


def caller(network: Network, keys: str, *, talk: float | None = 3.0, method: KeyMethod = KeyMethod.RTP_EVENT) -> Caller:
    """Presses ahead of the prompts, one key a second; from the cue on talks for so many seconds."""
    steps: list[Step] = [step for key in keys for step in (Wait(1), Press(key, method))]
    return Caller(MAIN, "13800001111", tone(network, CALLER_TONE), (*steps, Cue(CUE, LIMIT)), talk)


async def placed(
    centre: box.Box, folder: Path, keys: str, until: str = "bridge.joined", **more: Any
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """One call to its end: its record with legs and events, and all facts of it. It gets its cue at `until`."""
    network = centre.network(folder)
    async with facts(centre.engine(), "contact", "agent", "offer", "queue", "bridge", "flow", "leg") as seen:
        calling = network.callers(caller(network, keys, **more))
        await calling.start()
        opened = await seen.until("contact.opened")
        await seen.until(until)
        await calling.cue_first(CUE)
        await seen.until("contact.closed")
        await calling.wait(LIMIT)
    async with centre.engine() as engine:
        return await engine.call("call.show", id=opened["contact"]), seen.seen


async def exported(centre: box.Box, contact: str, to: Path, limit: float = LIMIT) -> Path:
    """The call's recording as a WAV file, once it is sealed."""
    async with centre.jobs() as jobs:
        async with asyncio.timeout(limit), jobs.stream("events", kinds=["feed", "recording"]) as seals:
            async for _ in seals:
                if listed := await jobs.call("recording.list", contact=contact):
                    break
        async with jobs.stream("recording.export", id=listed[0]["id"], reason="a test of the test suite") as parts:
            to.write_bytes(b"".join([base64.b64decode(part["data"]) async for part in parts]))
    return to


def test_a_caller_reaches_an_agent_with_the_skill_and_both_are_heard_in_the_recording(
    centre: box.Box, tmp_path: Path
) -> None:
    async def scene() -> None:
        network = centre.network(tmp_path / "phones")
        phone = Phone(ring=0.5, audio=tone(network, AGENT_TONE))
        async with box.seated(centre, tmp_path / "phones", phone, ("8001", "8003")):
            record, _ = await placed(centre, tmp_path / "network", "1", talk=5.0)
        assert (record["queue"], record["agent"], record["result"]) == ("sales", "8001", "answered")
        assert record["caller"] == "13800001111"
        assert 3500 <= record["talk_ms"] <= 9000
        left, right = audio.two_channels(await exported(centre, record["id"], tmp_path / "call.wav"))
        length = len(left) / audio.RATE
        talk = slice(int((length - 3) * audio.RATE), int((length - 1) * audio.RATE))
        assert abs(audio.dominant(left[talk]) - AGENT_TONE) < 5, "the agent is not in the left channel"
        assert abs(audio.dominant(right[talk]) - CALLER_TONE) < 5, "the caller is not in the right channel"
        assert audio.presence(left[talk], AGENT_TONE) > 0.95
        assert audio.presence(right[talk], CALLER_TONE) > 0.95

    run(scene())


@pytest.mark.parametrize(
    ("key", "queue", "agent"),
    [("1", "sales", "8002"), ("2", "support", "8004"), ("3", "complaint", "8005"), ("0", "operator", "8004")],
)
def test_each_key_leads_to_its_queue(centre: box.Box, tmp_path: Path, key: str, queue: str, agent: str) -> None:
    async def scene() -> None:
        team = ("8002", agent) if agent != "8002" else ("8002",)
        async with box.seated(centre, tmp_path / "phones", Phone(ring=0.2), team):
            record, _ = await placed(centre, tmp_path / "network", key, talk=1.0)
        assert (record["queue"], record["agent"], record["result"]) == (queue, agent, "answered")

    run(scene())


def test_keys_by_sip_info_work_too(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with box.seated(centre, tmp_path / "phones", Phone(ring=0.2), ("8003",)):
            record, _ = await placed(centre, tmp_path / "network", "2", talk=1.0, method=KeyMethod.SIP_INFO)
        assert (record["queue"], record["agent"]) == ("support", "8003")

    run(scene())


def test_a_message_is_kept(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        record, _ = await placed(centre, tmp_path / "network", "9", until="flow.node", talk=17.0)
        assert record["result"] == "voicemail"
        _, right = audio.two_channels(await exported(centre, record["id"], tmp_path / "message.wav"))
        assert audio.presence(right[-2 * audio.RATE :], CALLER_TONE) > 0.9

    run(scene())


def test_an_encrypted_phone_takes_a_call(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        network = centre.network(tmp_path / "phones")
        phone = Phone(ring=0.2, audio=tone(network, AGENT_TONE, secure=True))
        async with box.seated(centre, tmp_path / "phones", phone, ("8001",), transport=Transport.TLS):
            record, _ = await placed(centre, tmp_path / "network", "1", talk=3.0)
        assert record["agent"] == "8001"
        left, _ = audio.two_channels(await exported(centre, record["id"], tmp_path / "call.wav"))
        assert audio.presence(left[-2 * audio.RATE : -audio.RATE // 2], AGENT_TONE) > 0.9

    run(scene())


def test_nobody_is_rung_while_busy_and_no_answer_moves_on(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        silent = Phone(Behaviour.NEVER_ANSWERS)
        async with centre.engine() as engine:
            await engine.call("queue.set", queue="sales", changes={"ring_time": 2})
        async with (
            box.seated(centre, tmp_path / "silent", silent, ("8001",)),
            box.seated(centre, tmp_path / "phones", Phone(ring=0.2), ("8002",), media=(36000, 36999)),
        ):
            record, seen = await placed(centre, tmp_path / "network", "1", talk=2.0)
        offers = [(fact["data"]["agent"], fact["data"]["outcome"]) for fact in seen if fact["kind"] == "offer.ended"]
        assert offers == [("8001", "no-answer"), ("8002", "answered")]
        assert record["agent"] == "8002"

    run(scene())


def test_a_busy_phone_is_passed_over(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            box.seated(centre, tmp_path / "busy", Phone(Behaviour.BUSY), ("8001",)),
            box.seated(centre, tmp_path / "phones", Phone(ring=0.2), ("8002",), media=(36000, 36999)),
        ):
            record, seen = await placed(centre, tmp_path / "network", "1", talk=2.0)
        offers = [(fact["data"]["agent"], fact["data"]["outcome"]) for fact in seen if fact["kind"] == "offer.ended"]
        assert offers == [("8001", "busy"), ("8002", "answered")]
        assert record["result"] == "answered"

    run(scene())


def test_hold_by_the_phone_is_booked(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        phone = Phone(ring=0.2, hold=Hold(1.0, 2.0))
        async with box.seated(centre, tmp_path / "phones", phone, ("8003",)):
            record, _ = await placed(centre, tmp_path / "network", "2", talk=6.0)
        assert 1500 <= record["hold_ms"] <= 4000
        assert 3000 <= record["talk_ms"] <= 5500
        kinds = [event["kind"] for event in record["events"]]
        assert kinds.index("leg.held") < kinds.index("leg.resumed")

    run(scene())


def test_hold_and_resume_by_order(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        network = centre.network(tmp_path / "network")
        async with (
            box.seated(centre, tmp_path / "phones", Phone(ring=0.2), ("8003",)),
            facts(centre.engine(), "contact", "bridge", "leg", "agent") as seen,
            centre.engine() as engine,
        ):
            calling = network.callers(caller(network, "2", talk=None))
            await calling.start()
            contact = (await seen.until("bridge.joined"))["contact"]
            await engine.call("call.hold", id=contact)
            await seen.until("agent.state", agent="8003", state="hold")
            await engine.call("call.resume", id=contact)
            await seen.until("agent.state", agent="8003", state="talking")
            await engine.call("call.hangup", id=contact)
            closed = await seen.until("contact.closed")
            await calling.wait(LIMIT)
        assert closed["data"]["result"] == "answered"

    run(scene())


def test_the_agent_hangs_up(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with box.seated(centre, tmp_path / "phones", Phone(ring=0.2, talk=1.0), ("8003",)):
            record, _ = await placed(centre, tmp_path / "network", "2", talk=None)
        assert (record["result"], record["ended_by"]) == ("answered", "agent")

    run(scene())
