"""The register and the log of accesses in the database."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, RowMapping, Select, Table, insert, select

from appliance.contact.recording.model import Access, Recording, Retention, Search
from appliance.store.engine import reading
from appliance.store.tables.recordings import RecordingAccessRow, RecordingRow

_PAGE = 500


class RecordingRepository:
    """RegisterStore of `node`. Every method is a short transaction of its own; a commit must be durable."""

    def __init__(self, engine: Engine, node: str = "box") -> None:
        self._engine = engine
        self.node = node

    def find(self, identity: UUID) -> Recording | None:
        return self._first(select(_rows()).where(RecordingRow.id == identity))

    def last(self) -> Recording | None:
        return self._first(self._ours().order_by(RecordingRow.seq.desc()).limit(1))

    def append(self, recording: Recording) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(RecordingRow), asdict(recording))

    def entries(self, until: int) -> Iterator[Recording]:
        """In pages, so that a long check holds no transaction open."""
        after = -1
        while page := self._page(after, until):
            yield from page
            after = page[-1].seq

    def select(self, search: Search) -> tuple[Recording, ...]:
        query = select(_rows()).order_by(RecordingRow.started_at.desc(), RecordingRow.id.desc())
        if search.contact:
            query = query.where(RecordingRow.contact == search.contact)
        if search.start:
            query = query.where(RecordingRow.started_at >= search.start)
        if search.end:
            query = query.where(RecordingRow.started_at < search.end)
        return self._all(query.limit(search.limit))

    def log_access(self, access: Access) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(RecordingAccessRow), asdict(access))

    def accesses(self, recording: UUID) -> tuple[Access, ...]:
        """Who was given the recording, oldest first."""
        row = RecordingAccessRow
        query = select(row.__table__).where(row.recording == recording).order_by(row.at, row.id)
        with reading(self._engine) as connection:
            return tuple(Access(**item) for item in connection.execute(query).mappings())

    def _page(self, after: int, until: int) -> tuple[Recording, ...]:
        rows = self._ours().where(RecordingRow.seq > after, RecordingRow.seq <= until)
        return self._all(rows.order_by(RecordingRow.seq).limit(_PAGE))

    def _ours(self) -> Select[Any]:
        return select(_rows()).where(RecordingRow.node == self.node)

    def _first(self, query: Select[Any]) -> Recording | None:
        return next(iter(self._all(query)), None)

    def _all(self, query: Select[Any]) -> tuple[Recording, ...]:
        with reading(self._engine) as connection:
            return tuple(_recording(row) for row in connection.execute(query).mappings())


def _rows() -> Table:
    table = RecordingRow.__table__
    assert isinstance(table, Table)  # noqa: S101 - declared with a plain table; tells the type checker
    return table


def _recording(row: RowMapping) -> Recording:
    return Recording(**{**row, "retention": Retention(row["retention"])})
