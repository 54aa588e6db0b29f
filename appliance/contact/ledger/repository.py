"""The ledger in the database, and the read models that move with it."""

import logging
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, Select, Table, bindparam, func, insert, select, update
from sqlalchemy import exc as failures

from appliance.contact.ledger.errors import LedgerUnavailable
from appliance.contact.ledger.model import Entry, Mark
from appliance.contact.ledger.ports import Projection
from appliance.events import Event
from appliance.store.engine import alone, as_json, in_turn, reading
from appliance.store.tables.ledger import LedgerRow, LedgerSourceRow

logger = logging.getLogger(__name__)

MOST_CONTACTS = 1000
PAGE = 5000
# Faults of the statement or the data, which come back however often it is tried.
LASTING = (
    failures.IntegrityError,
    failures.DataError,
    failures.ProgrammingError,
    failures.NotSupportedError,
)

# Built once: putting a statement together costs more than SQLite takes to run it.
_LEDGER = cast("Table", LedgerRow.__table__)
_SOURCE = cast("Table", LedgerSourceRow.__table__)
_OF_SOURCE = _SOURCE.c.source == bindparam("of_source")
_EXPECTED = _SOURCE.c.position == bindparam("expected")
_BEHIND = _SOURCE.c.position < bindparam("reached")
_MOVE = update(_SOURCE).where(_OF_SOURCE).values(position=bindparam("reached"))
_MOVE_ON = _MOVE.where(_EXPECTED)
_MOVE_ON_IN_TURN = in_turn(_MOVE_ON, "ledger")
_MOVE_UP = _MOVE.where(_BEHIND)
_KNOWN = select(_SOURCE.c.position).where(_OF_SOURCE)
_ADD_SOURCE = insert(_SOURCE)
_ADD = "INSERT INTO ledger (at, schema, kind, contact, leg, data) VALUES ({})"
_LAST = select(func.coalesce(func.max(_LEDGER.c.seq), 0))


class LedgerRepository:
    """Appends events and reads them back; `projections` are applied in the same transaction, in their order."""

    def __init__(self, engine: Engine, projections: Sequence[Projection[Connection]] = ()) -> None:
        self._engine = engine
        self._projections = tuple(projections)

    def append(self, events: Sequence[Event], mark: Mark | None = None) -> int:
        """See ports.LedgerStore. An event that a projection cannot take is written without it, and logged."""
        try:
            return self._write(events, mark, self._projections)
        except LedgerUnavailable:
            raise
        except Exception:
            logger.exception("%d events are written one by one", len(events))
            return self._write_each(events, mark)

    def read(
        self,
        after_seq: int = 0,
        limit: int = 1000,
        *,
        contact: UUID | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        kinds: Collection[str] | None = None,
    ) -> list[Entry]:
        """At most `limit` entries beyond `after_seq`, in order; `since` is included, `until` is not."""
        wanted = _entries().where(LedgerRow.seq > after_seq)
        if contact is not None:
            wanted = wanted.where(LedgerRow.contact == contact)
        if since is not None:
            wanted = wanted.where(LedgerRow.at >= since)
        if until is not None:
            wanted = wanted.where(LedgerRow.at < until)
        if kinds is not None:
            wanted = wanted.where(LedgerRow.kind.in_(kinds))
        return self._fetch(wanted.order_by(LedgerRow.seq).limit(limit))

    def each(self, kinds: Collection[str], since: datetime | None = None) -> Iterator[Event]:
        """Every fact of these kinds, in order, page by page."""
        after = 0
        while page := self.read(after, PAGE, since=since, kinds=kinds):
            yield from (entry.event for entry in page)
            after = page[-1].seq

    def of_contacts(self, ids: Sequence[UUID]) -> list[Entry]:
        """Everything about these contacts, in order."""
        found: list[Entry] = []
        for start in range(0, len(ids), MOST_CONTACTS):
            found += self._fetch(_entries().where(LedgerRow.contact.in_(ids[start : start + MOST_CONTACTS])))
        return sorted(found, key=lambda entry: entry.seq)

    def last_seq(self) -> int:
        """The newest entry's sequence number; 0 in an empty ledger."""
        with reading(self._engine) as connection:
            return int(connection.execute(_LAST).scalar_one())

    def _fetch(self, wanted: Select[Any]) -> list[Entry]:
        with reading(self._engine) as connection:
            return [_entry(row) for row in connection.execute(wanted)]

    def _write(self, events: Sequence[Event], mark: Mark | None, projections: Sequence[Projection[Connection]]) -> int:
        try:
            with self._engine.begin() as connection:
                fresh = _fresh(connection, mark, events)
                if not fresh:
                    return 0
                _add(connection, fresh)
                for projection in projections:
                    projection.apply(connection, fresh)
        except failures.SQLAlchemyError as error:
            if isinstance(error, LASTING) or not isinstance(error, failures.DBAPIError | failures.TimeoutError):
                raise
            raise LedgerUnavailable(reason=_reason(error)) from error
        return len(fresh)

    def _write_each(self, events: Sequence[Event], mark: Mark | None) -> int:
        written = 0
        for left, event in zip(reversed(range(len(events))), events, strict=True):
            place = Mark(mark.source, mark.position - left) if mark else None
            try:
                written += self._write((event,), place, self._projections)
            except LedgerUnavailable:
                raise
            except Exception:
                logger.exception("no projection has %s", event)
                written += self._write((event,), place, ())
        return written


def _fresh(connection: Connection, mark: Mark | None, events: Sequence[Event]) -> Sequence[Event]:
    """Take the ledger's turn and move the source's place to `mark`; the events that were not there yet.

    One appender at a time, so that whoever reads beyond a number misses no smaller one.
    """
    if mark is None:
        alone(connection, "ledger")
        return events
    move = _MOVE_ON_IN_TURN if connection.dialect.name == "postgresql" else _MOVE_ON
    place = {"of_source": mark.source, "reached": mark.position, "expected": mark.position - len(events)}
    if connection.execute(move, place).rowcount:
        return events
    alone(connection, "ledger")
    return _catch_up(connection, mark, events)


def _catch_up(connection: Connection, mark: Mark, events: Sequence[Event]) -> Sequence[Event]:
    """A source that is new, or that may have written some of the events before."""
    place = {"of_source": mark.source, "reached": mark.position}
    known = connection.execute(_KNOWN, place).scalar()
    if known is None:
        connection.execute(_ADD_SOURCE, {"source": mark.source, "position": mark.position})
        return events
    connection.execute(_MOVE_UP, place)
    fresh = max(0, min(len(events), mark.position - known))
    return events[len(events) - fresh :]


def _entries() -> Select[Any]:
    return select(
        LedgerRow.seq,
        LedgerRow.kind,
        LedgerRow.at,
        LedgerRow.contact,
        LedgerRow.leg,
        LedgerRow.data,
        LedgerRow.schema,
    )


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.seq, Event(row.kind, row.at, row.contact, row.leg, row.data, row.schema))


def _add(connection: Connection, events: Sequence[Event]) -> None:
    """Ready values straight to the driver: conversions by column would cost more than the insert itself."""
    row, mark = (_sqlite_row, "?") if connection.dialect.name == "sqlite" else (_postgresql_row, "%s")
    connection.exec_driver_sql(_ADD.format(", ".join([mark] * 6)), [row(event) for event in events])


def _sqlite_row(event: Event) -> tuple[Any, ...]:
    at = _utc(event.at).replace(tzinfo=None).isoformat(" ", "microseconds")
    contact, leg = event.contact and event.contact.hex, event.leg and event.leg.hex
    return (at, event.schema, event.kind, contact, leg, as_json(event.data))


def _postgresql_row(event: Event) -> tuple[Any, ...]:
    return (_utc(event.at), event.schema, event.kind, event.contact, event.leg, as_json(event.data))


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"naive datetime {at!r}: times are stored in UTC")
    return at.astimezone(UTC)


def _reason(error: failures.SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error)
