"""What an engine promises of its connections, on both databases."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Event, Thread
from time import monotonic

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from appliance.store.engine import alone, open_engine, reading

pytestmark = pytest.mark.wire


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url, lock_wait=0.2)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
    yield engine
    engine.dispose()


def _count(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(text("SELECT count(*) FROM t")).scalar_one())


def test_sqlite_is_durable_and_strict(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}", lock_wait=1.5)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 1500, "recursive_triggers": 1}
    with engine.connect() as connection:
        got = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
    assert got == wanted
    engine.dispose()


def test_sqlite_opened_by_many_at_once(tmp_path: Path) -> None:
    for round_ in range(10):
        faults: list[Exception] = []
        barrier = Barrier(6)

        def work(url: str, barrier: Barrier = barrier, faults: list[Exception] = faults) -> None:
            engine = open_engine(url)
            barrier.wait()
            try:
                with engine.begin() as connection:
                    connection.execute(text("CREATE TABLE IF NOT EXISTS t (n INTEGER)"))
            except OperationalError as fault:
                faults.append(fault)
            engine.dispose()

        threads = [Thread(target=work, args=(f"sqlite:///{tmp_path / f'{round_}.db'}",)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []


def test_a_failed_transaction_leaves_nothing(engine: Engine) -> None:
    def fail() -> None:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO t VALUES (1)"))
            connection.execute(text("CREATE TABLE u (n INTEGER)"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert _count(engine) == 0
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE u (n INTEGER)"))


def test_a_reader_waits_for_no_writer_and_sees_one_moment(engine: Engine) -> None:
    with engine.begin() as writer:
        writer.execute(text("INSERT INTO t VALUES (1)"))
        assert _count(engine) == 0
    assert _count(engine) == 1


def test_writers_take_turns(engine: Engine) -> None:
    """Each reads, then writes what it read plus one: without turns a number would come twice."""

    def add() -> None:
        mine = open_engine(engine.url.render_as_string(hide_password=False), lock_wait=20)
        for _ in range(20):
            with mine.begin() as connection:
                alone(connection, "numbers")
                highest = connection.execute(text("SELECT coalesce(max(n), 0) FROM t")).scalar_one()
                connection.execute(text("INSERT INTO t VALUES (:n)"), {"n": highest + 1})
        mine.dispose()

    threads = [Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine) as connection:
        numbers = connection.execute(text("SELECT n FROM t ORDER BY n")).scalars().all()
    assert numbers == list(range(1, 81))


def test_a_lock_is_waited_for_and_no_longer(engine: Engine) -> None:
    held, release = Event(), Event()

    def hold() -> None:
        with engine.begin() as connection:
            alone(connection, "turn")
            held.set()
            release.wait(60)

    thread = Thread(target=hold)
    thread.start()
    assert held.wait(60)
    started = monotonic()
    with pytest.raises(OperationalError), engine.begin() as connection:
        alone(connection, "turn")
    assert 0.15 < monotonic() - started < 30
    release.set()
    thread.join()
    with engine.begin() as connection:
        alone(connection, "turn")
