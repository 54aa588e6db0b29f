"""Migrations with data, up and down, on both databases."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, insert, inspect, select, text

from appliance.store import schema
from appliance.store.engine import open_engine
from appliance.store.errors import DatabaseNewer, DatabaseUnavailable
from appliance.store.tables import Base
from appliance.store.tables.calls import CallRow, LegRow
from appliance.store.tables.ledger import LedgerRow

pytestmark = pytest.mark.wire

AT = datetime(2026, 2, 28, 23, 59, 59, 123456, tzinfo=UTC)
CONTACT = UUID("01950000-0000-7000-8000-000000000001")
LEG = UUID("01950000-0000-7000-8000-000000000002")


def _tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def _fill(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            insert(LedgerRow),
            {"at": AT, "schema": 1, "kind": "contact.opened", "contact": CONTACT, "data": {"名": "值"}},
        )
        connection.execute(insert(CallRow), {"id": CONTACT, "direction": "inbound", "opened_at": AT})
        connection.execute(
            insert(LegRow),
            {"id": LEG, "contact": CONTACT, "role": "caller", "channel": "1.1", "node": "box", "opened_at": AT},
        )


def test_up_down_up_with_data(database_url: str) -> None:
    schema.upgrade(database_url)
    assert schema.current(database_url) == schema.head()
    engine = open_engine(database_url)
    _fill(engine)
    before = _tables(engine)
    with engine.connect() as connection:
        row = connection.execute(select(LedgerRow.at, LedgerRow.data, LedgerRow.seq)).one()
    assert tuple(row) == (AT, {"名": "值"}, 1)
    assert row.at.utcoffset().total_seconds() == 0
    schema.downgrade(database_url, "base")
    assert schema.current(database_url) is None
    assert _tables(engine) == {"alembic_version"}
    schema.upgrade(database_url)
    assert _tables(engine) == before
    _fill(engine)
    engine.dispose()


def test_head_is_the_models(database_url: str) -> None:
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    with engine.connect() as connection:
        # SQLite's row numbers are no identity column, and Alembic would miss it there.
        options = {"compare_server_default": engine.dialect.name == "postgresql"}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_upgrade_twice_changes_nothing(database_url: str) -> None:
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    _fill(engine)
    schema.upgrade(database_url)
    with engine.connect() as connection:
        assert connection.execute(select(LedgerRow.seq)).scalars().all() == [1]
    engine.dispose()


def test_processes_upgrade_at_once(database_url: str) -> None:
    program = "import sys; from appliance.store import schema; input(); schema.upgrade(sys.argv[1])"
    command = [sys.executable, "-c", program, database_url]
    started = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    for process in started:
        assert process.stdin
        process.stdin.write(b"\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[1] for process in started]
    assert said == [b"", b"", b""]
    assert schema.current(database_url) == schema.head()


def test_a_newer_database_is_refused(database_url: str) -> None:
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for change in (schema.upgrade, schema.downgrade):
        with pytest.raises(DatabaseNewer) as refusal:
            change(database_url, "base")
        assert refusal.value.details == {"revision": "9999", "known": schema.head()}
    assert "ledger" in _tables(engine)
    engine.dispose()


def test_an_unreachable_database_is_a_refusal() -> None:
    with pytest.raises(DatabaseUnavailable) as refusal:
        schema.upgrade("postgresql+psycopg://callstead:secret@/x?host=/nonexistent")
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("content", [b"this is no database, whatever its name says" * 100, None])
def test_a_file_that_is_no_database_is_a_refusal(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "callstead.db"
    file.write_bytes(content) if content else file.mkdir()
    for use in (schema.upgrade, schema.current):
        with pytest.raises(DatabaseUnavailable) as refusal:
            use(f"sqlite:///{file}")
        assert str(file) in refusal.value.sentence("zh").what
