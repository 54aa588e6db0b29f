"""A day of the ledger becomes a plan, and replayed under its own rules it is the day again."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from appliance.contact.acd import events as acd_facts
from appliance.contact.acd.model import Departure, Queue
from appliance.contact.acd.simulation import replay
from appliance.contact.acd.simulation.machine import simulate
from appliance.contact.acd.simulation.model import Group
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import Agent, Presence, State
from appliance.contact.calls import events as call_facts
from appliance.contact.calls.model import Result
from appliance.events import Event

MIDNIGHT = datetime(2026, 5, 4, tzinfo=UTC)
QUEUES = {"sales": Queue("sales", priority=2, wrap_up=0, max_wait=0, target_seconds=20)}
LEGS = (UUID(int=900), UUID(int=901))


def at(seconds: float) -> datetime:
    return MIDNIGHT + timedelta(seconds=seconds)


def call(number: int, came: float, answered: float | None, over: float) -> list[Event]:
    """A call that came, was answered or not, and was over at these seconds of the day; the phone rings for 2 s."""
    contact, leg = UUID(int=number), UUID(int=100 + number)
    events = [acd_facts.entered(contact, "sales", 5, 1, at(came))]
    if answered is None:
        wait = int(1000 * (over - came))
        events.append(acd_facts.left(contact, "sales", Departure.ABANDONED, wait, at(over), target_s=20))
    else:
        wait = int(1000 * (answered - came))
        events += [
            call_facts.offer_made(contact, leg, "8001", "sales", at(answered - 2)),
            call_facts.offer_ended(contact, leg, "8001", "answered", at(answered)),
            acd_facts.left(contact, "sales", Departure.ANSWERED, wait, at(answered), target_s=20),
            call_facts.joined(contact, LEGS, at(answered)),
        ]
    return [*events, call_facts.closed(contact, Result.ANSWERED, "caller", at(over))]


def state(seconds: float, state: State) -> Event:
    return agent_facts.state(Presence("8001", state), at(seconds))


DAY = sorted(
    [
        state(0, State.READY),
        *call(1, 100, 102, 200),
        *call(2, 110, 202, 260),
        *call(3, 120, None, 150),
        *call(4, 400, 402, 500),
        state(600, State.PAUSED),
        state(700, State.READY),
        state(900, State.SIGNED_OUT),
    ],
    key=lambda event: event.at,
)


def test_a_day_is_read_from_its_events() -> None:
    seen = replay.read(DAY, MIDNIGHT, QUEUES)
    assert [(visit.at, visit.wait, visit.talked, visit.priority) for visit in seen.visits] == [
        (100, 2, 98, 3),
        (110, 92, 58, 3),
        (120, 30, 0, 3),
        (400, 2, 98, 3),
    ]
    assert seen.shifts == {"8001": [(0, 600), (700, 900)]}
    counted = replay.counts(seen, QUEUES)["sales"]
    assert (counted.offered, counted.answered, counted.in_target, counted.abandoned) == (4, 3, 2, 1)


def test_under_its_own_rules_the_day_is_what_it_was() -> None:
    seen = replay.read(DAY, MIDNIGHT, QUEUES)
    people = replay.staff(seen, {"8001": Agent("8001")})
    counted = simulate(replay.plan(seen, QUEUES, people)).queues["sales"]
    told = replay.counts(seen, QUEUES)["sales"]
    assert (counted.answered, counted.in_target, counted.abandoned) == (told.answered, told.in_target, told.abandoned)
    assert counted.waits == pytest.approx(told.waits)


def test_another_agent_would_have_answered_everybody() -> None:
    seen = replay.read(DAY, MIDNIGHT, QUEUES)
    (one,) = replay.staff(seen, {})
    two = (one, Group("8002", 2, ((0.0, 900.0),)))
    counted = simulate(replay.plan(seen, QUEUES, two)).queues["sales"]
    assert (counted.answered, counted.in_target, counted.abandoned) == (4, 4, 0)


def test_a_call_that_came_twice_to_a_queue_is_two_visits_and_its_talk_ends_with_the_second() -> None:
    contact = UUID(int=1)
    again = [acd_facts.entered(contact, "sales", 2, 1, at(150)), *call(1, 100, 102, 200)]
    seen = replay.read(sorted(again, key=lambda event: event.at), MIDNIGHT, QUEUES)
    assert [visit.talked for visit in seen.visits] == [48, 0]
