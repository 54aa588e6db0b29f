"""A dead engine and a dead Asterisk, on a real box with real calls."""

import time
from pathlib import Path

import pytest

from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.network import Load
from drivers.simulated.sip.note import Kind
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.runner import Sipp
from drivers.simulated.sip.scenario import Audio
from tests.servers import box
from tests.servers.live import facts, ready_again, run, status

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

MAIN = "4008001000"
ENDED = (Kind.HUNG_UP, Kind.CLEARED, Kind.REFUSED, Kind.CANCELLED)
CALLS, TALKING = 50, 2


def callers(centre: box.Box, folder: Path, load: Load, key: str = "2") -> Sipp:
    """Callers who press a key and stay until they are told to go."""
    steps = (Wait(1), Press(key), Cue("go", 120))
    caller = Caller(MAIN, "[field0]" if load.rows else "13900000001", steps=steps, talk=0)
    return centre.network(folder).callers(caller, load)


def test_a_killed_engine_drops_no_call_and_knows_them_all_again(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with box.seated(centre, tmp_path / "phones", Phone(ring=0.2), ("8003", "8004")):
            async with facts(centre.engine(), "queue", "bridge") as seen:
                calling = callers(centre, tmp_path / "network", Load(CALLS, rate=10, at_once=CALLS))
                await calling.start()
                await seen.times("queue.entered", CALLS, 60)
            before = await status(centre)
            assert before["calls"] == {"open": CALLS, "waiting": CALLS - TALKING, "talking": TALKING}
            killed = time.monotonic()
            centre.kill("engine")
            after, at = await ready_again(centre)
            assert after["calls"] == before["calls"]
            assert after["agents"]["talking"] == TALKING
            assert at - killed < 10, "a bound for a crowded machine; `make bench` has the figure"
            assert not [note for note in calling.notes if note.kind in ENDED], "a call was dropped"
            async with facts(centre.engine(), "contact") as seen:
                for note in [note for note in calling.notes if note.kind is Kind.PLACED]:
                    calling.cue(note.call, "go")
                await seen.times("contact.closed", CALLS, 60)
            await calling.wait(20)
        assert (await status(centre))["calls"]["open"] == 0

    run(scene())


def test_an_engine_killed_in_an_enquiry_knows_who_hears_whom(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with box.seated(centre, tmp_path / "phones", Phone(ring=0.2), ("8003", "8005")):
            async with facts(centre.engine(), "bridge") as seen, centre.engine() as engine:
                calling = callers(centre, tmp_path / "network", Load(1))
                await calling.start()
                contact = (await seen.until("bridge.joined"))["contact"]
                await engine.call("call.consult", id=contact, to="agent:8005")
                await seen.until("bridge.joined", bridge="consult")
            centre.kill("engine")
            await ready_again(centre)
            async with facts(centre.engine(), "bridge", "contact") as seen, centre.engine() as engine:
                shown = await engine.call("call.show", id=contact)
                assert shown["state"] == "consulting"
                await engine.call("call.complete", id=contact)
                await seen.until("bridge.joined")
                assert not [note for note in calling.notes if note.kind in ENDED], "the call was dropped"
                await calling.cue_first("go")
                assert (await seen.until("contact.closed"))["data"]["result"] == "answered"
                assert (await engine.call("call.show", id=contact))["agent"] == "8005"
            await calling.wait(20)

    run(scene())


def test_without_an_engine_the_static_group_rings_and_the_engine_takes_over_what_it_sees(
    centre: box.Box, tmp_path: Path
) -> None:
    async def scene() -> None:
        network = centre.network(tmp_path / "phones")
        tone = Audio(network.sound("agent", speech.tone(1000.0)))
        async with box.seated(centre, tmp_path / "phones", Phone(ring=0.2, audio=tone), ("8001",)):
            centre.stop("engine")
            calling = callers(centre, tmp_path / "network", Load(1))
            await calling.start()
            await calling.until(lambda heard: any(note.kind is Kind.ANSWERED for note in heard), 10)
            waiting = callers(centre, tmp_path / "second", Load(1))
            await waiting.start()
            await waiting.until(lambda heard: any(note.kind is Kind.ANSWERED for note in heard), 10)
            centre.start("engine")
            await ready_again(centre)
            async with facts(centre.engine(), "contact", "flow") as seen, centre.engine() as engine:
                adopted = await engine.call("call.list", open=True)
                assert len(adopted) == 2, "both callers are in the books"
                told = [(await engine.call("call.show", id=call["id"]))["events"] for call in adopted]
                if not any(event["kind"] == "flow.node" for events in told for event in events):
                    taken = await seen.until("flow.node", 60)
                    assert taken["contact"] in {call["id"] for call in adopted}, "the waiting caller came to the engine"
                await calling.cue_first("go")
                closed = await seen.until("contact.closed", 20)
                assert closed["data"]["result"] == "static-group"
                await waiting.cue_first("go")
                await seen.until("contact.closed", 20)
            for sipp in (calling, waiting):
                await sipp.wait(20)

    run(scene())


def test_a_killed_asterisk_is_noticed_and_its_calls_are_closed(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with box.seated(centre, tmp_path / "phones", Phone(ring=0.2), ("8003",)):
            async with facts(centre.engine(), "queue", "bridge", "media", "contact") as seen:
                calling = callers(centre, tmp_path / "network", Load(5, rate=10, at_once=5))
                await calling.start()
                await seen.times("queue.entered", 5, 40)
                centre.kill("asterisk")
                await seen.until("media.down", 10)
                results = [fact["data"]["result"] for fact in await seen.times("contact.closed", 5, 20)]
                assert results == ["media-lost"] * 5
                await seen.until("media.up", 30)
            await calling.stop()
        now = await status(centre)
        assert now["ready"]
        assert now["calls"]["open"] == 0

    run(scene())


def test_and_calls_work_again_after_it(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        async with box.seated(centre, tmp_path / "phones", Phone(ring=0.2), ("8003",)):
            async with facts(centre.engine(), "bridge", "contact") as seen:
                calling = callers(centre, tmp_path / "network", Load(1))
                await calling.start()
                await seen.until("bridge.joined")
                await calling.cue_first("go")
                assert (await seen.until("contact.closed"))["data"]["result"] == "answered"
            await calling.wait(20)

    run(scene())
