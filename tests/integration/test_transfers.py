"""Calls passed on through a real Asterisk, and who is heard in the recording before and after."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from appliance.control.client import ControlClient
from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.network import CARRIER, Network
from drivers.simulated.sip.note import Note
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.scenario import Audio
from tests.integration.test_main_job import exported
from tests.servers import audio, box
from tests.servers.live import Facts, facts, ready_again, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]

MAIN = "4008001000"
CALLER_TONE, FIRST_TONE, SECOND_TONE = 440.0, 1000.0, 1500.0
LIMIT = 30.0
TALK = 4.0


@dataclass
class Scene:
    """A caller who talks with agent 8001, while 8003 is free too."""

    contact: str
    engine: ControlClient
    seen: Facts
    hang_up: Callable[[], None]
    over: bool = False

    async def order(self, verb: str, **about: Any) -> Any:
        return await self.engine.call(f"call.{verb}", id=self.contact, **about)

    async def joined(self, **data: Any) -> None:
        await self.seen.until("bridge.joined", **data)

    async def talk(self) -> None:
        """People talk for a while; what is said then is looked for in the recording."""
        await asyncio.wait([asyncio.get_running_loop().create_future()], timeout=TALK)


def tone(network: Network, hertz: float) -> Audio:
    return Audio(network.sound(f"tone{hertz:.0f}", speech.tone(hertz)))


@asynccontextmanager
async def talking(centre: box.Box, folder: Path) -> AsyncIterator[Scene]:
    """A caller in conversation with 8001; whatever is left is ended after the block, and the books are closed."""
    one, two, network = (centre.network(folder / name) for name in ("one", "two", "network"))
    notes: list[Note] = []
    async with (
        box.seated(
            centre, folder / "two", Phone(ring=0.2, audio=tone(two, SECOND_TONE)), ("8003",), media=(36000, 36999)
        ),
        box.seated(centre, folder / "one", Phone(ring=0.2, audio=tone(one, FIRST_TONE)), ("8001",)),
        facts(centre.engine(), "contact", "bridge", "leg", "agent", "transfer", "consult", "queue", "flow") as seen,
        centre.engine() as engine,
    ):
        steps = (Wait(1), Press("1"), Cue("go", 60))
        calling = network.callers(
            Caller(MAIN, "13800001111", tone(network, CALLER_TONE), steps, talk=0), hear=notes.append
        )
        await calling.start()
        contact = (await seen.until("bridge.joined"))["contact"]
        scene = Scene(contact, engine, seen, lambda: calling.cue(notes[0].call, "go"))
        yield scene
        if not scene.over:
            scene.hang_up()
            await seen.until("contact.closed")
        await calling.wait(LIMIT)


async def heard(centre: box.Box, contact: str, to: Path) -> list[tuple[bool, bool, bool]]:
    """Who is heard in each half second of the recording: the caller, 8001, 8003."""
    left, right = audio.two_channels(await exported(centre, contact, to))
    half = audio.RATE // 2
    pieces = [slice(start, start + half) for start in range(0, len(left) - half + 1, half)]
    return [
        (speaks(right[piece], CALLER_TONE), speaks(left[piece], FIRST_TONE), speaks(left[piece], SECOND_TONE))
        for piece in pieces
    ]


def speaks(samples: audio.Samples, hertz: float) -> bool:
    """Whether a tone is there, perhaps together with another one."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    at = round(hertz * len(samples) / audio.RATE)
    return audio.level(samples) > -45 and float(spectrum[at - 3 : at + 4].sum()) > 0.15 * float(spectrum.sum())


def test_a_blind_transfer_to_an_agent(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with talking(centre, tmp_path) as call:
            await call.talk()
            await call.order("transfer", to="agent:8003")
            await call.seen.until("agent.state", agent="8001", state="wrap-up")
            await call.joined()
            await call.talk()
        record = await shown(centre, call.contact)
        assert (record["result"], record["agent"]) == ("answered", "8003")
        agents = [leg["agent"] for leg in record["legs"] if leg["role"] == "agent"]
        assert agents == ["8001", "8003"]
        spoken = await heard(centre, call.contact, tmp_path / "call.wav")
        assert (True, True, False) in spoken
        assert (True, False, True) in spoken
        assert not any(first and second for _, first, second in spoken)

    run(scene())


def test_an_enquiry_that_is_completed(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with talking(centre, tmp_path) as call:
            await call.talk()
            await call.order("consult", to="agent:8003")
            await call.joined(bridge="consult")
            assert (await call.order("toggle"))["state"] == "talking"
            await call.joined()
            assert (await call.order("toggle"))["state"] == "consulting"
            await call.joined(bridge="consult")
            await call.order("complete")
            await call.joined()
            await call.talk()
        assert (await shown(centre, call.contact))["agent"] == "8003"
        spoken = await heard(centre, call.contact, tmp_path / "call.wav")
        assert (True, True, False) in spoken
        assert (True, False, True) in spoken[-4:]

    run(scene())


def test_a_conference_and_one_who_leaves_it(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with talking(centre, tmp_path) as call:
            await call.order("consult", to="agent:8003")
            await call.joined(bridge="consult")
            await call.order("conference")
            await call.joined()
            await call.talk()
            await call.talk()
            await call.order("drop", party="8001")
            await call.seen.until("agent.state", agent="8001", state="wrap-up")
            await call.talk()
        spoken = await heard(centre, call.contact, tmp_path / "call.wav")
        assert (True, True, True) in spoken, "three hear each other"
        assert (True, False, True) in spoken[-4:], "two go on"

    run(scene())


def test_into_a_flow_and_back_to_the_same_agent(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with centre.engine() as engine:
            nodes = {"bye": {"type": "hangup", "prompts": ["thank-you-goodbye"]}}
            await engine.call("flow.publish", flow="survey", document={"start": "bye", "nodes": nodes})
        async with talking(centre, tmp_path) as call:
            await call.order("transfer", to="flow:survey", back=True)
            await call.seen.until("flow.returned")
            await call.joined()
            await call.talk()
        record = await shown(centre, call.contact)
        assert [leg["agent"] for leg in record["legs"] if leg["role"] == "agent"] == ["8001"]
        assert (True, True, False) in (await heard(centre, call.contact, tmp_path / "call.wav"))[-4:]

    run(scene())


def test_to_a_number_outside(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        network = centre.network(tmp_path / "outside")
        notes: list[Note] = []
        called = network.subscribers(Phone(ring=0.2, audio=tone(network, SECOND_TONE)), hear=notes.append)
        await called.start()
        async with centre.engine() as engine, centre.jobs() as jobs:
            host = f"{CARRIER}:{called.ports.sip}"
            await engine.call("trunk.add", trunk="demo-carrier", match=[CARRIER], host=host)
            await jobs.call("config.apply", reason="a way out")
        async with talking(centre, tmp_path) as call:
            await call.order("transfer", to="number:13900002222")
            await call.joined()
            await call.talk()
        assert any(note.who == "13900002222" for note in notes)
        assert any(MAIN in note.detail for note in notes), "our number is shown"
        assert (True, False, True) in (await heard(centre, call.contact, tmp_path / "call.wav"))[-4:]
        await called.stop()

    run(scene())


def test_a_killed_engine_in_the_middle_of_an_enquiry(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with talking(centre, tmp_path) as call:
            await call.order("consult", to="agent:8003")
            await call.joined(bridge="consult")
            centre.kill("engine")
            await ready_again(centre)
            async with centre.engine() as engine, facts(centre.engine(), "contact", "bridge") as seen:
                await engine.call("call.complete", id=call.contact)
                await seen.until("bridge.joined")
                await call.talk()
                call.hang_up()
                await seen.until("contact.closed")
                call.over = True
        assert (await shown(centre, call.contact))["agent"] == "8003"

    run(scene())


async def shown(centre: box.Box, contact: str) -> dict[str, Any]:
    async with centre.engine() as engine:
        record: dict[str, Any] = await engine.call("call.show", id=contact)
        return record
