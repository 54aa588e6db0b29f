"""The configuration over time: every change of the site has a number, and every number a state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Engine, Row, func, select, tuple_

from appliance.store.documents import Body, Documents
from appliance.store.engine import reading
from appliance.store.tables.configuration import ConfigRow

State: TypeAlias = dict[tuple[str, str], Body]
"""Bodies by kind and key."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one change did to one document; `body` is what it became, empty where it ended."""

    change: int
    kind: str
    key: str
    version: int
    body: Body
    removed: bool
    author: str
    reason: str
    at: datetime


class History:
    """Reads the versions of all documents."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def head(self) -> int:
        """The number of the last change; 0 before the first."""
        with reading(self._engine) as connection:
            return int(connection.execute(select(func.coalesce(func.max(ConfigRow.change), 0))).scalar_one())

    def steps(self, *, kind: str = "", key: str = "", change: int = 0, limit: int = 50) -> list[Step]:
        """The newest steps first: of all documents, of a kind, of one document, or of one change."""
        wanted = select(*_COLUMNS).order_by(ConfigRow.change.desc(), ConfigRow.kind, ConfigRow.key).limit(limit)
        for column, value in ((ConfigRow.kind, kind), (ConfigRow.key, key), (ConfigRow.change, change)):
            if value:
                wanted = wanted.where(column == value)
        with reading(self._engine) as connection:
            return [_step(row) for row in connection.execute(wanted)]

    def state(self, change: int | None = None) -> State:
        """Everything configured as of a change, itself included; None means now."""
        newest = select(ConfigRow.kind, ConfigRow.key, func.max(ConfigRow.version))
        if change is not None:
            newest = newest.where(ConfigRow.change <= change)
        newest = newest.group_by(ConfigRow.kind, ConfigRow.key)
        wanted = select(ConfigRow.kind, ConfigRow.key, ConfigRow.body).where(
            ConfigRow.removed.is_(False), tuple_(ConfigRow.kind, ConfigRow.key, ConfigRow.version).in_(newest)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(wanted).all()
        return {(row.kind, row.key): row.body for row in sorted(rows, key=lambda row: (row.kind, row.key))}

    def at(self, moment: datetime) -> int:
        """The last change that had been made at a moment; 0 if none had."""
        wanted = select(func.coalesce(func.max(ConfigRow.change), 0)).where(ConfigRow.at <= moment)
        with reading(self._engine) as connection:
            return int(connection.execute(wanted).scalar_one())


class Draft(Documents):
    """Documents as they would be: read like the present ones, written nowhere. `asked` are the kinds read of it."""

    def __init__(self, state: Mapping[tuple[str, str], Body]) -> None:
        self._state = state
        self.asked: set[str] = set()

    def get(self, kind: str, key: str) -> Body | None:
        self.asked.add(kind)
        return self._state.get((kind, key))

    def all(self, kind: str) -> dict[str, Body]:
        self.asked.add(kind)
        return {key: body for (of_kind, key), body in sorted(self._state.items()) if of_kind == kind}


_COLUMNS = (
    ConfigRow.change,
    ConfigRow.kind,
    ConfigRow.key,
    ConfigRow.version,
    ConfigRow.body,
    ConfigRow.removed,
    ConfigRow.author,
    ConfigRow.reason,
    ConfigRow.at,
)


def _step(row: Row[Any]) -> Step:
    return Step(**row._mapping)
