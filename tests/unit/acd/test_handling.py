"""What agents are expected to need for their calls, when each may have several."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from appliance.contact.acd.handling import Handling
from appliance.contact.acd.model import Candidate, Queue, Waiting
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import Line, Presence, State
from appliance.contact.calls import events as call_facts
from appliance.events import Event

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SALES = {"sales": Queue("sales", wrap_up=30)}
ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def person(seconds: float, *calls: tuple[UUID, State]) -> Event:
    """The agent's state with these calls, the first in front."""
    if not calls:
        return agent_facts.state(Presence("8001", State.READY, at(seconds), "p1"), at(seconds))
    (front, state), *others = calls
    behind = tuple(Line(contact, doing, at(seconds)) for contact, doing in others)
    contact, after = (None, front) if state is State.WRAP_UP else (front, None)
    now = Presence("8001", state, at(seconds), "p1", contact=contact, after=after, behind=behind)
    return agent_facts.state(now, at(seconds))


def offer(contact: UUID, seconds: float) -> Event:
    return call_facts.offer_made(contact, UUID(int=99), "8001", "sales", at(seconds))


TALK, HOLD, RING, WRAP = State.TALKING, State.HOLD, State.RINGING, State.WRAP_UP
LEARNT = [offer(ONE, 0), person(0, (ONE, RING)), person(0, (ONE, TALK)), person(60)]
"""One call of exactly a minute."""


def expected(events: list[Event], seconds: float, capacity: int, before: int = 0) -> float | None:
    handling = Handling()
    handling.take([*LEARNT, *events])
    agents = [Candidate("8001", {}, NOON, capacity=capacity)]
    line = [Waiting(UUID(int=50 + number), ("sales",), 0, at(seconds)) for number in range(before + 1)]
    return handling.wait(line[-1], line[:-1], agents, SALES, at(seconds))


FIRST = [offer(TWO, 100), person(100, (TWO, RING)), person(100, (TWO, TALK))]
BOTH = [*FIRST, offer(THREE, 120), person(120, (TWO, TALK), (THREE, RING)), person(120, (THREE, TALK), (TWO, HOLD))]


def test_whoever_has_one_call_and_room_for_another_is_not_waited_for() -> None:
    assert expected(FIRST, 110, capacity=1) == pytest.approx(50)
    assert expected(FIRST, 110, capacity=2) is None


def test_with_all_lines_in_use_it_lasts_until_the_first_call_ends() -> None:
    assert expected(BOTH, 130, capacity=2) == pytest.approx(30)
    assert expected(BOTH, 130, capacity=2, before=1) == pytest.approx(50)


def test_a_third_line_is_still_free() -> None:
    assert expected(BOTH, 130, capacity=3) is None
    assert expected(BOTH, 130, capacity=3, before=1) == pytest.approx(30)


def test_beside_a_ringing_call_nothing_rings() -> None:
    ringing = [*FIRST, offer(THREE, 120), person(120, (TWO, TALK), (THREE, RING))]
    wait = expected(ringing, 121, capacity=3)
    assert wait is not None
    assert 0 < wait < 5


def test_a_call_beyond_the_capacity_is_ended_before_another_comes() -> None:
    """The older of the two ends first, and leaves one in hand as the capacity has it."""
    assert expected(BOTH, 130, capacity=1) == pytest.approx(50)


def test_each_wrap_up_has_its_own_end() -> None:
    wraps = [*BOTH, person(150, (THREE, TALK), (TWO, WRAP)), person(160, (TWO, WRAP), (THREE, WRAP))]
    assert expected(wraps, 165, capacity=2) == pytest.approx(15)
    assert expected(wraps, 165, capacity=2, before=1) == pytest.approx(25)


def test_calls_that_overlap_are_learnt_one_by_one() -> None:
    """Two of forty seconds, one beginning ten seconds after the other: not one of fifty."""
    second = [offer(THREE, 110), person(110, (TWO, TALK), (THREE, RING)), person(110, (THREE, TALK), (TWO, HOLD))]
    ends = [person(140, (THREE, TALK)), person(150)]
    again = [offer(ONE, 200), person(200, (ONE, RING)), person(200, (ONE, TALK))]
    handling = Handling()
    handling.take([*FIRST, *second, *ends, *again])
    call = Waiting(UUID(int=50), ("sales",), 0, at(201))
    assert handling.wait(call, [], [Candidate("8001", {}, NOON)], SALES, at(201)) == pytest.approx(39)
