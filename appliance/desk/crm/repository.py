"""Customers and notes of contacts in the database, beside the calls that they are about."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Engine, RowMapping, Table, delete, insert, or_, select, update

from appliance.desk.crm.model import ContactNote, Customer, Past
from appliance.store.engine import reading
from appliance.store.tables.calls import CallRow
from appliance.store.tables.crm import ContactNoteRow, CustomerNumberRow, CustomerRow

CUSTOMERS = cast("Table", CustomerRow.__table__)
NUMBERS = cast("Table", CustomerNumberRow.__table__)
NOTES = cast("Table", ContactNoteRow.__table__)
CALLS = cast("Table", CallRow.__table__)


class Customers:
    """Who calls."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def by_number(self, ways: Collection[str]) -> Customer | None:
        """Whoever has this number, in any of the ways it is written."""
        found = select(CUSTOMERS).join(NUMBERS).where(NUMBERS.c.number.in_(ways)).limit(1)
        with reading(self._engine) as connection:
            row = connection.execute(found).mappings().first()
            return _customer(row, connection) if row else None

    def put(self, customer: Customer, now: datetime) -> None:
        """Keep the card; a number that was another's is this one's now."""
        told = {"name": customer.name, "organisation": customer.organisation, "note": customer.note, "changed_at": now}
        with self._engine.begin() as connection:
            changed = connection.execute(update(CUSTOMERS).where(CUSTOMERS.c.id == customer.id).values(**told))
            if not changed.rowcount:
                connection.execute(insert(CUSTOMERS), {"id": customer.id, "created_at": now, **told})
            mine = or_(NUMBERS.c.customer == customer.id, NUMBERS.c.number.in_(customer.numbers))
            connection.execute(delete(NUMBERS).where(mine))
            if customer.numbers:
                rows = [{"number": number, "customer": customer.id} for number in customer.numbers]
                connection.execute(insert(NUMBERS), rows)


class ContactNotes:
    """What agents noted, and the contacts of a number."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, contact: UUID) -> ContactNote | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(NOTES).where(NOTES.c.contact == contact)).mappings().first()
        return ContactNote(**row) if row else None

    def put(self, note: ContactNote) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(NOTES).where(NOTES.c.contact == note.contact))
            connection.execute(insert(NOTES), asdict(note))

    def history(self, ways: Collection[str], limit: int, without: UUID | None) -> tuple[Past, ...]:
        """The last contacts with a number, from it or to it, newest first."""
        # Two questions that each have an index, in place of one that has none.
        found: dict[UUID, Past] = {}
        with reading(self._engine) as connection:
            for column in (CALLS.c.caller, CALLS.c.dialled):
                wanted = select(CALLS, NOTES.c.code, NOTES.c.text).outerjoin(NOTES, NOTES.c.contact == CALLS.c.id)
                wanted = wanted.where(column.in_(ways)).order_by(CALLS.c.opened_at.desc()).limit(limit + 1)
                for row in connection.execute(wanted).mappings():
                    found[row["id"]] = _past(row)
        others = (past for past in found.values() if past.contact != without)
        return tuple(sorted(others, key=lambda past: past.opened_at, reverse=True)[:limit])


def _customer(row: RowMapping, connection: Connection) -> Customer:
    wanted = select(NUMBERS.c.number).where(NUMBERS.c.customer == row["id"]).order_by(NUMBERS.c.number)
    numbers = tuple(connection.execute(wanted).scalars())
    return Customer(row["id"], row["name"], row["organisation"], row["note"], numbers)


def _past(row: RowMapping) -> Past:
    talk: Any = row["talk_ms"]
    return Past(
        contact=row["id"],
        direction=row["direction"],
        opened_at=row["opened_at"],
        queue=row["queue"],
        agent=row["agent"],
        result=row["result"],
        talk_s=None if talk is None else round(talk / 1000),
        code=row["code"] or "",
        text=row["text"] or "",
    )
