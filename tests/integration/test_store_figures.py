"""Figures on both databases: whatever the batches and restarts were, the rows are those of one count of the whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, func, select

from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import Presence, State
from appliance.contact.calls.repository import CallRecords
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.statistics import service
from appliance.contact.statistics.counting import Counting
from appliance.contact.statistics.errors import FigureUnknown, RebuildOvertaken
from appliance.contact.statistics.lengths import longer as rows_longer
from appliance.contact.statistics.model import Counts, Key, Subject, merge
from appliance.contact.statistics.periods import milliseconds
from appliance.contact.statistics.repository import FigureRepository
from appliance.contact.statistics.service import Figures, Period
from appliance.contact.statistics.tally import Tally
from appliance.store import schema
from appliance.store.engine import open_engine
from appliance.store.tables.figures import FigureRow
from tests.servers.ledger_day import MORNING, Day

pytestmark = pytest.mark.wire

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = Period(MORNING - timedelta(days=1), MORNING + timedelta(days=2), "day", SHANGHAI)
WHOLE = (0, 2**52)


@dataclass
class Books:
    """A database with a ledger, written in batches of any size."""

    engine: Engine

    def __post_init__(self) -> None:
        self.ledger = LedgerRepository(self.engine, (CallRecords(),))
        self.store = FigureRepository(self.engine)

    def rows(self) -> dict[Key, Counts]:
        found = [row for subject in Subject for row in self.store.rows(subject, *WHOLE)]
        return {(row.subject, row.name, row.start): dict(row.counts) for row in found}


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    yield Books(engine)
    engine.dispose()


def longer(books: Books, zone: tzinfo) -> None:
    """Days and months have rows exactly as those of their quarters say."""
    store = FigureRepository(books.engine, zone)
    until, quarters = store.place().gathered, books.rows()
    for length, wanted in rows_longer(quarters, until, zone).items():
        found = [row for subject in Subject for row in store.rows(subject, *WHOLE, length=length)]
        assert {(row.subject, row.name, row.start): dict(row.counts) for row in found} == wanted, length


def test_days_and_months_are_gathered_from_their_quarters_however_they_were_counted(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over the end of a month, with calls and states that are booked after their day was closed, and in any batches."""
    chance, zone = Random(11), SHANGHAI
    starts = [MORNING + timedelta(days=day) for day in (0, 1, 3, 26, 27, 28, 60)]
    events = sorted(
        (event for seed, start in enumerate(starts) for event in Day(seed, 15, 3, start=start).events()),
        key=lambda event: event.at,
    )
    # A state of the first day that ends on the fourth.
    events.append(agent_facts.state(Presence("8099", State.READY, MORNING, "8099"), MORNING))
    later = MORNING + timedelta(days=3)
    events.append(agent_facts.state(Presence("8099", State.SIGNED_OUT, later, "8099"), later))
    events.sort(key=lambda event: event.at)
    monkeypatch.setattr(service, "STEP", 90)
    figures = Figures(FigureRepository(books.engine, zone))
    while events:
        size = chance.choice((40, 200, 900))
        books.ledger.append(events[:size])
        events = events[size:]
        figures.catch_up()
        longer(books, zone)
    place = FigureRepository(books.engine, zone).place()
    assert place.gathered == milliseconds(datetime(2026, 7, 3, tzinfo=zone))
    assert FigureRepository(books.engine, zone).rows("queue", *WHOLE, length="month")
    figures.rebuild()
    longer(books, zone)
    assert FigureRepository(books.engine, zone).place().gathered == place.gathered


def test_a_long_period_has_the_same_figures_as_its_quarters(books: Books) -> None:
    zone = SHANGHAI
    for day in (0, 1, 2, 29, 30, 61):
        books.ledger.append(Day(day, 20, 4, start=MORNING + timedelta(days=day)).events())
    figures, plain = Figures(FigureRepository(books.engine, zone)), Figures(FigureRepository(books.engine, UTC))
    now = MORNING + timedelta(days=70)
    since, until = datetime(2026, 5, 4, 9, 30, tzinfo=zone), datetime(2026, 7, 4, 12, tzinfo=zone)
    for by in (service.WHOLE, "month", "week", "day", "hour"):
        period = Period(since, until, by, zone)
        for subject in (Subject.QUEUE, Subject.AGENT, Subject.FLOW):
            # The second reads quarters only: its days are those of another zone.
            assert figures.of(subject, "", period, now) == plain.of(subject, "", period, now), (by, subject)
        assert figures.of(Subject.QUEUE, "q1", period, now) == plain.of(Subject.QUEUE, "q1", period, now)


def test_another_zone_has_other_days(books: Books) -> None:
    for day in range(3):
        books.ledger.append(Day(day, 20, 4, start=MORNING + timedelta(days=day)).events())
    Figures(FigureRepository(books.engine, SHANGHAI)).catch_up()
    berlin = ZoneInfo("Europe/Berlin")
    assert FigureRepository(books.engine, berlin).place().gathered == 0
    books.ledger.append(Day(4, 20, 4, start=MORNING + timedelta(days=4)).events())
    Figures(FigureRepository(books.engine, berlin)).catch_up()
    assert FigureRepository(books.engine, berlin).place().gathered > 0
    longer(books, berlin)
    assert FigureRepository(books.engine, SHANGHAI).place().gathered == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_counted_as_it_comes_is_what_is_counted_at_once(
    books: Books, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, events = Random(seed), Day(seed).events()
    figures = Figures(books.store)
    while events:
        size = chance.choice((1, 7, 60, 400))
        batch, events = events[:size], events[size:]
        books.ledger.append(batch)
        monkeypatch.setattr(service, "STEP", chance.choice((1, 13, 5000)))
        if chance.random() < 0.4:
            figures.catch_up()
        if chance.random() < 0.1:
            figures = Figures(FigureRepository(books.engine))
    figures.catch_up()
    counted, place = books.rows(), books.store.place()
    assert len(counted) > 300
    monkeypatch.setattr(service, "REBUILD_STEP", 777)
    assert figures.rebuild() == books.ledger.last_seq()
    assert books.rows() == counted
    anew = books.store.place()
    assert (anew.position, anew.open) == (place.position, place.open)
    with books.engine.connect() as connection:
        assert connection.execute(select(func.count(func.distinct(FigureRow.edition)))).scalar_one() == 1


def test_after_a_rebuild_counting_goes_on(books: Books) -> None:
    events, figures = Day(3).events(), Figures(books.store)
    books.ledger.append(events[:2000])
    figures.rebuild()
    books.ledger.append(events[2000:])
    figures.catch_up()
    counted = books.rows()
    figures.rebuild()
    assert books.rows() == counted


def test_two_who_count_at_once_count_nothing_twice(books: Books) -> None:
    books.ledger.append(Day(4, calls=50).events())
    one, other = books.store.place(), books.store.place()
    facts = books.store.facts(0, 10_000)
    for place, wins in ((one, True), (other, False)):
        counting = Counting(place.open, Tally())
        counting.take(facts)
        assert books.store.settle(place, counting.tally.rows, books.ledger.last_seq(), counting.open) is wins
    counted = books.rows()
    Figures(books.store).rebuild()
    assert books.rows() == counted


def test_a_rebuild_that_was_overtaken_changes_nothing(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    books.ledger.append(Day(5, calls=30).events())
    slow, stale = Figures(books.store), books.store.place()
    Figures(FigureRepository(books.engine)).catch_up()
    counted = books.rows()
    monkeypatch.setattr(books.store, "place", lambda: stale)
    with pytest.raises(RebuildOvertaken):
        slow.rebuild()
    monkeypatch.undo()
    assert books.rows() == counted


def test_every_figure_is_the_sum_of_its_events(books: Books) -> None:
    books.ledger.append(Day(6, calls=150).events())
    figures = Figures(books.store)
    now = MORNING + timedelta(days=2)
    since, until = MORNING + timedelta(hours=2), MORNING + timedelta(hours=4)
    period = Period(since, until, "day", UTC)
    checked = 0
    for subject in Subject:
        for row in figures.of(subject, "", period, now):
            for figure, value in _counted(books, subject, row[subject.value], period).items():
                found = figures.events(subject, row[subject.value], figure, period)
                gave = [entry["gave"] for entry in found]
                assert (max(gave) if figure.endswith("_max") else sum(gave)) == value, (subject, row, figure)
                checked += 1
    assert checked > 150


def _counted(books: Books, subject: Subject, name: str, period: Period) -> Counts:
    rows = books.store.rows(subject, *service._bounds(period), name)
    result: Counts = {}
    for row in rows:
        merge(result, row.counts)
    return result


def test_a_figure_that_never_was_is_refused_with_those_that_were(books: Books) -> None:
    books.ledger.append(Day(7, calls=20).events())
    with pytest.raises(FigureUnknown) as refusal:
        Figures(books.store).events(Subject.QUEUE, "q0", "oferred", DAY)
    assert "offered" in refusal.value.details["known"]


def test_parts_of_a_period_add_up(books: Books) -> None:
    books.ledger.append(Day(8).events())
    figures, now = Figures(books.store), MORNING + timedelta(days=2)

    def counted(by: str) -> int:
        rows: list[dict[str, Any]] = figures.of(Subject.QUEUE, "q1", Period(DAY.since, DAY.until, by, SHANGHAI), now)
        return sum(row.get("offered", 0) for row in rows)

    assert counted("15m") == counted("hour") == counted("day") > 50


def test_what_an_agent_is_doing_now_is_in_the_figures(books: Books) -> None:
    books.ledger.append(Day(9, calls=0, agents=1).events()[:1])
    figures, at = Figures(books.store), datetime.fromisoformat
    first = books.ledger.read()[0].event
    now = first.at + timedelta(minutes=40)
    rows = figures.of(Subject.AGENT, "8000", Period(first.at, now, "15m", UTC), now)
    assert sum(row["signed_in_ms"] for row in rows) == 40 * 60_000
    assert all(row["signed_in_ms"] <= 900_000 for row in rows)
    assert at(rows[0]["start"]).minute % 15 == 0


def test_the_states_of_an_agent_are_looked_for_by_their_time(books: Books) -> None:
    """Whatever else the ledger holds: the index leads to the kind and the time, and nothing is sorted."""
    wanted = "SELECT at FROM ledger WHERE kind = 'agent.state' AND at < '2026-05-04 08:00:00' ORDER BY at DESC LIMIT 1"
    explain = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[books.engine.dialect.name]
    with books.engine.connect() as connection:
        if books.engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")
        plan = " ".join(str(row) for row in connection.exec_driver_sql(explain + wanted))
    assert "ix_ledger_kind_at" in plan
    assert "Sort" not in plan
    assert "B-TREE" not in plan
