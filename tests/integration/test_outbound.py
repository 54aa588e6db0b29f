"""Calls to the outside on a real box: which number the carrier sees, and the recording that follows the customer."""

import asyncio
import base64
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from appliance.control.client import ControlClient
from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.job import Transport
from drivers.simulated.sip.network import CARRIER
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.runner import Sipp, free_port
from drivers.simulated.sip.scenario import Audio
from tests.bench import ours
from tests.servers import audio, sipp
from tests.servers.live import facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(400)]

NUMBER, QUEUE = "4008001000", "sales"
AGENT, CUSTOMER = 1000.0, 1500.0
TALK = 2.0
BACK = {
    "start": "line",
    "nodes": {
        "line": {"type": "queue", "queue": QUEUE, "timed_out": "over", "keys": {"1": "back"}},
        "back": {"type": "callback", "next": "over", "refused": "line"},
        "over": {"type": "hangup"},
    },
}
PORT = free_port(CARRIER, Transport.UDP)
TRUNK = {"match": ["127.0.1.9"], "host": f"{CARRIER}:{PORT}"}


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ours.OurBox]:
    layout = ours.Layout({NUMBER: "main"}, {QUEUE: {"wrap_up": 0}}, [{}] * 2, {"main": BACK})
    with ours.running(tmp_path_factory.mktemp("outbound"), 2, layout) as started:
        run(trunk(started, numbers=["4008001*"], outbound_number="4008001099"))
        yield started


async def trunk(stand: ours.OurBox, **more: Any) -> None:
    async with stand.box.engine() as engine, stand.box.jobs() as jobs:
        await engine.call("trunk.add", trunk="way-out", **TRUNK, **more)
        await jobs.call("config.apply", reason="a way out")


@asynccontextmanager
async def outside(stand: ours.OurBox) -> AsyncIterator[Sipp]:
    """The customer: answers with a tone and hangs up after a while."""
    network = stand.network()
    tone = Audio(network.sound("customer", speech.tone(CUSTOMER)))
    there = network.subscribers(Phone(ring=0.3, talk=TALK, audio=tone), trace=True)
    await there.start(port=PORT)
    try:
        yield there
    finally:
        await there.stop()


@asynccontextmanager
async def agent(stand: ours.OurBox, place: int = 0) -> AsyncIterator[None]:
    network = stand.network()
    tone = Audio(network.sound("agent", speech.tone(AGENT)))
    async with sipp.phones(network, Phone(ring=0.2, audio=tone), [stand.accounts[place]]):
        yield


async def called_back(stand: ours.OurBox) -> tuple[str, str]:
    """One call-back from the wish to the closed books: its contact, and what the carrier was sent."""
    async with facts(stand.box.engine(), "callback", "contact") as seen:
        calling = Caller(NUMBER, "13900000001", steps=(Wait(0.5), Press("1")), talk=None)
        await sipp.call(stand.network(), calling)
        await seen.until("callback.requested")
        async with outside(stand) as there, agent(stand):
            closed = await seen.until("contact.closed", result="answered")
        return str(closed["contact"]), invite(there)


async def transferred(stand: ours.OurBox) -> str:
    """A caller who is passed on to the outside: what the carrier was sent."""
    async with facts(stand.box.engine(), "bridge", "contact") as seen, stand.box.engine() as engine:
        async with outside(stand) as there, agent(stand):
            calling = stand.network().callers(Caller(NUMBER, "13900000002", steps=(Cue("go", 60),), talk=0))
            await calling.start()
            contact = (await seen.until("bridge.joined"))["contact"]
            await engine.call("call.transfer", id=contact, to="number:13700000000")
            await seen.until("contact.closed", result="answered")
        await calling.wait(10)
        return invite(there)


def invite(there: Sipp) -> str:
    """The first INVITE that has come."""
    return re.split(r"\r?\n\r?\n", there.read("messages").partition("\nINVITE ")[2])[0]


def header(text: str, name: str) -> str:
    found = re.search(rf"^{name}: *(.*?)\r?$", text, re.M)
    return found[1] if found else ""


def test_a_call_back_shows_the_number_that_was_dialled_and_is_recorded_whole(stand: ours.OurBox) -> None:
    async def scene() -> None:
        contact, sent = await called_back(stand)
        assert "4008001000@" in header(sent, "From")
        assert "4008001000@" in header(sent, "P-Asserted-Identity")
        left, right = await recorded(stand, contact)
        check(left, right)
        await check_index(stand, contact, len(left) * 1000 // audio.RATE)

    run(scene())


def test_a_transfer_outside_shows_a_number_of_the_trunk(stand: ours.OurBox) -> None:
    async def scene() -> None:
        sent = await transferred(stand)
        assert "4008001000@" in header(sent, "From")
        await trunk(stand, numbers=["2000"], outbound_number="4008001099")
        sent = await transferred(stand)
        assert "4008001099@" in header(sent, "From")
        assert "4008001099@" in header(sent, "P-Asserted-Identity")
        await trunk(stand, hide_number=True)
        sent = await transferred(stand)
        assert "4008001000" not in header(sent, "From")
        assert header(sent, "Privacy") == "id"
        assert "4008001000@" in header(sent, "P-Asserted-Identity")

    run(scene())


def check(left: audio.Samples, right: audio.Samples) -> None:
    """Both are there from the answer to the end, each on one side."""
    assert audio.presence(left, AGENT) * len(left) / audio.RATE > TALK - 0.3
    assert audio.presence(right, CUSTOMER) * len(right) / audio.RATE > TALK - 0.3
    assert audio.presence(left, CUSTOMER) < 0.02
    assert audio.presence(right, AGENT) < 0.02


async def check_index(stand: ours.OurBox, contact: str, length_ms: int) -> None:
    """Both are named from the answer to the end."""
    async with stand.box.jobs() as jobs:
        (listed,) = await jobs.call("recording.list", contact=contact)
        parties = (await jobs.call("recording.show", id=listed["id"]))["parties"]
    assert {(party["role"], party["party"]) for party in parties} == {
        ("agent", stand.accounts[0].user),
        ("outside", "13900000001"),
    }
    for party in parties:
        assert party["to_ms"] - party["from_ms"] == pytest.approx(1000 * TALK, abs=400)
        assert party["to_ms"] <= length_ms


async def recorded(stand: ours.OurBox, contact: str) -> tuple[audio.Samples, audio.Samples]:
    """Left and right of the call's one recording."""
    async with stand.box.jobs() as jobs:
        file = stand.folder / f"{contact}.wav"
        file.write_bytes(await _exported(jobs, contact))
    return audio.two_channels(file)


async def _exported(jobs: ControlClient, contact: str) -> bytes:
    async with asyncio.timeout(30), jobs.stream("events", kinds=["feed", "recording"]) as seals:
        async for _ in seals:
            if listed := await jobs.call("recording.list", contact=contact):
                break
    assert len(listed) == 1
    async with jobs.stream("recording.export", id=listed[0]["id"], reason="a test of the test suite") as parts:
        return b"".join([base64.b64decode(part["data"]) async for part in parts])


def test_a_call_that_is_asked_for_rings_the_agent_and_then_the_number_and_both_hear_each_other(
    stand: ours.OurBox,
) -> None:
    async def scene() -> None:
        who = stand.accounts[1].user
        feed = facts(stand.box.engine(), "bridge", "contact")
        async with feed as seen, stand.box.engine() as engine, outside(stand) as there, agent(stand, 1):
            made = await engine.call("call.dial", agent=who, number="13600000001")
            await seen.until("bridge.joined")
            closed = await seen.until("contact.closed", result="answered")
        assert closed["contact"] == made["id"]
        assert "INVITE sip:13600000001@" in there.read("messages")
        left, right = await recorded(stand, made["id"])
        check(left, right)

    run(scene())
