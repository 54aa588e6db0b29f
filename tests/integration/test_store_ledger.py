"""The ledger's table and repository on both databases."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from appliance.contact.ledger.errors import LedgerUnavailable
from appliance.contact.ledger.model import Mark
from appliance.contact.ledger.repository import LedgerRepository
from appliance.events import Event
from appliance.store import schema
from appliance.store.engine import open_engine

pytestmark = pytest.mark.wire

AT = datetime(2026, 1, 1, 8, tzinfo=UTC)
ONE = UUID("01950000-0000-7000-8000-000000000001")
TWO = UUID("01950000-0000-7000-8000-000000000002")


def event(n: int, contact: UUID | None = ONE, kind: str = "leg.opened") -> Event:
    return Event(kind, AT + timedelta(seconds=n), contact, contact and TWO, {"n": n, "名": ["值", None, 1.5]})


class Counting:
    """A read model: how many events it was given, in a table of its own."""

    def apply(self, connection: Connection, events: Sequence[Event]) -> None:
        connection.execute(text("UPDATE counted SET n = n + :n"), {"n": len(events)})


class Refusing(Counting):
    """One that fails on certain events."""

    def apply(self, connection: Connection, events: Sequence[Event]) -> None:
        super().apply(connection, events)
        if any(event.data["n"] in (2, 3) for event in events):
            raise KeyError("n")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    schema.upgrade(database_url)
    engine = open_engine(database_url, lock_wait=0.2)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counted (n INTEGER)"))
        connection.execute(text("INSERT INTO counted VALUES (0)"))
    yield engine
    engine.dispose()


def _counted(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT n FROM counted")).scalar_one())


def test_events_come_back_as_they_went(engine: Engine) -> None:
    ledger = LedgerRepository(engine)
    events = [event(1), event(2, None), Event("queue.entered", AT, TWO, None, {}, schema=3)]
    assert ledger.append(events) == 3
    assert ledger.last_seq() == 3
    assert [(entry.seq, entry.event) for entry in ledger.read()] == list(enumerate(events, 1))


def test_nothing_appended_is_nothing(engine: Engine) -> None:
    ledger = LedgerRepository(engine)
    assert ledger.append([]) == 0
    assert ledger.last_seq() == 0
    assert ledger.read() == []


def test_reading_chooses(engine: Engine) -> None:
    ledger = LedgerRepository(engine)
    ledger.append([event(0), event(1, TWO), event(2, kind="leg.ended"), event(3), event(4, None)])

    def numbers(**wanted: object) -> list[int]:
        return [entry.event.data["n"] for entry in ledger.read(**wanted)]  # type: ignore[arg-type]

    assert numbers(after_seq=3) == [3, 4]
    assert numbers(limit=2) == [0, 1]
    assert numbers(contact=ONE) == [0, 2, 3]
    assert numbers(kinds={"leg.ended"}) == [2]
    assert numbers(kinds=()) == []
    assert numbers(since=AT + timedelta(seconds=1), until=AT + timedelta(seconds=3)) == [1, 2]
    assert numbers(contact=ONE, after_seq=1, kinds=["leg.opened"], limit=5) == [3]
    assert [entry.event.data["n"] for entry in ledger.of_contacts([TWO, ONE])] == [0, 1, 2, 3]
    assert ledger.of_contacts([]) == []


def test_a_naive_time_is_refused(engine: Engine) -> None:
    ledger = LedgerRepository(engine)
    with pytest.raises(ValueError, match="naive datetime"):
        ledger.append([Event("leg.opened", datetime(2026, 1, 1))])  # noqa: DTZ001
    assert ledger.last_seq() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET kind = 'other'",
        "UPDATE ledger SET kind = 'other' WHERE seq = 1",
        "DELETE FROM ledger",
        "DELETE FROM ledger WHERE seq = 2",
    ],
)
def test_the_database_itself_refuses_changes(engine: Engine, statement: str) -> None:
    ledger = LedgerRepository(engine)
    ledger.append([event(1), event(2)])
    with pytest.raises(DBAPIError, match="append only"), engine.begin() as connection:
        connection.execute(text(statement))
    assert [entry.event for entry in ledger.read()] == [event(1), event(2)]


def test_the_database_refuses_its_own_ways_around(engine: Engine) -> None:
    ledger = LedgerRepository(engine)
    ledger.append([event(1)])
    around = {
        "sqlite": 'REPLACE INTO ledger (seq, at, "schema", kind, data) VALUES (1, 0, 1, 0, 0)',
        "postgresql": "TRUNCATE ledger",
    }[engine.dialect.name]
    with pytest.raises(DBAPIError, match="append only"), engine.begin() as connection:
        connection.execute(text(around))
    assert [entry.event for entry in ledger.read()] == [event(1)]


def test_read_models_move_with_the_events(engine: Engine) -> None:
    ledger = LedgerRepository(engine, [Counting()])
    ledger.append([event(1), event(2)])
    assert _counted(engine) == 2


def test_a_failing_read_model_does_not_stop_the_ledger(engine: Engine) -> None:
    ledger = LedgerRepository(engine, [Refusing()])
    source = uuid4()
    assert ledger.append([event(n) for n in range(5)], Mark(source, 5)) == 5
    assert [entry.event.data["n"] for entry in ledger.read()] == [0, 1, 2, 3, 4]
    assert _counted(engine) == 3
    assert ledger.append([event(n) for n in range(5)], Mark(source, 5)) == 0
    assert len(ledger.read()) == 5


def test_what_was_written_is_not_written_again(engine: Engine) -> None:
    ledger = LedgerRepository(engine, [Counting()])
    source, other = uuid4(), uuid4()
    assert ledger.append([event(1), event(2)], Mark(source, 2)) == 2
    assert ledger.append([event(1), event(2)], Mark(source, 2)) == 0
    assert ledger.append([event(2), event(3), event(4)], Mark(source, 4)) == 2
    assert ledger.append([event(1)], Mark(other, 1)) == 1
    assert ledger.append([event(9)], Mark(source, 9)) == 1
    assert ledger.append([event(4)], Mark(source, 4)) == 0
    assert [entry.event.data["n"] for entry in ledger.read()] == [1, 2, 3, 4, 1, 9]
    assert _counted(engine) == 6


def test_a_locked_store_says_so(engine: Engine) -> None:
    ledger = LedgerRepository(engine)
    lock = {"sqlite": "SELECT 1", "postgresql": "LOCK TABLE ledger IN EXCLUSIVE MODE"}[engine.dialect.name]
    with engine.begin() as connection:
        connection.execute(text(lock))
        with pytest.raises(LedgerUnavailable) as refusal:
            ledger.append([event(1)])
    assert refusal.value.sentence("zh").next
    assert ledger.append([event(1)]) == 1


def test_readers_beyond_a_number_miss_no_smaller_one(engine: Engine) -> None:
    """Four appenders, one reader that follows: the reader sees every event."""
    each, writers = 50, 4

    def write(writer: int) -> None:
        mine = open_engine(engine.url.render_as_string(hide_password=False), lock_wait=20)
        ledger = LedgerRepository(mine)
        for n in range(each):
            ledger.append([event(writer * each + n)])
        mine.dispose()

    threads = [Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    ledger, seen, last = LedgerRepository(engine), [], 0
    for _ in itertools.repeat(None, 100_000):
        alive = any(thread.is_alive() for thread in threads)
        new = ledger.read(after_seq=last)
        seen += [entry.event.data["n"] for entry in new]
        last = new[-1].seq if new else last
        if not alive and not new:
            break
    assert sorted(seen) == list(range(each * writers))
    assert len(seen) == len(set(seen))
