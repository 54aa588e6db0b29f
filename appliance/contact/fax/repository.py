"""Faxes in the database, as the ledger makes them."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Engine, RowMapping, Table, insert, select, update

from appliance.contact.fax import history, settings
from appliance.contact.fax.model import Direction, Fax, State
from appliance.contact.fax.settings import Sending
from appliance.events import Event
from appliance.store.documents import Documents
from appliance.store.engine import reading
from appliance.store.tables.fax import FaxRow

FAXES = cast("Table", FaxRow.__table__)


class FaxRecords:
    """Keeps the table of faxes in step with the ledger."""

    def apply(self, connection: Connection, events: Sequence[Event]) -> None:
        for event in events:
            if event.kind in history.KINDS:
                self._follow(connection, UUID(event.data["fax"]), event)

    def _follow(self, connection: Connection, identity: UUID, event: Event) -> None:
        before = _found(connection, identity)
        after = history.apply(before, event)
        if after and before is None:
            connection.execute(insert(FAXES), asdict(after))
        elif after and after != before:
            values = {key: value for key, value in asdict(after).items() if key != "id"}
            connection.execute(update(FAXES).where(FAXES.c.id == identity).values(**values))


class FaxTable:
    """FaxStore."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, identity: UUID) -> Fax | None:
        with reading(self._engine) as connection:
            return _found(connection, identity)

    def in_states(self, states: Collection[State]) -> tuple[Fax, ...]:
        """All of these, the oldest first."""
        wanted = select(FAXES).where(FAXES.c.state.in_(states)).order_by(FAXES.c.at, FAXES.c.id)
        with reading(self._engine) as connection:
            return tuple(_fax(row) for row in connection.execute(wanted).mappings())

    def select(
        self, *, box: str = "", direction: Direction | None = None, state: State | None = None, limit: int = 100
    ) -> tuple[Fax, ...]:
        wanted = select(FAXES).order_by(FAXES.c.at.desc(), FAXES.c.id.desc()).limit(limit)
        wanted = wanted.where(FAXES.c.state == state if state else FAXES.c.state != State.DELETED)
        if box:
            wanted = wanted.where(FAXES.c.box == box)
        if direction:
            wanted = wanted.where(FAXES.c.direction == direction)
        with reading(self._engine) as connection:
            return tuple(_fax(row) for row in connection.execute(wanted).mappings())


class FaxRule:
    """The rule for faxes that go out, as a document."""

    KIND, ONLY = "fax-rule", "box"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def get(self) -> Sending:
        return settings.parse(self._documents.get(self.KIND, self.ONLY) or {})

    def put(self, rule: Sending, **by: Any) -> None:
        self._documents.put(self.KIND, self.ONLY, settings.body(rule), **by)


def _found(connection: Connection, identity: UUID) -> Fax | None:
    row = connection.execute(select(FAXES).where(FAXES.c.id == identity)).mappings().first()
    return _fax(row) if row else None


def _fax(row: RowMapping) -> Fax:
    values: dict[str, Any] = {**row}
    return Fax(**{**values, "direction": Direction(values["direction"]), "state": State(values["state"])})
