"""Several calls of one person: what counts, what leaves room, and what every order of steps leads to."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.contact.agents import events, lifecycle
from appliance.contact.agents.errors import AgentEngaged
from appliance.contact.agents.model import AT_WORK, ENGAGED, Agent, Line, Presence, State
from appliance.contact.agents.roster import alarm
from appliance.contact.agents.several import ORDER, fronted, room
from appliance.errors import Refusal
from tests.unit.agents.rig import AT, CALL, OTHER_CALL, Rig, at

TWO = Agent("8001", phone="p1", lines=2)
READY = Presence("8001", State.READY, AT, "p1", idle_since=AT)
TALKING = lifecycle.talk(READY, CALL, AT, 2)
WRAPPING = lifecycle.release(TALKING, CALL, 10, AT)


def test_talking_counts_before_hold_before_ringing_before_wrap_up_and_the_newest_of_equals() -> None:
    calls = [Line(UUID(int=place), state, at(place)) for place, state in enumerate((*ORDER, State.TALKING))]
    person = fronted(READY, calls)
    assert (person.state, person.contact, person.since) == (State.TALKING, UUID(int=4), at(4))
    assert [call.state for call in person.behind] == [*ORDER]


@pytest.mark.parametrize(
    ("agent", "person", "legs", "more"),
    [
        (Agent("8001"), READY, 0, 1),
        (Agent("8001"), READY, 1, 0),
        (Agent("8001"), WRAPPING, 0, 0),
        (TWO, READY, 1, 0),
        (TWO, TALKING, 1, 0),
        (Agent("8001", lines=2, capacity=2), READY, 0, 2),
        (Agent("8001", lines=2, capacity=2), TALKING, 1, 1),
        (Agent("8001", lines=2, capacity=2), TALKING, 2, 0),
        (Agent("8001", lines=2, capacity=2), WRAPPING, 0, 1),
        (Agent("8001", lines=2, capacity=2), WRAPPING, 1, 1),
        (Agent("8001", lines=3, capacity=2), lifecycle.talk(TALKING, OTHER_CALL, AT, 3), 2, 0),
        (Agent("8001", lines=3, capacity=3), lifecycle.ring(TALKING, OTHER_CALL, AT, 3), 2, 0),
        (Agent("8001", lines=2, capacity=2), lifecycle.pause(TALKING, "lunch", AT), 1, 0),
        (Agent("8001", lines=2, capacity=2), lifecycle.sign_out(TALKING, AT), 1, 0),
        (Agent("8001", lines=2, capacity=2), lifecycle.undisturbed(TALKING, True), 1, 0),
        (Agent("8001", lines=2, capacity=2), lifecycle.pause(READY, "lunch", AT), 0, 0),
    ],
)
def test_how_many_more_a_queue_may_offer(agent: Agent, person: Presence, legs: int, more: int) -> None:
    assert room(agent, person, legs) == more


@pytest.mark.parametrize(
    ("agent", "person", "reachable"),
    [
        (Agent("8001"), READY, True),
        (Agent("8001"), TALKING, False),
        (Agent("8001"), WRAPPING, False),
        (TWO, TALKING, True),
        (TWO, WRAPPING, False),
        (TWO, lifecycle.talk(TALKING, OTHER_CALL, AT, 2), False),
        (Agent("8001", lines=2, capacity=2), WRAPPING, True),
        (TWO, Presence("8001", State.SIGNED_OUT, AT), False),
    ],
)
def test_who_can_be_rung_by_name(agent: Agent, person: Presence, reachable: bool) -> None:
    assert agent.reachable(person) is reachable


def test_with_one_line_a_second_call_does_not_ring() -> None:
    with pytest.raises(AgentEngaged):
        lifecycle.ring(TALKING, OTHER_CALL, AT)


def test_with_one_line_a_call_ends_the_wrap_up_and_books_it_once() -> None:
    rig = Rig()
    rig.agents.sign_in("8002", "", AT)
    rig.duty.talking("8002", CALL, at(1))
    rig.duty.released("8002", CALL, 10, at(5))
    rig.duty.talking("8002", OTHER_CALL, at(8))
    rig.duty.holding("8002", OTHER_CALL, at(9))
    wrapped = [event.data["wrapped"] for event in rig.events if "wrapped" in event.data]
    assert wrapped == [{"contact": str(CALL), "ms": 3000}]
    assert rig.wrap_up_ends("8002") is None


def _wish(rig: Rig, step: str, contact: UUID, number: str) -> None:
    duty, agents, now = rig.duty, rig.agents, at(len(rig.events) + 1)
    steps: dict[str, Callable[[], object]] = {
        "rings": lambda: duty.ringing(number, contact, now),
        "withdrawn": lambda: duty.withdrawn(number, contact, now),
        "missed": lambda: duty.missed(number, contact, "no-answer", now),
        "talks": lambda: duty.talking(number, contact, now),
        "holds": lambda: duty.holding(number, contact, now),
        "released": lambda: duty.released(number, contact, 10, now),
        "wrapped up": lambda: agents.wrapped_up(number, now, contact),
        "alarm": lambda: agents.wrap_up_over(number, contact, now),
        "ready": lambda: agents.ready(number, now),
        "pause": lambda: agents.pause(number, "lunch", now),
        "sign out": lambda: agents.sign_out(number, now),
    }
    in_hand = rig.roster.presence(number).doing(contact) is not None
    with suppress(Refusal):
        if in_hand or step != "holds":
            steps[step]()


STEPS = ["rings", "withdrawn", "missed", "talks", "holds", "released", "wrapped up", "alarm", "ready", "pause"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([*STEPS, "sign out"]), st.integers(1, 3)), max_size=30), st.integers(1, 3))
def test_whatever_the_order_of_steps_the_picture_is_right(steps: list[tuple[str, int]], lines: int) -> None:
    rig = Rig()
    rig.roster.configure({"8002": Agent("8002", phone="p2", lines=lines)}, AT)
    rig.agents.sign_in("8002", "", AT)
    for step, number in steps:
        _wish(rig, step, UUID(int=number), "8002")
        person = rig.roster.presence("8002")
        assert len({call.contact for call in person.calls}) == len(person.calls), "a call is there once"
        assert all(ORDER.index(person.state) <= ORDER.index(call.state) for call in person.calls)
        assert bool(person.contact) is (person.state in ENGAGED)
        assert not person.behind or person.state in AT_WORK
        assert rig.alarms.keys() == {alarm("8002", call.contact) for call in person.wrapping_up}
        assert events.presence(rig.events[-1]) == person, "the ledger knows all of it"
    begun = sum(step == "released" for step, _ in steps)
    assert sum("wrapped" in event.data for event in rig.events) <= begun, "a wrap-up is booked once"
