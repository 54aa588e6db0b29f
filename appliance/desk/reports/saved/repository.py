"""Saved reports in the database."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import Engine, RowMapping, Table, delete, insert, select, update

from appliance.desk.reports.saved.model import Saved
from appliance.desk.reports.wish import wish_of, wish_told
from appliance.store.engine import reading
from appliance.store.tables.reports import SavedReportRow

SAVED = cast("Table", SavedReportRow.__table__)


class SavedReports:
    """Who keeps which question."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self, owner: UUID | None = None) -> tuple[Saved, ...]:
        """By name: everybody's, or one person's."""
        wanted = select(SAVED).order_by(SAVED.c.name, SAVED.c.id)
        if owner:
            wanted = wanted.where(SAVED.c.owner == owner)
        with reading(self._engine) as connection:
            return tuple(map(_saved, connection.execute(wanted).mappings()))

    def find(self, id: UUID) -> Saved | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(SAVED).where(SAVED.c.id == id)).mappings().first()
        return _saved(row) if row else None

    def add(self, saved: Saved) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(SAVED), _row(saved))

    def change(self, saved: Saved) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(SAVED).where(SAVED.c.id == saved.id).values(**_row(saved)))

    def remove(self, id: UUID) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(SAVED).where(SAVED.c.id == id))


def _row(saved: Saved) -> dict[str, Any]:
    names = ("id", "owner", "name", "shared", "created_at", "changed_at")
    return {name: getattr(saved, name) for name in names} | {"wish": wish_told(saved.wish)}


def _saved(row: RowMapping) -> Saved:
    return Saved(**{**row, "wish": wish_of(row["wish"])})
