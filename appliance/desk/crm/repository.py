"""Customers, notes of contacts beside the calls that they are about, and pages that open with a call."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Engine, RowMapping, Table, delete, insert, or_, select, update

from appliance.desk.crm.model import ContactNote, Customer, Kept, Past, ScreenPop, Sought
from appliance.desk.crm.pop import screen_pop
from appliance.store.documents import Documents
from appliance.store.engine import alone, reading
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

    def find(self, id: UUID) -> Kept | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(CUSTOMERS).where(CUSTOMERS.c.id == id)).mappings().first()
            return _kept(row, connection) if row else None

    def search(self, sought: Sought) -> tuple[Kept, ...]:
        """The newest first."""
        wanted = select(CUSTOMERS).order_by(CUSTOMERS.c.id.desc()).limit(sought.limit)
        if sought.before:
            wanted = wanted.where(CUSTOMERS.c.id < sought.before)
        if sought.ways is not None:
            wanted = wanted.where(
                CUSTOMERS.c.id.in_(select(NUMBERS.c.customer).where(NUMBERS.c.number.in_(sought.ways)))
            )
        if sought.text:
            places = (CUSTOMERS.c.name, CUSTOMERS.c.organisation)
            wanted = wanted.where(or_(*(place.icontains(sought.text, autoescape=True) for place in places)))
        with reading(self._engine) as connection:
            return tuple(_kept(row, connection) for row in connection.execute(wanted).mappings().all())

    def add(self, kept: Kept) -> str:
        """Keep a new card; or the number that is another's already, and nothing is done."""
        with self._engine.begin() as connection:
            alone(connection, "customers")
            if taken := _taken(kept.customer, connection):
                return taken
            times = {"created_at": kept.created_at, "changed_at": kept.changed_at}
            connection.execute(insert(CUSTOMERS), {"id": kept.customer.id, **_told(kept.customer), **times})
            _number(kept.customer, connection)
        return ""

    def change(self, kept: Kept, read_at: datetime) -> str | None:
        """The same for one that was as it is at `read_at`; None when it has been changed since."""
        with self._engine.begin() as connection:
            alone(connection, "customers")
            if taken := _taken(kept.customer, connection):
                return taken
            mine = (CUSTOMERS.c.id == kept.customer.id, CUSTOMERS.c.changed_at == read_at)
            values = {**_told(kept.customer), "changed_at": kept.changed_at}
            if not connection.execute(update(CUSTOMERS).where(*mine).values(**values)).rowcount:
                return None
            connection.execute(delete(NUMBERS).where(NUMBERS.c.customer == kept.customer.id))
            _number(kept.customer, connection)
        return ""

    def put(self, customer: Customer, now: datetime) -> None:
        """Keep the card; a number that was another's is this one's now."""
        told = {**_told(customer), "changed_at": now}
        with self._engine.begin() as connection:
            changed = connection.execute(update(CUSTOMERS).where(CUSTOMERS.c.id == customer.id).values(**told))
            if not changed.rowcount:
                connection.execute(insert(CUSTOMERS), {"id": customer.id, "created_at": now, **told})
            mine = or_(NUMBERS.c.customer == customer.id, NUMBERS.c.number.in_(customer.numbers))
            connection.execute(delete(NUMBERS).where(mine))
            _number(customer, connection)


class ContactNotes:
    """What agents noted, and the contacts of a number."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, contact: UUID) -> tuple[ContactNote, ...]:
        """What each agent noted of a contact, the latest first."""
        with reading(self._engine) as connection:
            return _noted(connection, [contact]).get(contact, ())

    def put(self, note: ContactNote) -> None:
        """In place of what the same agent noted of the same contact before."""
        mine = (NOTES.c.contact == note.contact, NOTES.c.agent == note.agent)
        with self._engine.begin() as connection:
            connection.execute(delete(NOTES).where(*mine))
            connection.execute(insert(NOTES), asdict(note))

    def history(self, ways: Collection[str], limit: int, without: UUID | None) -> tuple[Past, ...]:
        """The last contacts with a number, from it or to it, newest first."""
        # Two questions that each have an index, in place of one that has none.
        found: dict[UUID, RowMapping] = {}
        with reading(self._engine) as connection:
            for column in (CALLS.c.caller, CALLS.c.dialled):
                wanted = select(CALLS).where(column.in_(ways)).order_by(CALLS.c.opened_at.desc()).limit(limit + 1)
                found |= {row["id"]: row for row in connection.execute(wanted).mappings() if row["id"] != without}
            last = sorted(found.values(), key=lambda row: row["opened_at"], reverse=True)[:limit]
            notes = _noted(connection, [row["id"] for row in last])
        return tuple(_past(row, notes.get(row["id"], ())) for row in last)


class ScreenPops:
    """Pages of other programs, as they are configured."""

    KIND = "screen-pop"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    @classmethod
    def over(cls, engine: Engine) -> "ScreenPops":
        """Those of a database."""
        return cls(Documents(engine))

    def all(self) -> tuple[ScreenPop, ...]:
        """By name; raises ScreenPopInvalid for a document that is none."""
        return tuple(screen_pop(name, body) for name, body in sorted(self._documents.all(self.KIND).items()))


def _told(customer: Customer) -> dict[str, str]:
    return {"name": customer.name, "organisation": customer.organisation, "note": customer.note}


def _taken(customer: Customer, connection: Connection) -> str:
    """A number of the card that is another's."""
    others = select(NUMBERS.c.number).where(NUMBERS.c.number.in_(customer.numbers), NUMBERS.c.customer != customer.id)
    return connection.execute(others.limit(1)).scalar() or ""


def _number(customer: Customer, connection: Connection) -> None:
    if customer.numbers:
        rows = [{"number": number, "customer": customer.id} for number in customer.numbers]
        connection.execute(insert(NUMBERS), rows)


def _kept(row: RowMapping, connection: Connection) -> Kept:
    return Kept(_customer(row, connection), row["created_at"], row["changed_at"])


def _customer(row: RowMapping, connection: Connection) -> Customer:
    wanted = select(NUMBERS.c.number).where(NUMBERS.c.customer == row["id"]).order_by(NUMBERS.c.number)
    numbers = tuple(connection.execute(wanted).scalars())
    return Customer(row["id"], row["name"], row["organisation"], row["note"], numbers)


def _noted(connection: Connection, contacts: Collection[UUID]) -> dict[UUID, tuple[ContactNote, ...]]:
    wanted = select(NOTES).where(NOTES.c.contact.in_(contacts)).order_by(NOTES.c.at.desc(), NOTES.c.agent)
    found: dict[UUID, tuple[ContactNote, ...]] = {}
    for row in connection.execute(wanted).mappings():
        found[row["contact"]] = (*found.get(row["contact"], ()), ContactNote(**row))
    return found


def _past(row: RowMapping, notes: tuple[ContactNote, ...]) -> Past:
    talk: Any = row["talk_ms"]
    return Past(
        contact=row["id"],
        direction=row["direction"],
        opened_at=row["opened_at"],
        queue=row["queue"],
        agent=row["agent"],
        result=row["result"],
        talk_s=None if talk is None else round(talk / 1000),
        notes=notes,
    )
