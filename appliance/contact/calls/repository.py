"""Call records beside the ledger, and the lines that calls come in by, in the database."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Engine, Integer, Table, bindparam, delete, func, insert, select, update

from appliance.contact.agents import events as agent_facts
from appliance.contact.calls import events as facts
from appliance.contact.calls.model import QUALIFY, Leg, Number, Phone, Trunk
from appliance.contact.calls.places import places
from appliance.contact.calls.record import Record, summarise
from appliance.contact.routes.model import Form
from appliance.events import Event
from appliance.store.documents import Documents
from appliance.store.engine import reading
from appliance.store.tables.calls import CallRow, LegRow
from appliance.store.tables.contacts import ContactPlaceRow
from appliance.store.tables.ledger import LedgerRow

# Statements are built once: building one costs as much as running it.
CALLS, LEGS = cast("Table", CallRow.__table__), cast("Table", LegRow.__table__)
LEDGER = cast("Table", LedgerRow.__table__)
PLACES = cast("Table", ContactPlaceRow.__table__)
OPEN_CALL, OPEN_LEG = insert(CALLS), insert(LEGS)
STORY = (
    select(LEDGER.c.kind, LEDGER.c.at, LEDGER.c.contact, LEDGER.c.leg, LEDGER.c.data)
    .where(LEDGER.c.contact == bindparam("of"))
    .order_by(LEDGER.c.seq)
)
CLOSE_CALL = update(CALLS).where(CALLS.c.id == bindparam("of"))
WRAPPED = (
    update(CALLS)
    .where(CALLS.c.id == bindparam("of"))
    .values(wrap_ms=func.coalesce(CALLS.c.wrap_ms, 0) + bindparam("spent", type_=Integer))
)
CLOSED = (
    select(CALLS.c.id)
    .where(CALLS.c.closed_at.is_not(None), CALLS.c.id > bindparam("after"))
    .order_by(CALLS.c.id)
    .limit(bindparam("most"))
)
CALLS_AT_ONCE = 200
CLOSE_LEG = update(LEGS).where(LEGS.c.id == bindparam("of"))
FORGET_PLACES, KEEP_PLACES = delete(PLACES).where(PLACES.c.contact == bindparam("of")), insert(PLACES)


class CallRecords:
    """Keeps the call and leg tables in step with the ledger: rows open with a call and are completed at its end."""

    def apply(self, connection: Connection, events: Sequence[Event]) -> None:
        if opened := [_call_row(event) for event in events if event.kind == facts.OPENED]:
            connection.execute(OPEN_CALL, opened)
        if legs := [_leg_row(event) for event in events if event.kind == facts.LEG_OPENED]:
            connection.execute(OPEN_LEG, legs)
        for event in events:
            if event.kind == facts.CLOSED and event.contact:
                self._complete(connection, event.contact)
            if wrapped := event.data.get("wrapped") if event.kind == agent_facts.STATE else None:
                connection.execute(WRAPPED, {"of": UUID(wrapped["contact"]), "spent": int(wrapped["ms"])})

    def renew(self, engine: Engine) -> int:
        """Work out anew every closed call and its legs from the ledger; how many calls."""
        after, done = UUID(int=0), 0
        while True:
            # In parts: whoever writes the ledger at the same time waits for one of them at most.
            with engine.begin() as connection:
                contacts = connection.scalars(CLOSED, {"after": after, "most": CALLS_AT_ONCE}).all()
                for contact in contacts:
                    self._complete(connection, contact)
            if not contacts:
                return done
            after, done = contacts[-1], done + len(contacts)

    def _complete(self, connection: Connection, contact: UUID) -> None:
        story = [Event(*row) for row in connection.execute(STORY, {"of": contact})]
        record = summarise(story)
        if record is None:
            return
        connection.execute(CLOSE_CALL, {"of": contact, **_summary(record)})
        connection.execute(CLOSE_LEG, [_leg_end(leg, record) for leg in record.call.legs.values()])
        connection.execute(FORGET_PLACES, {"of": contact})
        if passed := places(record.call, story):
            opened = {"opened_at": record.call.opened_at, "contact": contact}
            connection.execute(KEEP_PLACES, [{"kind": kind, "name": name, **opened} for kind, name in passed])


class CallBooks:
    """Reads call records."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open_contacts(self) -> list[UUID]:
        """Calls whose books are not closed."""
        with reading(self._engine) as connection:
            return list(connection.scalars(select(CallRow.id).where(CallRow.closed_at.is_(None))))

    def latest(self, limit: int = 50, *, open_only: bool = False, of: Collection[str] = ()) -> list[dict[str, Any]]:
        """The newest calls first; with `of` only those that came from one of these numbers."""
        wanted = select(CallRow.__table__).order_by(CallRow.opened_at.desc()).limit(limit)
        if open_only:
            wanted = wanted.where(CallRow.closed_at.is_(None))
        if of:
            wanted = wanted.where(CallRow.caller.in_(of))
        with reading(self._engine) as connection:
            return [dict(row._mapping) for row in connection.execute(wanted)]

    def record(self, contact: UUID) -> dict[str, Any] | None:
        """One call's record."""
        with reading(self._engine) as connection:
            row = connection.execute(select(CallRow.__table__).where(CallRow.id == contact)).first()
            return dict(row._mapping) if row else None

    def records(self, contacts: Sequence[UUID]) -> list[dict[str, Any]]:
        """The records of these calls, the oldest first."""
        found: list[dict[str, Any]] = []
        with reading(self._engine) as connection:
            for start in range(0, len(contacts), CALLS_AT_ONCE):
                wanted = select(CallRow.__table__).where(CallRow.id.in_(contacts[start : start + CALLS_AT_ONCE]))
                found += [dict(row._mapping) for row in connection.execute(wanted)]
        return sorted(found, key=lambda row: row["opened_at"])

    def legs(self, contact: UUID) -> list[dict[str, Any]]:
        """The call's legs, oldest first."""
        wanted = select(LegRow.__table__).where(LegRow.contact == contact).order_by(LegRow.opened_at)
        with reading(self._engine) as connection:
            return [dict(row._mapping) for row in connection.execute(wanted)]

    def contact_of(self, channel: str) -> UUID | None:
        """The call that a channel of Asterisk belongs to."""
        wanted = select(LegRow.contact).where(LegRow.channel == channel).order_by(LegRow.opened_at.desc()).limit(1)
        with reading(self._engine) as connection:
            return connection.scalars(wanted).first()


class Lines:
    """Numbers, trunks and phones as configured documents."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def numbers(self) -> dict[str, Number]:
        return {
            did: Number(did, body["flow"], body.get("language", "zh"), tuple(body.get("fallback", ())))
            for did, body in self._documents.all("number").items()
        }

    def trunks(self) -> dict[str, Trunk]:
        return {
            name: Trunk(
                name,
                tuple(body["match"]),
                body.get("host", ""),
                body.get("qualify", QUALIFY),
                body.get("outbound_number", ""),
                tuple(body.get("numbers", ())),
                bool(body.get("hide_number", False)),
                int(body.get("group", 0)),
                form=Form(body.get("form", Form.DIALLED)),
                most=int(body.get("most", 0)),
                behind=tuple(body.get("behind", ())),
            )
            for name, body in self._documents.all("trunk").items()
        }

    def phones(self) -> dict[str, Phone]:
        return {
            name: Phone(name, body["secret"], body.get("encryption", "required"))
            for name, body in self._documents.all("phone").items()
        }


def number_body(number: Number) -> Mapping[str, Any]:
    return {"flow": number.flow, "language": number.language, "fallback": list(number.fallback)}


def trunk_body(trunk: Trunk) -> Mapping[str, Any]:
    return {
        "match": list(trunk.match),
        "host": trunk.host,
        "qualify": trunk.qualify,
        "outbound_number": trunk.outbound_number,
        "numbers": list(trunk.numbers),
        "hide_number": trunk.hide_number,
        "group": trunk.group,
        "form": trunk.form.value,
        "most": trunk.most,
        "behind": list(trunk.behind),
    }


def phone_body(phone: Phone) -> Mapping[str, Any]:
    return {"secret": phone.secret, "encryption": phone.encryption}


def _call_row(event: Event) -> dict[str, Any]:
    data = event.data
    return {
        "id": event.contact,
        "direction": data["direction"],
        "dialled": data["dialled"],
        "caller": data["caller"],
        "trunk": data["trunk"],
        "opened_at": event.at,
    }


def _leg_row(event: Event) -> dict[str, Any]:
    data = event.data
    return {
        "id": event.leg,
        "contact": event.contact,
        "role": data["role"],
        "channel": data["channel"],
        "node": data["node"],
        "endpoint": data["phone"],
        "agent": data["agent"],
        "opened_at": event.at,
    }


def _leg_end(leg: Leg, record: Record) -> dict[str, Any]:
    times = {"answered_at": leg.answered_at, "ended_at": leg.ended_at}
    own = {"talk_ms": record.talk_of(leg.id), "hold_ms": record.hold_of(leg.id)}
    return {"of": leg.id, "cause": leg.cause, "audio": leg.audio, **times, **own}


def _summary(record: Record) -> dict[str, Any]:
    call = record.call
    return {
        "queue": call.queue,
        "agent": record.agent,
        "answered_at": record.answered_at,
        "closed_at": call.closed_at,
        "wait_ms": record.wait_ms,
        "talk_ms": record.talk_ms,
        "hold_ms": record.hold_ms,
        "result": call.result.value if call.result else "",
        "ended_by": call.ended_by,
        "cause": record.cause,
    }
