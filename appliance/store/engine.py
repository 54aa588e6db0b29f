"""Connections to the box's database: SQLite in WAL mode, or PostgreSQL through psycopg 3."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zlib import crc32

from sqlalchemy import URL, Connection, Engine, Function, Update, create_engine, event, func, make_url, select

READING = "callstead_reading"
WAL_ATTEMPTS = 20


def open_engine(url: str, *, lock_wait: float = 2.0, statement_limit: float = 30.0, ping: bool = True) -> Engine:
    """An engine for `url`; nothing is connected yet.

    With `ping` a connection is asked for a sign of life before each use; without, its user has to try again by itself.
    `lock_wait` seconds are waited for a lock or a free connection; `statement_limit` bounds one statement
    on PostgreSQL. A transaction on SQLite takes the write lock at its start, unless it is opened by `reading`.
    """
    parsed = _with_driver(make_url(url))
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed, lock_wait)
    return _open_postgresql(parsed, lock_wait, statement_limit, ping)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection whose transaction sees one snapshot, writes nothing and waits for no writer."""
    with engine.connect() as connection:
        yield connection.execution_options(**{READING: True, "postgresql_readonly": True})


def alone(connection: Connection, name: str) -> None:
    """Wait until no other transaction holds `name`, and hold it to the end of this one.

    SQLite's transactions hold the write lock of the whole file anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(_turn(name)))


def in_turn(statement: Update, name: str) -> Update:
    """An update for PostgreSQL that does what `alone` does in the same round trip, if it finds its row.

    If it does not, the turn may or may not have been taken.
    """
    return statement.where(select(_turn(name)).scalar_subquery().is_not(None))


def _turn(name: str) -> Function[Any]:
    return func.pg_advisory_xact_lock(crc32(name.encode()))


def _with_driver(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _open_sqlite(url: URL, lock_wait: float) -> Engine:
    engine = create_engine(url, json_serializer=as_json, pool_timeout=lock_wait)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, record: Any) -> None:
        # With isolation_level None the sqlite3 module opens no transaction of its own, on every Python version:
        # https://docs.python.org/3/library/sqlite3.html#transaction-control-via-the-isolation-level-attribute
        connection.isolation_level = None
        for pragma in _pragmas(lock_wait):
            connection.execute(f"PRAGMA {pragma}")
        _use_wal(connection)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = not connection.get_execution_options().get(READING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _pragmas(lock_wait: float) -> tuple[str, ...]:
    return (
        f"busy_timeout = {round(lock_wait * 1000)}",
        "synchronous = FULL",
        "foreign_keys = ON",
        # Without it INSERT OR REPLACE deletes rows behind the back of the delete triggers.
        "recursive_triggers = ON",
        "journal_size_limit = 67108864",
    )


def _use_wal(connection: sqlite3.Connection) -> None:
    # The switch itself does not wait for a lock, a transaction does: https://www.sqlite.org/wal.html#busy
    for _ in range(WAL_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")


def _open_postgresql(url: URL, lock_wait: float, statement_limit: float, ping: bool) -> Engine:
    limits = {
        "lock_timeout": lock_wait,
        "statement_timeout": statement_limit,
        "idle_in_transaction_session_timeout": 2 * statement_limit,
    }
    options = " ".join(f"-c {name}={round(seconds * 1000)}" for name, seconds in limits.items())
    return create_engine(
        url,
        json_serializer=as_json,
        pool_pre_ping=ping,
        pool_timeout=lock_wait,
        connect_args={
            "application_name": "callstead",
            "connect_timeout": max(2, round(lock_wait)),
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 5000,
            "options": f"{options} -c timezone=UTC",
        },
    )


def as_json(value: Any) -> str:
    """A document as the database keeps it."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
