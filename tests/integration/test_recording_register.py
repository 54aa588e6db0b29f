"""The register on both databases: what was written is what is read, row for row."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import IntegrityError

from appliance.contact.recording.model import (
    Access,
    Change,
    ChangeKind,
    FindingKind,
    Recording,
    Retention,
    Search,
    Wrap,
)
from appliance.contact.recording.register import Head, chained, check
from appliance.contact.recording.repository import ChangeRepository, RecordingRepository, WrapRepository
from appliance.store.engine import open_engine
from appliance.store.tables.recordings import RecordingRow
from tests.unit.recording.station import Station, create_tables

pytestmark = pytest.mark.wire

AT = datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
PLAIN = Recording(UUID(int=1), "box", None, "1.1", AT, 1000, 5 << 32, "", "ab" * 32, "0badcafe", "cd" * 40)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    create_tables(engine)
    yield engine
    engine.dispose()


def filled(engine: Engine, count: int, node: str = "box") -> RecordingRepository:
    repository = RecordingRepository(engine, node)
    for number in range(1, count + 1):
        last = repository.last()
        draft = replace(
            PLAIN,
            id=UUID(int=hash(node) % 1000 << 32 | number),
            node=node,
            contact=UUID(int=number % 2) if number % 2 else None,
            started_at=AT + timedelta(hours=number),
            file=f"{number}.sealed",
            retention=Retention.COMPLAINT,
        )
        repository.append(chained(draft, last, Head(last.seq, last.hash) if last else Head()))
    return repository


def head(repository: RecordingRepository) -> Head:
    last = repository.last()
    return Head(last.seq, last.hash) if last else Head()


def test_what_is_read_has_the_hashes_that_were_written(engine: Engine) -> None:
    repository = filled(engine, 1203)
    rows = list(repository.entries(1203))
    assert [row.seq for row in rows] == list(range(1, 1204))
    assert list(check(rows, head(repository))) == []
    assert repository.find(rows[7].id) == rows[7]
    assert rows[7].started_at == AT + timedelta(hours=8)
    assert rows[7].retention == Retention.COMPLAINT
    assert [row.seq for row in repository.entries(3)] == [1, 2, 3]


def test_an_empty_register(engine: Engine) -> None:
    repository = RecordingRepository(engine)
    assert repository.last() is None
    assert repository.find(UUID(int=1)) is None
    assert list(repository.entries(10)) == []
    assert repository.select(Search()) == ()


def test_a_place_and_an_identity_are_taken_once(engine: Engine) -> None:
    repository = filled(engine, 2)
    last = repository.last()
    assert last
    for twice in (replace(last, id=UUID(int=999)), replace(last, seq=9)):
        with pytest.raises(IntegrityError):
            repository.append(twice)


def test_each_node_has_a_chain_of_its_own_and_the_list_shows_all(engine: Engine) -> None:
    box, other = filled(engine, 3), filled(engine, 2, "other")
    assert [row.node for row in box.entries(9)] == ["box"] * 3
    assert list(check(other.entries(9), head(other))) == []
    assert len(box.select(Search())) == 5


def test_the_list_is_narrowed(engine: Engine) -> None:
    repository = filled(engine, 6)

    def hours(**search: object) -> list[int]:
        found = repository.select(replace(Search(), **search))  # type: ignore[arg-type] # the names are its fields
        return [row.seq for row in found]

    assert hours() == [6, 5, 4, 3, 2, 1]
    assert hours(limit=2) == [6, 5]
    assert hours(contact=UUID(int=1)) == [5, 3, 1]
    assert hours(start=AT + timedelta(hours=2), end=AT + timedelta(hours=4)) == [3, 2]


def test_accesses_are_kept_in_order(engine: Engine) -> None:
    repository = filled(engine, 1)
    written = [Access(UUID(int=n), UUID(int=77), AT + timedelta(seconds=n), "李雷", "投诉 12") for n in range(3)]
    for access in reversed(written):
        repository.log_access(access)
    assert repository.accesses(UUID(int=77)) == tuple(written)
    assert repository.accesses(UUID(int=78)) == ()


def test_rows_edited_or_removed_in_the_database_are_named(engine: Engine) -> None:
    repository = filled(engine, 5)
    kept = head(repository)
    with engine.begin() as connection:
        connection.execute(update(RecordingRow).where(RecordingRow.seq == 2).values(channel="9.9"))
        connection.execute(delete(RecordingRow).where(RecordingRow.seq == 4))
    found = [(item.kind, item.name) for item in check(repository.entries(5), kept)]
    assert found == [(FindingKind.ROW_CHANGED, "2.sealed"), (FindingKind.ROW_REMOVED, "#4")]


def test_a_box_that_was_tampered_with_names_every_file(tmp_path: Path) -> None:
    station = Station(tmp_path)
    for number in range(4):
        (station.spool / f"1.{number}.raw").write_bytes(bytes(range(200)) * 40)
    flipped, removed, kept, unrowed = [recording for recording in station.sweep() if recording]
    assert station.recorder.verify() == ()
    file = bytearray((station.sealed / flipped.file).read_bytes())
    file[-100] ^= 4
    (station.sealed / flipped.file).write_bytes(file)
    (station.sealed / removed.file).unlink()
    (station.sealed / "extra.sealed").write_bytes((station.sealed / kept.file).read_bytes())
    engine = open_engine(f"sqlite:///{tmp_path / 'register.db'}")
    with engine.begin() as connection:
        connection.execute(delete(RecordingRow).where(RecordingRow.id == unrowed.id))
    assert {(finding.kind, finding.name) for finding in station.recorder.verify()} == {
        (FindingKind.ROW_REMOVED, "#4"),
        (FindingKind.FLIPPED, flipped.file),
        (FindingKind.REMOVED, removed.file),
        (FindingKind.PUT_IN, "extra.sealed"),
        (FindingKind.PUT_IN, unrowed.file),
    }


def test_wraps_and_what_still_needs_a_key(engine: Engine) -> None:
    repository, wraps = filled(engine, 5), WrapRepository(engine)
    rows = list(repository.entries(5))
    assert [row.seq for row in wraps.waiting("11111111", 0, 3)] == [1, 2, 3]
    assert [row.seq for row in wraps.waiting("11111111", 3, 3)] == [4, 5]
    assert wraps.waiting(PLAIN.key_id, 0, 3) == ()
    later = [Wrap(row.id, "11111111", "ef" * 56, AT) for row in rows[:3]]
    wraps.put(later)
    wraps.put([later[2], Wrap(rows[3].id, "11111111", "ef" * 56, AT)])
    assert [row.seq for row in wraps.waiting("11111111", 0, 9)] == [5]
    assert (wraps.needing(PLAIN.key_id, "11111111"), wraps.needing("11111111", "11111111")) == (1, 0)
    assert [row.seq for row in wraps.opened_by("11111111", 1, 2)] == [2, 3]
    assert len(wraps.opened_by(PLAIN.key_id, 0, 9)) == 5
    newest = Wrap(rows[0].id, "22222222", "aa" * 56, AT + timedelta(days=1))
    wraps.put([newest])
    assert wraps.of(rows[0].id) == (newest, later[0])
    changes = ChangeRepository(engine)
    gone = Change("box", rows[4].id, ChangeKind.DELETED, AT, "system", "age", "age")
    changes.append(chained(gone, None, Head()))
    assert wraps.waiting("11111111", 0, 9) == ()
    assert WrapRepository(engine, "other").waiting("11111111", 0, 9) == ()
