"""Call-backs on a real box: asked for by key, dialled over the trunk in turn, and kept through every death.

The network is a simulated carrier that rings at any number; agents come when a scene wants them.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.job import Transport
from drivers.simulated.sip.network import CARRIER, Load
from drivers.simulated.sip.note import Kind, Note
from drivers.simulated.sip.phone import Behaviour, Phone
from drivers.simulated.sip.runner import Sipp, free_port
from tests.bench import ours
from tests.servers import sipp
from tests.servers.live import Facts, facts, ready_again, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(400)]

NUMBER, QUEUE = "9100", "sales"
AGENTS = 5
RULES = {"wrap_up": 0, "callback_spacing": 2, "callback_attempts": 3, "callback_ring": 5, "ring_time": 10}
FLOW = {
    "start": "line",
    "nodes": {
        "line": {"type": "queue", "queue": QUEUE, "timed_out": "over", "keys": {"1": "back", "2": "type", "3": "when"}},
        "when": {
            "type": "callback",
            "when": ["callback-time"],
            "next": "noted",
            "appointed": "promised",
            "refused": "line",
        },
        "promised": {"type": "hangup", "prompts": ["callback-appointed"]},
        "type": {"type": "collect", "prompts": ["beep"], "variable": "to", "next": "read", "otherwise": "line"},
        "read": {"type": "say", "value": "{to}", "form": "digits", "next": "sure", "unreadable": "line"},
        "sure": {"type": "menu", "prompts": ["beep"], "keys": {"1": "there", "2": "type"}, "otherwise": "line"},
        "there": {"type": "callback", "number": "{to}", "next": "noted", "refused": "line"},
        "back": {"type": "callback", "next": "noted", "refused": "line"},
        "noted": {"type": "hangup", "prompts": ["callback-noted"]},
        "over": {"type": "hangup"},
    },
}


class Outside:
    """The network behind the trunk: one behaviour at a time, always at the same address."""

    def __init__(self, stand: ours.OurBox) -> None:
        self._stand, self._network = stand, stand.network()
        self.port = free_port(CARRIER, Transport.UDP)
        self.notes: list[Note] = []

    @asynccontextmanager
    async def answering(self, phone: Phone) -> AsyncIterator[Sipp]:
        """Whoever is called behaves like that, inside the block."""
        there = self._network.subscribers(phone, hear=self.notes.append, trace=True)
        await there.start(port=self.port)
        try:
            yield there
        finally:
            await there.stop()

    async def lead(self, trunk: str) -> None:
        """The trunk leads to it."""
        async with self._stand.box.engine() as engine, self._stand.box.jobs() as jobs:
            host = f"{CARRIER}:{self.port}"
            await engine.call("trunk.add", trunk=trunk, match=["127.0.1.9"], host=host, qualify=0)
            await jobs.call("config.apply", reason="a way out")

    def rung(self) -> list[str]:
        """The numbers that rang, in their order."""
        return [note.who for note in self.notes if note.kind is Kind.RINGING]


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ours.OurBox]:
    layout = ours.Layout({NUMBER: "main"}, {QUEUE: RULES}, [{}] * AGENTS, {"main": FLOW})
    with ours.running(tmp_path_factory.mktemp("callbacks"), AGENTS, layout) as started:
        yield started


@pytest.fixture(scope="module")
def outside(stand: ours.OurBox) -> Outside:
    there = Outside(stand)
    run(there.lead("way-out"))
    return there


@asynccontextmanager
async def seated(stand: ours.OurBox, number: int, phone: Phone | None = None) -> AsyncIterator[None]:
    """So many agents at their phones, signed in."""
    async with sipp.phones(stand.network(), phone or Phone(ring=0.2), stand.accounts[:number]):
        yield


async def asks(stand: ours.OurBox, caller: str, *steps: Any) -> None:
    """A caller who keeps the place and hangs up."""
    calling = Caller(NUMBER, caller, steps=steps or (Wait(0.5), Press("1")), talk=None)
    result = await sipp.call(stand.network(), calling)
    assert not result.errors


def test_asked_for_by_key_the_agent_is_rung_then_the_customer(stand: ours.OurBox, outside: Outside) -> None:
    async def scene() -> None:
        async with facts(stand.box.engine(), "callback", "bridge", "contact", "offer") as seen:
            await asks(stand, "13900000001")
            wanted = await seen.until("callback.requested", number="13900000001")
            async with outside.answering(Phone(ring=0.3, talk=1.0)), seated(stand, 1):
                await seen.until("offer.ended", outcome="answered")
                await seen.until("callback.dialled")
                await seen.until("callback.connected")
                await seen.until("bridge.joined")
                closed = await seen.until("contact.closed")
                assert (await seen.until("callback.ended"))["data"]["outcome"] == "answered"
        assert closed["data"]["result"] == "answered"
        assert outside.rung()[-1] == "13900000001"
        async with stand.box.engine() as engine:
            shown = await engine.call("callback.show", id=wanted["data"]["callback"])
            assert (shown["state"], shown["attempts"]) == ("answered", 1)
            assert (await engine.call("call.show", id=closed["contact"]))["direction"] == "outbound"

    run(scene())


def test_a_typed_number_is_read_back_confirmed_and_called(stand: ours.OurBox, outside: Outside) -> None:
    async def scene() -> None:
        async with facts(stand.box.engine(), "callback", "contact") as seen:
            steps = (Wait(0.5), Press("2"), Wait(0.5), Press("02155556666#"), Wait(6), Press("1"))
            await asks(stand, "13900000002", *steps)
            await seen.until("callback.requested", number="02155556666")
            async with outside.answering(Phone(ring=0.2, talk=0.5)), seated(stand, 1):
                await seen.until("contact.closed", result="answered")
                assert (await seen.until("callback.ended"))["data"]["outcome"] == "answered"
        assert outside.rung()[-1] == "02155556666"

    run(scene())


def test_a_caller_keys_the_time_and_is_promised_a_call(stand: ours.OurBox, outside: Outside) -> None:
    zone = ZoneInfo(stand.box.settings.time_zone)
    at = (datetime.now(zone) + timedelta(hours=2)).replace(second=0, microsecond=0)

    async def scene() -> None:
        async with facts(stand.box.engine(), "callback", "flow", "contact") as seen, stand.box.engine() as engine:
            await asks(stand, "13900000007", Wait(0.5), Press("3"), Wait(0.5), Press(f"2561{at:%H%M}"))
            wrong = await seen.until("flow.collected", variable="when")
            assert not wrong["data"]["accepted"]
            wanted = await seen.until("callback.requested", number="13900000007")
            assert (await seen.until("contact.closed"))["data"]["result"] == "callback"
            shown = await engine.call("callback.show", id=wanted["data"]["callback"])
            assert datetime.fromisoformat(shown["due_at"]) == at
            await engine.call("callback.cancel", id=wanted["data"]["callback"])

    run(scene())


@pytest.mark.parametrize(
    ("there", "why"),
    [
        (Phone(Behaviour.BUSY), "busy"),
        (Phone(Behaviour.REJECTS), "rejected"),
        (Phone(Behaviour.NEVER_ANSWERS), "no-answer"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_customer_who_is_not_reached_is_tried_again(
    stand: ours.OurBox, outside: Outside, there: Phone, why: str
) -> None:
    async def scene() -> None:
        watched = facts(stand.box.engine(), "callback", "contact", "agent")
        async with watched as seen, stand.box.engine() as engine:
            await asks(stand, "13900000003")
            async with seated(stand, 1):
                async with outside.answering(there):
                    agent = (await seen.until("agent.state", state="talking"))["data"]["agent"]
                    rested = await seen.until("callback.rested")
                    # Nobody dials while the customer's phone is exchanged.
                    await engine.call("agent.pause", agent=agent, reason="a test")
                assert rested["data"]["why"] == why
                assert await attempts(stand) == 1
                async with outside.answering(Phone(ring=0.2, talk=0.5)):
                    await engine.call("agent.ready", agent=agent)
                    await seen.until("contact.closed", result="answered")
                    assert (await seen.until("callback.ended"))["data"]["outcome"] == "answered"
            assert await attempts(stand) == 2
            assert Counter(fact["kind"] for fact in seen.seen)["callback.dialled"] == 2

    run(scene())


async def attempts(stand: ours.OurBox) -> int:
    """How often the customer of the newest call-back was dialled."""
    async with stand.box.engine() as engine:
        return int((await engine.call("callback.list", all=True))[0]["attempts"])


def test_after_the_last_attempt_it_is_given_up(stand: ours.OurBox, outside: Outside) -> None:
    async def scene() -> None:
        async with facts(stand.box.engine(), "callback", "contact") as seen:
            await asks(stand, "13900000004")
            async with outside.answering(Phone(Behaviour.BUSY)), seated(stand, 1):
                await seen.times("callback.dialled", 3)
                ended = (await seen.until("callback.ended"))["data"]
                assert (ended["outcome"], ended["why"]) == ("given-up", "busy")
                assert await attempts(stand) == 3
                await seen.until("contact.closed", result="unanswered")

    run(scene())


STAGES = {
    "the agent's phone rings": "leg.ringing",
    "the customer's phone rings": "callback.dialled",
    "both talk": "bridge.joined",
}


@pytest.mark.parametrize("kind", STAGES.values(), ids=STAGES.keys())
def test_an_engine_killed_while(stand: ours.OurBox, outside: Outside, kind: str) -> None:
    async def scene() -> None:
        async with outside.answering(Phone(ring=4.0, talk=8.0)):
            async with facts(stand.box.engine(), "contact") as seen:
                await asks(stand, "13900000005")
                await seen.until("contact.closed")
            stages = facts(stand.box.engine(), "callback", "bridge", "leg")
            async with stages as seen, seated(stand, 1, Phone(ring=4.0)):
                await seen.until(kind)
                stand.box.kill("engine")
                await ready_again(stand.box)
                async with facts(stand.box.engine(), "contact") as after:
                    if not await ended(stand):
                        await after.until("contact.closed", result="answered")
        await reached_at_once(stand)

    run(scene())


def test_an_engine_killed_while_it_waits(stand: ours.OurBox, outside: Outside) -> None:
    async def scene() -> None:
        async with facts(stand.box.engine(), "contact") as seen:
            await asks(stand, "13900000005")
            await seen.until("contact.closed")
        stand.box.kill("engine")
        await ready_again(stand.box)
        there = outside.answering(Phone(ring=0.3, talk=0.5))
        async with there, facts(stand.box.engine(), "contact") as seen, seated(stand, 1):
            await seen.until("contact.closed", result="answered")
        await reached_at_once(stand)

    run(scene())


async def ended(stand: ours.OurBox) -> bool:
    """Whether the call of the newest call-back is over: it may have been before anybody could hear of it."""
    async with stand.box.engine() as engine:
        newest = (await engine.call("callback.list", all=True))[0]
        open_calls = (await engine.call("status"))["calls"]["open"]
    return bool(newest["state"] == "answered" and not open_calls)


async def reached_at_once(stand: ours.OurBox) -> None:
    """The newest call-back took one attempt, and nothing is left open."""
    async with stand.box.engine() as engine:
        assert await engine.call("callback.list") == []
        newest = (await engine.call("callback.list", all=True))[0]
        assert (newest["state"], newest["attempts"]) == ("answered", 1)
        assert (await engine.call("status"))["calls"]["open"] == 0


def test_an_engine_killed_while_it_rests_goes_on_where_it_was(stand: ours.OurBox, outside: Outside) -> None:
    async def scene() -> None:
        async with facts(stand.box.engine(), "callback", "contact") as seen:
            await asks(stand, "13900000006")
            await seen.until("contact.closed")
        async with AsyncExitStack() as seats:
            async with facts(stand.box.engine(), "callback") as seen, outside.answering(Phone(Behaviour.BUSY)):
                await seats.enter_async_context(seated(stand, 1))
                await seen.until("callback.rested")
            stand.box.kill("engine")
            await ready_again(stand.box)
            async with facts(stand.box.engine(), "callback") as seen, outside.answering(Phone(ring=0.2, talk=0.5)):
                assert (await seen.until("callback.ended"))["data"]["outcome"] == "answered"
        async with stand.box.engine() as engine:
            newest = (await engine.call("callback.list", all=True))[0]
        assert (newest["state"], newest["attempts"]) == ("answered", 2), "the try before the kill counts"

    run(scene())


WAITERS = 50


def test_fifty_who_hold_and_who_hung_up_are_served_in_the_order_of_their_arrival(
    stand: ours.OurBox, outside: Outside
) -> None:
    """T2: never two open dials to a number, never more call-backs in dial than agents."""

    async def scene() -> None:
        holders, backs = (
            [f"1391000{n:04}" for n in range(0, WAITERS, 2)],
            [f"1391000{n:04}" for n in range(1, WAITERS, 2)],
        )
        async with facts(stand.box.engine(), "callback", "queue", "contact", "offer", "bridge", "leg") as seen:
            network = stand.network()
            steps = (Cue("go", 150),)
            holding = network.callers(
                Caller(NUMBER, "[field0]", steps=steps, talk=0), Load(len(holders), 5, WAITERS, [(n,) for n in holders])
            )
            leaving = network.callers(
                Caller(NUMBER, "[field0]", steps=(Wait(0.5), Press("1")), talk=None),
                Load(len(backs), 5, WAITERS, [(n,) for n in backs]),
                media=(44000, 45999),
            )
            await holding.start()
            await leaving.start()
            await seen.times("callback.requested", len(backs), 60)
            await leaving.wait(30)
            async with outside.answering(Phone(ring=0.3, talk=0.5)), seated(stand, AGENTS, Phone(ring=0.2, talk=1.0)):
                while len([fact for fact in seen.seen if served(fact)]) < WAITERS:
                    await seen.until("contact.closed", 60)
            await holding.wait(30)
        check_order(seen)

    run(scene(), limit=250)


def served(fact: dict[str, Any]) -> bool:
    """A closed call in which somebody was talked to."""
    return bool(fact["kind"] == "contact.closed" and fact["data"]["result"] == "answered")


def check_order(seen: Facts) -> None:
    """Holds what was told against T2."""
    opened = {fact["contact"]: fact for fact in seen.seen if fact["kind"] == "contact.opened"}
    entered = {fact["contact"]: fact["at"] for fact in seen.seen if fact["kind"] == "queue.entered"}
    asked = {fact["data"]["number"]: fact["data"] for fact in seen.seen if fact["kind"] == "callback.requested"}
    places: list[str] = []
    for offer in (fact for fact in seen.seen if fact["kind"] == "offer.made"):
        call = opened[offer["contact"]]
        outbound = call["data"]["direction"] == "outbound"
        places.append(asked[call["data"]["dialled"]]["entered_at"] if outbound else entered[offer["contact"]])
    assert len(places) == WAITERS
    assert places == sorted(places)
    dials, most = Counter[str](), 0
    numbers: dict[str, str] = {}
    for fact in seen.seen:
        if fact["kind"] == "leg.opened" and fact["data"]["role"] == "outside":
            numbers[fact["leg"]] = fact["data"]["phone"]
            dials[fact["data"]["phone"]] += 1
        elif fact["kind"] in ("leg.answered", "leg.ended") and fact["leg"] in numbers:
            dials[numbers.pop(fact["leg"])] -= 1
        assert all(open_ <= 1 for open_ in dials.values())
        most = max(most, len(numbers))
    assert 0 < most <= AGENTS
