"""Everything that writes is killed, twenty times at random moments: the books open, and agree with each other."""

import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from appliance.contact.calls.record import summarise
from appliance.contact.ledger.journal import JournalFile
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.statistics.model import Subject
from appliance.contact.statistics.repository import FigureRepository
from appliance.contact.statistics.service import Figures
from appliance.events import Event
from appliance.store import schema
from appliance.store.engine import open_engine
from appliance.store.tables.calls import CallRow
from tests.servers.ledger_day import Day

pytestmark = [pytest.mark.wire, pytest.mark.timeout(300)]

CUTS = 20
MOST = 10_000_000


def _live_and_die(url: str, journal: Path, life: int, acknowledgements: int) -> int:
    """Let a centre write its day and count it, and kill it; how many events it said were kept."""
    command = [sys.executable, "-m", "tests.servers.ledger_lives", "day", url, str(journal), str(life)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        kept = 0
        for _, line in zip(range(acknowledgements), process.stdout, strict=False):
            kept = int(line)
        process.kill()
        for line in process.stdout:
            kept = int(line) if line.endswith("\n") else kept
    return kept


def test_twenty_power_cuts_while_a_day_is_written(database_url: str, tmp_path: Path) -> None:
    schema.upgrade(database_url)
    journal, chance = tmp_path / "journal", random.Random(20)
    kept = [_live_and_die(database_url, journal, life, chance.randrange(1, 80)) for life in range(CUTS)]
    engine = open_engine(database_url)
    ledger = LedgerRepository(engine)
    for batch in JournalFile(journal).load():
        ledger.append(batch.events, batch.mark)
    written = [entry.event for entry in ledger.read(limit=MOST)]
    for life, number in enumerate(kept):
        day = _named(Day(life, calls=400).events())
        known = set(day)
        found = [name for name in _named(written) if name in known]
        assert found == day[: len(found)]
        assert len(found) >= number > 0
    _agree(engine, written)
    engine.dispose()


def _named(events: Sequence[Event]) -> list[tuple[object, ...]]:
    return [(event.kind, event.at, event.contact, event.leg) for event in events]


def _agree(engine: Engine, written: Sequence[Event]) -> None:
    """Call records and figures are those that the ledger's events make."""
    stories: dict[UUID, list[Event]] = defaultdict(list)
    for event in written:
        if event.contact:
            stories[event.contact].append(event)
    with engine.connect() as connection:
        rows = {row.id: row for row in connection.execute(select(CallRow.__table__))}
    assert rows.keys() == stories.keys()
    for contact, row in rows.items():
        record = summarise(stories[contact])
        assert record
        assert row.closed_at == record.call.closed_at
        if row.closed_at:
            assert (row.wait_ms, row.talk_ms, row.agent) == (record.wait_ms, record.talk_ms, record.agent)
    store = FigureRepository(engine)
    figures = Figures(store)
    figures.catch_up()
    counted = [store.rows(subject, 0, 2**52) for subject in Subject]
    figures.rebuild()
    assert [store.rows(subject, 0, 2**52) for subject in Subject] == counted
    assert sum(map(len, counted)) > CUTS
