"""A day of calls that are passed on in every way, in both databases: rows, records and what is behind each figure."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, timedelta
from functools import cache

import pytest
from sqlalchemy import Engine, select, update

from appliance.contact.calls.repository import CallRecords
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.statistics.model import Subject
from appliance.contact.statistics.repository import FigureRepository
from appliance.contact.statistics.service import Figures, Period
from appliance.store import schema
from appliance.store.engine import open_engine
from appliance.store.tables.calls import LegRow
from tests.scenarios.stage import DAY
from tests.truth.day import events, live
from tests.truth.test_truth import heard
from tests.truth.town import Town

pytestmark = pytest.mark.wire

SOME_AGENTS = ("8001", "8009", "8010", "8017")
CALLS, HOURS, BATCH = 130, 0.8, 37
WHOLE = Period(DAY - timedelta(hours=1), DAY + timedelta(hours=12), "day", UTC)


@cache
def town() -> Town:
    return live(11, CALLS, HOURS)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A ledger of the day, written in batches with its call records."""
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    ledger, story = LedgerRepository(engine, (CallRecords(),)), events(town())
    for start in range(0, len(story), BATCH):
        ledger.append(story[start : start + BATCH])
    yield engine
    engine.dispose()


def kept(store: FigureRepository) -> dict[tuple[str, str, int], dict[str, int]]:
    rows = [row for subject in Subject for row in store.rows(subject, 0, 2**52)]
    return {(row.subject, row.name, row.start): dict(row.counts) for row in rows}


def test_the_rows_are_what_happened_also_when_counted_anew(engine: Engine) -> None:
    store = FigureRepository(engine)
    Figures(store).catch_up()
    truth = heard(town().witness.book.rows)
    assert heard(kept(store)) == truth
    Figures(store).rebuild()
    assert heard(kept(store)) == truth


def test_every_figure_leads_to_its_events(engine: Engine) -> None:
    store = FigureRepository(engine)
    figures, checked = Figures(store), Counter[str]()
    figures.catch_up()
    total: Counter[tuple[str, str, str]] = Counter()
    for (subject, name, _), row in kept(store).items():
        total.update({(subject, name, figure): value for figure, value in row.items() if not figure.endswith("_max")})
    for (subject, name, figure), value in sorted(total.items()):
        if subject == "agent" and name not in SOME_AGENTS:
            continue
        behind = figures.events(Subject(subject), name, figure, WHOLE)
        assert sum(entry["gave"] for entry in behind) == value, (subject, name, figure)
        checked[subject] += 1
    assert checked["queue"] > 40
    assert checked["agent"] > 30


def test_each_leg_keeps_its_own_talk_and_hold(engine: Engine) -> None:
    truth = {
        line.name: (line.talk, line.hold) if line.met else (None, None) for call in town().calls for line in call.lines
    }
    assert _times(engine) == truth
    with engine.begin() as connection:
        connection.execute(update(LegRow).values(talk_ms=None, hold_ms=1))
    assert CallRecords().renew(engine) == len(town().calls)
    assert _times(engine) == truth


def _times(engine: Engine) -> dict[str, tuple[int | None, int | None]]:
    with engine.connect() as connection:
        rows = connection.execute(select(LegRow.channel, LegRow.talk_ms, LegRow.hold_ms)).all()
    return {channel: (talk, hold) for channel, talk, hold in rows}
