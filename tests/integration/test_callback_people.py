"""Call-backs that people decide about, on a real box: looked at, handed on, promised, met by a machine, overtaken."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from drivers.simulated.sip.caller import Caller, Cue
from drivers.simulated.sip.note import Note
from drivers.simulated.sip.phone import Phone
from tests.bench import ours
from tests.integration.test_callbacks import FLOW, NUMBER, QUEUE, RULES, Outside, asks, seated
from tests.servers.live import Facts, facts, ready_again, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(400)]

KINDS = ("callback", "bridge", "contact", "agent", "queue", "alarm", "offer")
THERE = Phone(ring=0.2, talk=1.0)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ours.OurBox]:
    layout = ours.Layout({NUMBER: "main"}, {QUEUE: RULES}, [{}] * 2, {"main": FLOW})
    with ours.running(tmp_path_factory.mktemp("people"), 2, layout) as started:
        yield started


@pytest.fixture(scope="module")
def outside(stand: ours.OurBox) -> Outside:
    there = Outside(stand)
    run(there.lead("way-out"))
    return there


async def told(stand: ours.OurBox, command: str, **about: Any) -> Any:
    async with stand.box.engine() as engine:
        return await engine.call(command, **about)


@asynccontextmanager
async def ruled(stand: ours.OurBox, **rules: Any) -> AsyncIterator[None]:
    """The queue has these rules inside the block."""
    before = (await told(stand, "queue.show", queue=QUEUE))["rules"]
    await told(stand, "queue.set", queue=QUEUE, changes=rules)
    try:
        yield
    finally:
        await told(stand, "queue.set", queue=QUEUE, changes={rule: before[rule] for rule in rules})


async def wanted(stand: ours.OurBox, seen: Facts, caller: str) -> str:
    """Somebody asks to be called back: which call-back that is."""
    await asks(stand, caller)
    callback = str((await seen.until("callback.requested", number=caller))["data"]["callback"])
    await seen.until("contact.closed", result="callback")
    return callback


async def reached(seen: Facts) -> None:
    """Dialled, answered, and over when the conversation is."""
    await seen.until("callback.dialled")
    await seen.until("callback.connected")
    await seen.until("bridge.joined")
    await seen.until("contact.closed", result="answered")
    assert (await seen.until("callback.ended"))["data"]["outcome"] == "answered"


def test_an_agent_looks_first_and_takes_it(stand: ours.OurBox, outside: Outside) -> None:
    async def scene() -> None:
        async with ruled(stand, callback_mode="preview"), facts(stand.box.engine(), *KINDS) as seen:
            callback = await wanted(stand, seen, "13900000101")
            async with outside.answering(THERE), seated(stand, 1):
                shown = (await seen.until("callback.offered"))["data"]
                assert (shown["number"], shown["attempts"]) == ("13900000101", 0)
                agent = await told(stand, "agent.show", agent=shown["agent"])
                assert agent["state"] == "preview"
                known = await told(stand, "callback.show", id=callback)
                assert [call["result"] for call in known["calls"]] == ["callback"]
                assert outside.rung() == []
                await told(stand, "callback.accept", id=callback)
                await reached(seen)
        assert outside.rung() == ["13900000101"]

    run(scene())


def test_handed_on_the_other_agent_looks_and_the_engine_dies_meanwhile(stand: ours.OurBox, outside: Outside) -> None:
    async def scene() -> None:
        rules = {"callback_mode": "preview", "callback_refusals": 1}
        async with ruled(stand, **rules), outside.answering(THERE), AsyncExitStack() as seats:
            async with facts(stand.box.engine(), *KINDS) as seen:
                callback = await wanted(stand, seen, "13900000102")
                await seats.enter_async_context(seated(stand, 2))
                first = (await seen.until("callback.offered"))["data"]["agent"]
                await seen.until("agent.state", state="ready")
                await told(stand, "callback.next", id=callback, reason="no time")
                await seen.until("callback.returned", agent=first, outcome="refused", reason="no time")
                second = (await seen.until("callback.offered"))["data"]["agent"]
                assert second != first
                await seen.until("alarm.raised", code="callback-unwanted", subject=callback)
            stand.box.kill("engine")
            await ready_again(stand.box)
            async with facts(stand.box.engine(), *KINDS) as seen:
                row = (await told(stand, "callback.list"))[0]
                assert (row["state"], row["agent"], row["refusals"]) == ("offered", second, 1)
                assert [alarm["code"] for alarm in (await told(stand, "status"))["alarms"]] == ["callback-unwanted"]
                await told(stand, "callback.accept", id=callback)
                await reached(seen)
            assert (await told(stand, "status"))["alarms"] == []

    run(scene())


def test_a_promise_is_kept_at_its_time(stand: ours.OurBox, outside: Outside) -> None:
    async def scene() -> None:
        async with facts(stand.box.engine(), *KINDS) as seen, outside.answering(THERE), seated(stand, 1):
            await seen.until("agent.state", state="ready")
            due = datetime.now(UTC) + timedelta(seconds=3)
            asked = await told(stand, "callback.request", number="13900000103", queue=QUEUE, at=due.isoformat())
            assert asked["state"] == "resting"
            resumed = await seen.until("callback.resumed")
            assert datetime.fromisoformat(resumed["at"]) >= due
            await reached(seen)

    run(scene())


def test_a_machine_is_tried_again_and_is_nobody_who_was_spoken_to(stand: ours.OurBox, outside: Outside) -> None:
    async def scene() -> None:
        async with ruled(stand, callback_machine_spacing=1), facts(stand.box.engine(), *KINDS) as seen:
            callback = await wanted(stand, seen, "13900000104")
            async with seated(stand, 1):
                async with outside.answering(Phone(ring=0.2, talk=6.0)):
                    await seen.until("bridge.joined")
                    await told(stand, "callback.result", id=callback, result="machine")
                    await seen.until("callback.machine")
                    rested = await seen.until("callback.rested")
                    assert rested["data"]["why"] == "machine"
                    await seen.until("contact.closed")
                async with outside.answering(THERE):
                    await reached(seen)
            over = await told(stand, "callback.show", id=callback)
            assert over["attempts"] >= 2
            assert [event["kind"] for event in over["events"]].count("callback.ended") == 1

    run(scene())


async def holds(stand: ours.OurBox, caller: str, seen: Facts) -> Any:
    """A caller who waits in the queue until the scene lets go."""
    notes: list[Note] = []
    calling = stand.network().callers(Caller(NUMBER, caller, steps=(Cue("go", 60),), talk=0), hear=notes.append)
    await calling.start()
    await seen.until("queue.entered")
    return calling


def test_who_calls_in_and_is_answered_is_not_called_back(stand: ours.OurBox, outside: Outside) -> None:
    async def scene() -> None:
        before = len(outside.rung())
        async with outside.answering(THERE), facts(stand.box.engine(), *KINDS) as seen:
            callback = await wanted(stand, seen, "13900000105")
            calling = await holds(stand, "013900000105", seen)
            async with seated(stand, 1, Phone(ring=0.2, talk=2.0)):
                await seen.until("callback.rested", why="engaged")
                await seen.until("bridge.joined")
                ended = await seen.until("callback.ended", callback=callback)
                assert (ended["data"]["outcome"], ended["data"]["why"]) == ("answered", "talked-already")
                await seen.until("contact.closed")
            await calling.wait(30)
        assert len(outside.rung()) == before
        assert await told(stand, "callback.list") == []

    run(scene())


def test_who_waits_leaves_when_the_last_agent_does(stand: ours.OurBox) -> None:
    async def scene() -> None:
        async with ruled(stand, leaves_empty=True), facts(stand.box.engine(), *KINDS) as seen, seated(stand, 1):
            agent = (await seen.until("agent.state", state="ready"))["data"]["agent"]
            await told(stand, "agent.pause", agent=agent, reason="lunch")
            calling = await holds(stand, "13900000106", seen)
            await told(stand, "agent.logout", agent=agent)
            left = await seen.until("queue.left")
            assert left["data"]["outcome"] == "empty"
            closed = await seen.until("contact.closed")
            assert closed["data"]["result"] == "no-agent"
            await calling.wait(30)

    run(scene())
