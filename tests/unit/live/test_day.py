"""The day's figures: whatever was counted before the process began, they are those of the reports."""

from datetime import timedelta

import pytest

from appliance.contact.statistics.counting import Counting
from appliance.contact.statistics.model import Counts, Fact, Open, Row, Subject, merge
from appliance.contact.statistics.periods import milliseconds
from appliance.contact.statistics.tally import Tally
from appliance.daemons.live.day import Counted, Day
from appliance.events import Event
from tests.servers.ledger_day import MORNING
from tests.servers.ledger_day import Day as LedgerDay

EVENTS = LedgerDay(seed=3, calls=120).events()
BEGINS = milliseconds(MORNING - timedelta(hours=1))
ENDS = milliseconds(MORNING + timedelta(hours=23))


def fact(event: Event) -> Fact:
    contact, leg = (identity.hex if identity else "" for identity in (event.contact, event.leg))
    return Fact(0, event.kind, milliseconds(event.at), contact, leg, event.data)


def counted(upto: int, told_again: int) -> Counted:
    """What a store has that holds the first `upto` events, of which the last ones may be told again."""
    counting = Counting(Open(), Tally())
    counting.take(map(fact, EVENTS[:upto]))
    rows = [Row(*key, counts) for key, counts in counting.tally.rows.items()]
    return Counted(rows, counting.open, [fact(event) for event in EVENTS[max(0, upto - told_again) : upto]])


def sums() -> dict[tuple[str, str], Counts]:
    """The figures as reports have them."""
    found: dict[tuple[str, str], Counts] = {}
    for row in counted(len(EVENTS), 0).rows:
        if row.subject in ("queue", "agent"):
            merge(found.setdefault((row.subject, row.name), {}), row.counts)
    return found


@pytest.mark.parametrize("known", [0, 1, 400, len(EVENTS) // 2, len(EVENTS) - 3, len(EVENTS)])
@pytest.mark.parametrize("again", [0, 7, 300])
def test_the_figures_are_those_of_the_reports_wherever_the_process_began(known: int, again: int) -> None:
    day = Day(BEGINS, ENDS, counted(known, 400))
    for event in EVENTS[max(0, known - again) :]:
        day.take(event)
    for (subject, name), counts in sums().items():
        assert day.of(Subject(subject), name) == counts


def test_a_fact_says_whose_figures_it_changed() -> None:
    day = Day(BEGINS, ENDS, Counted())
    told = {name for event in EVENTS for name in day.take(event)}
    assert told == set(sums())


def test_another_day_begins_without_figures_and_goes_on_with_what_is_open() -> None:
    middle = len(EVENTS) // 2
    noon = milliseconds(EVENTS[middle].at)
    day = Day(BEGINS, noon, Counted())
    for event in EVENTS[:middle]:
        day.take(event)
    day.turn(noon, ENDS)
    assert not any(day.of(Subject(subject), name) for subject, name in sums())
    for event in EVENTS[middle:]:
        day.take(event)
    handled = sum(day.of(Subject.QUEUE, name).get("handled", 0) for subject, name in sums() if subject == "queue")
    assert 0 < handled < sum(counts.get("handled", 0) for (subject, _), counts in sums().items() if subject == "queue")
