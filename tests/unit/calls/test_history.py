"""What each fact makes of a call."""

from collections.abc import Sequence

import pytest

from appliance.contact.acd import events as line
from appliance.contact.acd.model import Departure
from appliance.contact.calls import events as facts
from appliance.contact.calls.history import apply, replay
from appliance.contact.calls.model import Call, CallState, Direction, LegState, Result
from appliance.contact.ivr import events as flow
from appliance.contact.ivr.instructions import Key
from appliance.contact.recording import events as recordings
from appliance.events import Event
from tests.unit.calls.stories import (
    AT,
    CALLER,
    CONTACT,
    ONE,
    TWO,
    answered,
    arrival,
    at,
    closed,
    ended,
    entered,
    held,
    joined,
    left,
    made,
    opened,
    over,
    resumed,
)

WAITING = [*arrival(), entered(5)]
TALKING = [*WAITING, *made(ONE, 6), *joined(ONE, 9, 4)]


def call(story: Sequence[Event]) -> Call:
    return replay(story)[CONTACT]


@pytest.mark.parametrize(
    ("story", "state"),
    [
        ([opened()], CallState.ARRIVED),
        (arrival(), CallState.IN_FLOW),
        (WAITING, CallState.WAITING),
        ([*WAITING, *made(ONE, 6)], CallState.OFFERED),
        ([*WAITING, *made(ONE, 6), over(ONE, 8, "busy")], CallState.WAITING),
        ([*WAITING, left(9, Departure.TIMED_OUT, 4)], CallState.IN_FLOW),
        ([*WAITING, left(9, Departure.ABANDONED, 4)], CallState.IN_FLOW),
        ([*WAITING, *made(ONE, 6), left(9, Departure.TIMED_OUT, 4), over(ONE, 9, "withdrawn")], CallState.IN_FLOW),
        (TALKING, CallState.TALKING),
        ([*TALKING, held(ONE, 20)], CallState.HELD),
        ([*TALKING, held(ONE, 20), resumed(ONE, 30)], CallState.TALKING),
        ([*TALKING, ended(ONE, 20), ended(CALLER, 20), closed(20)], CallState.CLOSED),
        ([opened(), facts.adopted(CONTACT, AT)], CallState.ADOPTED),
    ],
)
def test_the_state(story: Sequence[Event], state: CallState) -> None:
    assert call(story).state is state


def test_how_it_came() -> None:
    found = call(arrival())
    assert (found.direction, found.dialled, found.caller, found.trunk) == (
        Direction.INBOUND,
        "4008001000",
        "139",
        "carrier",
    )
    assert (found.flow, found.node, found.opened_at) == ("main", "menu", AT)


def test_a_leg_from_opening_to_end() -> None:
    ringing = facts.leg_step(facts.LEG_RINGING, CONTACT, ONE, at(7))
    story = [*WAITING, *made(ONE, 6), ringing, answered(ONE, 9), held(ONE, 10), resumed(ONE, 11), ended(ONE, 12, 17)]
    states = [call(story[:length]).legs[ONE].state for length in range(len(WAITING) + 2, len(story) + 1)]
    assert states == [
        LegState.OPENED,
        LegState.RINGING,
        LegState.UP,
        LegState.HELD,
        LegState.UP,
        LegState.ENDED,
    ]
    leg = call(story).legs[ONE]
    assert (leg.opened_at, leg.answered_at, leg.ended_at, leg.cause) == (at(6), at(9), at(12), 17)
    assert (leg.agent, leg.phone, leg.channel, leg.node, leg.live) == ("8001", "p1", "a1", "box", False)


def test_a_queue_is_remembered_with_its_overflow_until_the_next() -> None:
    wider = line.overflowed(CONTACT, "sales", "spare", at(30))
    found = call([*WAITING, wider])
    assert (found.queue, found.priority, found.entered_at, found.overflow) == ("sales", 2, at(5), ("spare",))
    again = call([*WAITING, wider, left(60, Departure.TIMED_OUT, 55), entered(60, "gold")])
    assert (again.queue, again.entered_at, again.overflow) == ("gold", at(60), ())
    assert again.departure is None


def test_who_talks_is_who_was_joined() -> None:
    late = [*WAITING, *made(ONE, 6), over(ONE, 26, "no-answer"), *made(TWO, 26, "spare"), answered(ONE, 26)]
    found = call([*late, *joined(TWO, 28, 23), ended(ONE, 29)])
    assert found.parties == {CALLER, TWO}
    assert (found.talking_since, found.served_by) == (at(28), "spare")


def test_talking_goes_on_from_its_beginning() -> None:
    found = call([*TALKING, held(ONE, 20, "phone"), resumed(ONE, 30)])
    assert found.talking_since == at(9)
    assert call([*TALKING, held(ONE, 20, "phone")]).held_by == "phone"
    assert call([*TALKING, held(ONE, 20)]).held_by == "command"


def test_how_it_ended() -> None:
    found = call([*TALKING, ended(CALLER, 20), ended(ONE, 21), closed(21, Result.ANSWERED, "agent")])
    assert (found.result, found.ended_by, found.closed_at) == (Result.ANSWERED, "agent", at(21))
    assert found.live_legs == ()


def test_what_is_recorded_and_until_when_it_is_paused() -> None:
    recorded = apply(call(TALKING), facts.recording(CONTACT, CALLER, "x.1.raw", at(10)))
    assert recorded
    assert (recorded.recorded, recorded.paused_until) == ("x.1", None)
    paused = apply(recorded, recordings.paused(CONTACT, "li", at(90), at(30)))
    assert paused
    assert paused.paused_until == at(90)
    assert apply(paused, recordings.resumed(CONTACT, "limit", at(90))) == recorded


def test_facts_that_are_not_of_calls_change_nothing() -> None:
    before = call(TALKING)
    for other in (
        flow.fact(CONTACT, Key("menu", "1", True), at(10)),
        line.announced(CONTACT, "sales", 1, at(10)),
        Event("agent.state", at(10), CONTACT),
        Event("something.new", at(10), CONTACT, CALLER),
    ):
        assert apply(before, other) == before


def test_facts_without_a_beginning_make_no_call() -> None:
    assert replay([*TALKING[1:], Event("engine.started", AT)]) == {}


def test_facts_about_a_leg_that_nobody_knows_make_none() -> None:
    assert call([opened(), answered(TWO, 1), ended(TWO, 2)]).legs == {}


def test_two_calls_do_not_meet() -> None:
    other = Event.from_json({**opened().to_json(), "contact": str(TWO)})
    found = replay([*arrival(), other, entered(5)])
    assert (found[CONTACT].state, found[TWO].state) == (CallState.WAITING, CallState.ARRIVED)


def test_the_ledgers_json_tells_the_same_story() -> None:
    story = [*TALKING, held(ONE, 20), resumed(ONE, 30), ended(CALLER, 40), ended(ONE, 40), closed(40)]
    assert replay(Event.from_json(event.to_json()) for event in story) == replay(story)
