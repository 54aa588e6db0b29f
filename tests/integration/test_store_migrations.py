"""Every migration by itself, up and down, over tables that hold rows: what both shapes know is kept to the letter."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeAlias
from uuid import UUID

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import CHAR, Column, Engine, MetaData, Table, insert, inspect, select
from sqlalchemy.types import JSON, Boolean, DateTime, Integer, LargeBinary, String, Uuid

from appliance.store import schema
from appliance.store.engine import open_engine

pytestmark = pytest.mark.wire

Rows: TypeAlias = Sequence[Mapping[str, Any]]
Kept: TypeAlias = Mapping[str, Rows]

AT = datetime(2026, 2, 28, 23, 59, 59, 123456, tzinfo=UTC)
ROWS = 3
COUNTED_ANEW = {step: {"figure", "figure_place"} for step in ("0012", "0017", "0030")}
"""Rows that a migration throws away, up and down, because the next reading counts them anew from the ledger."""


def revisions() -> list[str]:
    """From the first to the newest."""
    scripts = ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions()
    return [script.revision for script in scripts][::-1]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_every_step_keeps_every_row_up_and_down(database_url: str, engine: Engine) -> None:
    line, shapes = revisions(), dict[str, Any]()
    for before, revision in zip([None, *line], line, strict=False):
        kept = _fill(engine) if before else {}
        schema.upgrade(database_url, revision)
        shapes[revision] = _shape(engine)
        _same(kept, _rows(engine), revision)
    for earlier, revision in [*pairwise(line)][::-1]:
        kept = _fill(engine)
        schema.downgrade(database_url, earlier)
        assert _shape(engine) == shapes[earlier], f"{revision} leaves other tables behind than it found"
        _same(kept, _rows(engine), revision)
    kept = _fill(engine)
    schema.upgrade(database_url)
    assert _shape(engine) == shapes[line[-1]]
    _same(kept, _rows(engine), *COUNTED_ANEW)


def test_what_was_written_together_before_changes_had_numbers_is_one_change(database_url: str, engine: Engine) -> None:
    schema.upgrade(database_url, "0005")
    table = _tables(engine)["configuration"]
    written = [("queue", "a", 0, "li"), ("queue", "b", 0, "li"), ("queue", "a", 9, "li"), ("agent", "a", 9, "wang")]
    with engine.begin() as connection:
        for version, (kind, key, minute, author) in enumerate(written, 1):
            values = {"kind": kind, "key": key, "version": version, "body": {}, "removed": False}
            moment = AT + timedelta(minutes=minute)
            connection.execute(insert(table), values | {"author": author, "reason": "r", "at": moment})
    schema.upgrade(database_url, "0007")
    numbered = {row["version"]: row["change"] for row in _rows(engine)["configuration"]}
    assert numbered[1] == numbered[2] == 1
    assert sorted([numbered[3], numbered[4]]) == [2, 3]


def test_where_two_agents_noted_something_the_older_shape_keeps_the_last(database_url: str, engine: Engine) -> None:
    schema.upgrade(database_url, "0023")
    table, noted = _tables(engine)["contact_notes"], [("8001", 0), ("8002", 5), ("8003", 5), ("8004", 1)]
    with engine.begin() as connection:
        for agent, minute in noted:
            row = {name: _value(table.c[name], minute) for name in ("code", "text", "at")}
            row |= {"contact": _value(table.c.contact, 1), "agent": agent}
            connection.execute(insert(table), row)
    schema.downgrade(database_url, "0022")
    assert [row["agent"] for row in _rows(engine)["contact_notes"]] == ["8003"]


def _same(before: Kept, after: Kept, *steps: str) -> None:
    """Every row that was there is there, in the columns that are still there."""
    anew = set[str]().union(*(COUNTED_ANEW.get(step, ()) for step in steps))
    for table in (before.keys() & after.keys()) - anew:
        assert len(after[table]) == len(before[table]) > 0, (steps, table)
        columns = before[table][0].keys() & after[table][0].keys()
        assert columns
        found, wanted = (
            [{column: row[column] for column in columns} for row in rows] for rows in (after[table], before[table])
        )
        assert found == wanted, (steps, table)


def _tables(engine: Engine) -> Mapping[str, Table]:
    metadata = MetaData()
    metadata.reflect(engine)
    return {table.name: table for table in metadata.sorted_tables if table.name != "alembic_version"}


def _fill(engine: Engine) -> Kept:
    """Rows for every table that has none; what is in all of them."""
    tables = _tables(engine).values()
    with engine.begin() as connection:
        for table in tables:
            if connection.execute(select(table).limit(1)).first() is None:
                rows = [{column.name: _value(column, number) for column in table.columns} for number in range(1, ROWS)]
                connection.execute(insert(table), rows)
    return _rows(engine)


def _value(column: Column[Any], number: int) -> Any:
    """The same for the same kind of column and number, so that what refers to another table finds it there."""
    kind = column.type
    if isinstance(kind, Uuid):
        return UUID(int=number)
    if isinstance(kind, CHAR):
        return UUID(int=number).hex
    if isinstance(kind, String):
        return f"值'%{number}"
    if isinstance(kind, DateTime):
        return AT + timedelta(minutes=number)
    plain: dict[type[Any], Any] = {
        Boolean: bool(number % 2),
        Integer: number,
        LargeBinary: bytes([0, 255, number]),
        JSON: {"名": ["值", number, None]},
    }
    return next(value for type_, value in plain.items() if isinstance(kind, type_))


def _rows(engine: Engine) -> Kept:
    tables = _tables(engine)
    with engine.connect() as connection:
        return {
            name: [dict(row._mapping) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for name, table in tables.items()
        }


def _shape(engine: Engine) -> Mapping[str, Any]:
    """Columns, keys and indexes of every table, whatever their order."""
    about = inspect(engine)
    return {
        name: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in about.get_columns(name)),
            sorted((index["name"], index["column_names"]) for index in about.get_indexes(name)),
            sorted(unique["column_names"] for unique in about.get_unique_constraints(name)),
            about.get_pk_constraint(name)["constrained_columns"],
            [(key["constrained_columns"], key["options"]) for key in about.get_foreign_keys(name)],
        )
        for name in about.get_table_names()
    }
