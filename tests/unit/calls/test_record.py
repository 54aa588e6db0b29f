"""A call's line in the books: waits, talk and hold, and who talked."""

from collections.abc import Sequence

import pytest

from appliance.contact.acd import events as line
from appliance.contact.acd.model import Departure
from appliance.contact.calls.record import Record, summarise
from appliance.events import Event
from tests.unit.calls.stories import (
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
    over,
    resumed,
)

TALKING = [*arrival(), entered(5), *made(ONE, 6), *joined(ONE, 9.25, 4.25)]


def record(story: Sequence[Event]) -> Record:
    found = summarise(story)
    assert found is not None
    return found


def times(story: Sequence[Event]) -> tuple[int | None, int | None, int | None]:
    found = record(story)
    return found.wait_ms, found.talk_ms, found.hold_ms


def test_a_conversation() -> None:
    found = record([*TALKING, ended(CALLER, 60, 16), ended(ONE, 60.5), closed(60.5)])
    assert (found.agent, found.answered_at, found.cause) == ("8001", at(9.25), 16)
    assert (found.wait_ms, found.talk_ms, found.hold_ms) == (4250, 50_750, 0)


@pytest.mark.parametrize(
    ("steps", "hold"),
    [
        ([held(ONE, 20), resumed(ONE, 30)], 10_000),
        ([held(ONE, 20), resumed(ONE, 30), held(ONE, 40), resumed(ONE, 41)], 11_000),
        ([held(ONE, 20), held(ONE, 25), resumed(ONE, 30)], 10_000),
        ([held(ONE, 50)], 10_000),
        ([resumed(ONE, 30)], 0),
    ],
)
def test_hold_is_no_talk(steps: list[Event], hold: int) -> None:
    story = [*TALKING, *steps, ended(ONE, 60), ended(CALLER, 61), closed(61)]
    assert times(story) == (4250, 50_750 - hold, hold)


def test_a_caller_who_leaves_while_held_ends_the_hold() -> None:
    story = [*TALKING, held(ONE, 20), ended(CALLER, 30), ended(ONE, 31), closed(31)]
    assert times(story)[2] == 10_000


def test_a_hold_that_nobody_ended_lasts_as_long_as_the_call() -> None:
    assert times([*TALKING, held(ONE, 20), closed(31)]) == (4250, 10_750, 11_000)


def test_the_late_end_of_another_agents_leg_is_no_end_of_the_hold() -> None:
    story = [
        *arrival(),
        entered(0),
        *made(ONE, 0),
        over(ONE, 20, "no-answer"),
        *made(TWO, 20),
        answered(ONE, 20),
        *joined(TWO, 21, 21),
        held(TWO, 22),
        ended(ONE, 23),
        resumed(TWO, 32),
        ended(TWO, 41),
        ended(CALLER, 41),
        closed(41),
    ]
    assert times(story) == (21_000, 10_000, 10_000)
    assert record(story).agent == "8002"


def test_an_agent_who_did_not_answer_is_not_who_talked() -> None:
    story = [
        *arrival(),
        entered(0),
        *made(ONE, 0),
        over(ONE, 20, "no-answer"),
        ended(ONE, 20, 19),
        *made(TWO, 20),
        *joined(TWO, 25, 25),
        ended(TWO, 40),
        ended(CALLER, 40),
        closed(40),
    ]
    assert (record(story).agent, times(story)) == ("8002", (25_000, 15_000, 0))


def test_an_abandoned_call_has_a_wait_and_nobody() -> None:
    found = record([*arrival(), entered(5), left(30, Departure.ABANDONED, 25), ended(CALLER, 30, 127), closed(30)])
    assert (found.agent, found.answered_at, found.cause) == ("", None, 127)
    assert (found.wait_ms, found.talk_ms, found.hold_ms) == (25_000, None, None)


def test_waits_in_several_queues_add_up() -> None:
    gold = line.entered(CONTACT, "gold", 0, 1, at(35))
    story = [*arrival(), entered(5), left(35, Departure.TIMED_OUT, 30), gold, left(45, Departure.ABANDONED, 10)]
    assert times([*story, ended(CALLER, 45), closed(45)]) == (40_000, None, None)


def test_a_call_that_never_waited_has_no_wait() -> None:
    assert times([*arrival(), ended(CALLER, 3), closed(3)]) == (None, None, None)


def test_a_call_that_is_still_open_has_what_is_known() -> None:
    assert times(TALKING) == (4250, None, None)


def test_no_beginning_no_record() -> None:
    assert summarise(TALKING[1:]) is None
    assert summarise([]) is None
