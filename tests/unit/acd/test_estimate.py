"""Estimates: what follows from the line, from who is at work, and from what calls took; and how they are scored."""

from uuid import UUID

import pytest

from appliance.contact.acd import events as line
from appliance.contact.acd.chance import Chance
from appliance.contact.acd.estimate import LONGEST_PLAYED, Ahead, Server, wait
from appliance.contact.acd.figures import count
from appliance.contact.acd.model import Departure, foreseen
from tests.unit.acd.rig import at

HUNDRED = [100.0] * 10
MINUTE = Ahead([60.0])


def told(servers: list[Server], ahead: list[Ahead], ring: float = 0.0, impatience: float = 0.0) -> float | None:
    return wait(servers, ahead, ring, Chance(1), impatience=impatience)


@pytest.mark.parametrize(
    ("servers", "ahead"),
    [([], []), ([Server(free_in=0.0)], []), ([Server(HUNDRED, 10.0)], [Ahead([])])],
    ids=["nobody is there", "somebody is free", "nothing is known of those ahead"],
)
def test_there_is_nothing_to_tell(servers: list[Server], ahead: list[Ahead]) -> None:
    assert told(servers, ahead) is None


@pytest.mark.parametrize(
    ("servers", "ahead", "actual"),
    [
        ([Server(HUNDRED, 40.0)], [], 60),
        ([Server(free_in=25.0), Server(HUNDRED, 10.0)], [], 25),
        ([Server(free_in=25.0)], [MINUTE, MINUTE], 145),
        ([Server(free_in=20.0), Server(free_in=30.0)], [MINUTE], 30),
        ([Server(free_in=0.0)], [MINUTE], 60),
        ([Server(free_in=25.0)], [Ahead([60.0], share=0.0)], 25),
    ],
)
def test_the_line_is_played_forward(servers: list[Server], ahead: list[Ahead], actual: float) -> None:
    found = told(servers, ahead, ring=0.0)
    assert found is not None
    assert foreseen(found, actual)


def test_ringing_is_part_of_the_wait() -> None:
    without, with_ring = told([Server(free_in=20.0)], []), told([Server(free_in=20.0)], [], ring=10.0)
    assert without is not None
    assert with_ring is not None
    assert with_ring > without


def test_those_ahead_who_give_up_shorten_a_long_line() -> None:
    line_ahead = [MINUTE] * (LONGEST_PLAYED + 1)
    steady, thinned = told([Server(free_in=0.0)], line_ahead), told([Server(free_in=0.0)], line_ahead, impatience=0.01)
    assert steady is not None
    assert thinned is not None
    assert steady == pytest.approx(60 * len(line_ahead))
    assert thinned < steady / 10


@pytest.mark.parametrize(("estimate", "right"), [(70, True), (69, False), (130, True), (131, False)])
def test_right_is_within_thirty_per_cent_of_what_happened(estimate: float, right: bool) -> None:
    assert foreseen(estimate, 100) is right


@pytest.mark.parametrize(
    ("estimate", "actual", "right"),
    [(10, 59.9, True), (59.9, 1, True), (59.9, 60, False), (60, 59, True), (90, 59, False)],
)
def test_less_than_a_minute_is_told_as_that(estimate: float, actual: float, right: bool) -> None:
    assert foreseen(estimate, actual) is right


def test_a_wait_that_is_likelier_under_a_minute_than_near_any_other_is_told_so() -> None:
    likely = told([Server(sorted([5.0, 20.0, 35.0, 50.0, 100.0, 110.0, 120.0]), 0.0)], [], ring=0.0)
    assert likely is not None
    assert likely < 60
    later = told([Server(sorted([5.0, 20.0, 100.0, 105.0, 110.0, 115.0, 120.0]), 0.0)], [], ring=0.0)
    assert later is not None
    assert later > 75


def test_every_estimate_of_an_answered_call_is_scored_from_its_own_moment() -> None:
    made = [(0, 100.0), (60_000, 100.0)]
    facts = [
        line.left(UUID(int=1), "sales", Departure.ANSWERED, 120_000, at(120), target_s=30, estimates=made),
        line.left(UUID(int=2), "sales", Departure.ABANDONED, 120_000, at(120), target_s=30, estimates=made),
    ]
    figures = count({}, facts, {})["sales"]
    assert (figures.estimates, figures.estimates_right, figures.estimates_kept) == (2, 1, 50.0)
    assert (
        count({}, [line.entered(UUID(int=1), "sales", 0, 1, at(0), estimate=9.0)], {})["sales"].estimates_kept is None
    )
