"""The writer on real databases that are locked, cut off, or were left with a full journal."""

import asyncio
import shutil
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from appliance.clock import SystemClock
from appliance.contact.ledger.errors import LedgerUnavailable
from appliance.contact.ledger.journal import JournalFile
from appliance.contact.ledger.model import Durability, Mark
from appliance.contact.ledger.ports import LedgerStore
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.ledger.service import LedgerWriter
from appliance.events import Event
from appliance.store import schema
from appliance.store.engine import open_engine
from tests.unit.ledger.fakes import MemoryStore

pytestmark = pytest.mark.wire

AT = datetime(2026, 1, 1, 8, tzinfo=UTC)
LOCK = {"sqlite": "SELECT 1", "postgresql": "LOCK TABLE ledger IN EXCLUSIVE MODE"}
CUT = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
)
LIMIT = 60.0
HELD = 7
"""Events that come while the lock is held: with the patience of the writer they take longer than each store waits."""


@dataclass
class Rig:
    engine: Engine
    journal: Path
    troubles: list[Exception] = field(default_factory=list)
    recovered: Flag = field(default_factory=Flag)

    @property
    def ledger(self) -> LedgerRepository:
        return LedgerRepository(self.engine)

    def writer(self, patience: float = 0.25) -> LedgerWriter:
        return LedgerWriter(
            self.ledger,
            JournalFile(self.journal),
            SystemClock(),
            patience=patience,
            on_trouble=self.troubles.append,
            on_recovered=self.recovered.set,
        )

    async def written(self, writer: LedgerWriter, number: int) -> None:
        """Have an event in the store, however long that takes here; troubles so far are forgotten."""
        if await writer.append(numbered(number)) is Durability.LATE:
            assert await asyncio.to_thread(self.recovered.wait, LIMIT)
        self.recovered.clear()
        self.troubles.clear()

    def numbers(self) -> list[int]:
        return [entry.event.data["n"] for entry in self.ledger.read(limit=1_000_000)]

    @contextmanager
    def locked(self) -> Iterator[Flag]:
        """Another connection holds the write lock until the flag is set."""
        held, release = Flag(), Flag()

        def hold() -> None:
            with self.engine.begin() as connection:
                connection.execute(text(LOCK[self.engine.dialect.name]))
                held.set()
                release.wait(LIMIT)

        thread = Thread(target=hold)
        thread.start()
        assert held.wait(LIMIT)
        try:
            yield release
        finally:
            release.set()
            thread.join()


@pytest.fixture(params=[0.1, 1.5], ids=["impatient-store", "patient-store"])
def rig(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[Rig]:
    schema.upgrade(database_url)
    engine = open_engine(database_url, lock_wait=request.param)
    yield Rig(engine, tmp_path / "journal")
    engine.dispose()


def numbered(*numbers: int) -> list[Event]:
    return [Event("test.fact", AT, data={"n": n}) for n in numbers]


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(work(), LIMIT))


def test_many_calls_at_once(rig: Rig) -> None:
    async def work() -> None:
        writer = rig.writer(patience=LIMIT)
        writer.start()

        async def call(first: int) -> None:
            for n in range(first, first + 16):
                assert await writer.append(numbered(n)) is Durability.DURABLE

        await asyncio.gather(*(call(100 * c) for c in range(50)))
        assert await writer.close() == 0

    run(work)
    numbers = rig.numbers()
    assert sorted(numbers) == sorted(100 * c + n for c in range(50) for n in range(16))
    for c in range(50):
        assert [n for n in numbers if n // 100 == c] == list(range(100 * c, 100 * c + 16))


def test_locked_for_a_while(rig: Rig) -> None:
    """Nobody waits for the lock, everything is written afterwards, once and in order."""

    async def work() -> None:
        writer = rig.writer()
        writer.start()
        await rig.written(writer, 0)
        with rig.locked():
            for number in range(1, HELD + 1):
                assert await writer.append(numbered(number)) is Durability.LATE
        assert await asyncio.to_thread(rig.recovered.wait, LIMIT)
        assert writer.behind_since is None
        rig.recovered.clear()
        told.extend(rig.troubles)
        await rig.written(writer, HELD + 1)
        assert await writer.close(LIMIT) == 0
        assert rig.numbers() == list(range(HELD + 2))

    told: list[Exception] = []
    run(work)
    (trouble,) = told
    assert isinstance(trouble, LedgerUnavailable)
    assert not rig.journal.exists()


def test_a_journal_that_is_in_the_ledger_already_is_not_written_twice(rig: Rig) -> None:
    """The process died between the commit and the end of the journal."""
    copy = rig.journal.with_name("copy")

    async def first() -> None:
        writer = rig.writer()
        writer.start()
        with rig.locked():
            for n in range(10):
                assert await writer.append(numbered(n)) is Durability.LATE
            shutil.copy(rig.journal, copy)
            for n in range(10, 20):
                await writer.append(numbered(n))
        assert await writer.close(LIMIT) == 0

    async def second() -> None:
        shutil.copy(copy, rig.journal)
        writer = rig.writer()
        writer.start()
        await writer.append(numbered(20))
        assert await writer.close(LIMIT) == 0

    run(first)
    assert rig.numbers() == list(range(20))
    assert JournalFile(copy).load()
    run(second)
    assert rig.numbers() == list(range(21))
    assert not rig.journal.exists()


@pytest.mark.postgres
def test_connections_cut_again_and_again(postgres_database: str, tmp_path: Path) -> None:
    schema.upgrade(postgres_database)
    rig, other = Rig(open_engine(postgres_database), tmp_path / "journal"), open_engine(postgres_database)

    def saw() -> int:
        with other.begin() as connection:
            return int(connection.execute(text(CUT)).scalar_one())

    async def work() -> None:
        writer = rig.writer()
        writer.start()
        for first in range(0, 1000, 50):
            promises = [writer.append(numbered(n)) for n in range(first, first + 50)]
            await promises[first // 50]
            assert await asyncio.to_thread(saw) > 0
            await asyncio.gather(*promises)
            if writer.behind_since:
                rig.recovered.clear()
                assert await asyncio.to_thread(rig.recovered.wait, LIMIT)
        assert await writer.close(LIMIT) == 0

    run(work)
    assert rig.numbers() == list(range(1000))
    assert not rig.journal.exists()
    other.dispose()
    rig.engine.dispose()


def _keeps_the_contract(store: LedgerStore) -> None:
    source, other = uuid4(), uuid4()
    assert store.append(numbered(1, 2)) == 2
    assert store.append(numbered(3, 4), Mark(source, 2)) == 2
    assert store.append(numbered(3, 4), Mark(source, 2)) == 0
    assert store.append(numbered(4, 5), Mark(source, 3)) == 1
    assert store.append(numbered(3), Mark(source, 1)) == 0
    assert store.append(numbered(9), Mark(source, 7)) == 1
    assert store.append(numbered(1), Mark(other, 5)) == 1
    assert store.append([]) == 0


def test_the_database_keeps_the_contract(rig: Rig) -> None:
    _keeps_the_contract(rig.ledger)
    assert rig.numbers() == [1, 2, 3, 4, 5, 9, 1]


def test_the_fake_keeps_the_contract() -> None:
    store = MemoryStore()
    _keeps_the_contract(store)
    assert [event.data["n"] for event in store.events] == [1, 2, 3, 4, 5, 9, 1]
