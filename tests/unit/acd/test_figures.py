"""Live figures: what each fact adds, and how the service level is worked out."""

import pytest

from appliance.contact.acd import events as facts
from appliance.contact.acd.figures import QueueFigures, count
from appliance.contact.acd.model import Departure
from appliance.events import Event
from tests.unit.acd.rig import AT, ONE

TARGETS = {"sales": 20}


def entered(queue: str = "sales") -> Event:
    return facts.entered(ONE, queue, 0, 1, AT)


def left(outcome: Departure, seconds: float, queue: str = "sales") -> Event:
    return facts.left(ONE, queue, outcome, int(seconds * 1000), AT, target_s=30)


def figures(*events: Event) -> QueueFigures:
    return count({}, events, TARGETS)["sales"]


@pytest.mark.parametrize(
    ("outcome", "seconds", "expected"),
    [
        (Departure.ANSWERED, 20, QueueFigures(0, 1, 1, 0, 0, 20_000, 20_000)),
        (Departure.ANSWERED, 20.001, QueueFigures(0, 1, 0, 0, 0, 20_001, 20_001)),
        (Departure.ABANDONED, 3, QueueFigures(0, 0, 0, 1, 0, 0, 3_000)),
        (Departure.TIMED_OUT, 9, QueueFigures(0, 0, 0, 0, 1, 0, 9_000)),
        (Departure.REMOVED, 9, QueueFigures(0, 0, 0, 0, 1, 0, 9_000)),
        (Departure.MEDIA_LOST, 9, QueueFigures(0, 0, 0, 0, 1, 0, 9_000)),
    ],
)
def test_what_a_departure_adds(outcome: Departure, seconds: float, expected: QueueFigures) -> None:
    assert figures(left(outcome, seconds)) == expected


def test_figures_go_on_from_where_they_were() -> None:
    first = count({}, [entered(), left(Departure.ANSWERED, 10)], TARGETS)
    second = count(first, [entered(), entered("other"), left(Departure.ANSWERED, 4)], TARGETS)
    assert second["sales"] == QueueFigures(2, 2, 2, 0, 0, 14_000, 10_000)
    assert second["other"] == QueueFigures(offered=1)
    assert first["sales"].offered == 1, "what was counted before is not changed"


def test_counting_in_pieces_is_counting_at_once() -> None:
    story = [entered(), left(Departure.ABANDONED, 2), entered(), left(Departure.ANSWERED, 25), entered("other")]
    pieces: dict[str, QueueFigures] = {}
    for event in story:
        pieces = count(pieces, [event], TARGETS)
    assert pieces == count({}, story, TARGETS)


def test_a_queue_without_a_target_is_held_to_thirty_seconds() -> None:
    told = count({}, [left(Departure.ANSWERED, 30, "new"), left(Departure.ANSWERED, 31, "new")], TARGETS)
    assert told["new"].answered_in_target == 1


def test_facts_of_other_kinds_count_nothing() -> None:
    assert count({}, [facts.announced(ONE, "sales", 1, AT), facts.overflowed(ONE, "sales", "x", AT)], {}) == {}


@pytest.mark.parametrize(
    ("departures", "level"),
    [
        ([], None),
        ([(Departure.ANSWERED, 5)], 100.0),
        ([(Departure.ANSWERED, 5), (Departure.ABANDONED, 5)], 50.0),
        ([(Departure.ANSWERED, 5), (Departure.ANSWERED, 25), (Departure.TIMED_OUT, 60)], 33.3),
        ([(Departure.ABANDONED, 1)], 0.0),
    ],
)
def test_the_service_level_is_of_all_who_left_the_line(departures: list[tuple[Departure, int]], level: float) -> None:
    assert figures(entered(), *(left(outcome, wait) for outcome, wait in departures)).service_level == level
