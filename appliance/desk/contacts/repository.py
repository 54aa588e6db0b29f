"""Contacts in the books: searched by anything, a page at a time, within somebody's reach."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    RowMapping,
    Select,
    Table,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    true,
)

from appliance.desk.contacts.missed import UNSERVED, Sought, Try
from appliance.desk.contacts.model import EVERYTHING, Contact, Kept, Kind, Mate, Place, Question, Reach
from appliance.desk.crm.model import ContactNote
from appliance.store.documents import Documents
from appliance.store.engine import reading
from appliance.store.tables.calls import CallRow
from appliance.store.tables.contacts import ContactPlaceRow
from appliance.store.tables.crm import ContactNoteRow, CustomerNumberRow, CustomerRow
from appliance.store.tables.fax import FaxRow
from appliance.store.tables.recordings import RecordingRemarkRow, RecordingRow
from appliance.store.tables.speech import RecordingMarkRow
from appliance.store.tables.voicemail import VoicemailRow

CALLS = cast("Table", CallRow.__table__)
PLACES = cast("Table", ContactPlaceRow.__table__)
NOTES = cast("Table", ContactNoteRow.__table__)
RECORDINGS = cast("Table", RecordingRow.__table__)
MARKS = cast("Table", RecordingMarkRow.__table__)
REMARKS = cast("Table", RecordingRemarkRow.__table__)
MESSAGES = cast("Table", VoicemailRow.__table__)
FAXES = cast("Table", FaxRow.__table__)
CUSTOMERS = cast("Table", CustomerRow.__table__)
NUMBERS = cast("Table", CustomerNumberRow.__table__)
QUEUE, AGENT, FLOW, KIND = "queue", "agent", "flow", "kind"
EXPORTED, MOST_ASKED = 500, 10_000
Where: TypeAlias = ColumnElement[bool]
TOLD = tuple(CALLS.c[name] for name in ("id", "direction", "caller", "dialled", "queue", "agent", "opened_at"))
SPENT = tuple(
    CALLS.c[name]
    for name in ("answered_at", "closed_at", "wait_ms", "talk_ms", "hold_ms", "wrap_ms", "result", "ended_by")
)

KEPT = tuple(RECORDINGS.c[name] for name in ("id", "contact", "channel", "started_at", "duration_ms", "retention"))


class Contacts:
    """Reads; what is found is the newest first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def search(self, question: Question, reach: Reach = EVERYTHING) -> tuple[Contact, ...]:
        """`question.limit` at most, from after `question.after` on."""
        with reading(self._engine) as connection:
            # In two steps: no planner may think of reading everything for what is told of fifty.
            ids = connection.scalars(found(question, reach)).all()
            return _read(connection, _told(ids), ids) if ids else ()

    def each(self, question: Question, reach: Reach = EVERYTHING) -> Iterator[Contact]:
        """Everything that is found; in pages, so that no transaction stays open."""
        page = replace(question, limit=EXPORTED)
        while some := self.search(page, reach):
            yield from some
            if len(some) < EXPORTED:
                return
            page = replace(page, after=Place(some[-1].opened_at, some[-1].id))

    def find(self, contact: UUID, reach: Reach = EVERYTHING) -> Contact | None:
        """One contact; None also where it is beyond that reach."""
        one = _told([contact]).where(*_within(reach, CALLS.c.id))
        with reading(self._engine) as connection:
            return next(iter(_read(connection, one, [contact])), None)

    def among(self, contacts: Collection[UUID], reach: Reach) -> frozenset[UUID]:
        """Those of the contacts that are within that reach."""
        all_, found = list(contacts), set[UUID]()
        with reading(self._engine) as connection:
            for start in range(0, len(all_), MOST_ASKED):
                some = all_[start : start + MOST_ASKED]
                wanted = select(CALLS.c.id).where(CALLS.c.id.in_(some), *_within(reach, CALLS.c.id))
                found |= set(connection.scalars(wanted))
        return frozenset(found)

    def recordings(self, contact: UUID) -> tuple[UUID, ...]:
        """What was recorded of it."""
        wanted = select(RECORDINGS.c.id).where(RECORDINGS.c.contact == contact)
        with reading(self._engine) as connection:
            return tuple(connection.scalars(wanted))

    def kept(
        self,
        since: datetime,
        until: datetime | None,
        after: Place | None = None,
        limit: int = 50,
        reach: Reach = EVERYTHING,
    ) -> tuple[Kept, ...]:
        """Sealed recordings of contacts that somebody may see, the newest first; `after` names one of them."""
        wanted = select(*KEPT).where(RECORDINGS.c.started_at >= since, RECORDINGS.c.contact.is_not(None))
        if until:
            wanted = wanted.where(RECORDINGS.c.started_at < until)
        if after:
            begun, id = RECORDINGS.c.started_at, RECORDINGS.c.id
            wanted = wanted.where(begun <= after.at, or_(begun < after.at, id < after.contact))
        wanted = wanted.where(*_within(reach, RECORDINGS.c.contact))
        wanted = wanted.order_by(RECORDINGS.c.started_at.desc(), RECORDINGS.c.id.desc()).limit(limit)
        with reading(self._engine) as connection:
            return tuple(Kept(**row) for row in connection.execute(wanted).mappings())

    def recording(self, id: UUID, reach: Reach = EVERYTHING) -> Kept | None:
        """One sealed recording; None also where its contact is beyond that reach."""
        wanted = select(*KEPT).where(RECORDINGS.c.id == id, RECORDINGS.c.contact.is_not(None))
        with reading(self._engine) as connection:
            row = connection.execute(wanted.where(*_within(reach, RECORDINGS.c.contact))).mappings().first()
        return Kept(**row) if row else None

    def tries(self, sought: Sought, reach: Reach = EVERYTHING) -> list[Try]:
        """The calls from outside that came to nothing, the newest first, `sought.limit` at most."""
        columns = (CALLS.c.id, CALLS.c.caller, CALLS.c.opened_at, CALLS.c.queue, CALLS.c.result, CALLS.c.wait_ms)
        when = [CALLS.c.opened_at >= sought.since, CALLS.c.result.in_(UNSERVED), CALLS.c.direction == "inbound"]
        if sought.until:
            when.append(CALLS.c.opened_at < sought.until)
        if sought.numbers:
            when.append(CALLS.c.caller.in_(sought.numbers))
        wanted = select(*columns).where(*when, *_within(reach, CALLS.c.id))
        with reading(self._engine) as connection:
            rows = connection.execute(wanted.order_by(CALLS.c.opened_at.desc()).limit(sought.limit)).all()
        return [Try(*row) for row in rows]

    def talks(self, since: datetime, numbers: Collection[str] = ()) -> list[tuple[str, datetime]]:
        """With which numbers outside (of `numbers`, where there are some) somebody has talked since then, and when."""
        party = case((CALLS.c.direction == "outbound", CALLS.c.dialled), else_=CALLS.c.caller)
        talked = [CALLS.c.opened_at >= since, CALLS.c.result == "answered", CALLS.c.direction != "internal"]
        if numbers:
            talked.append(or_(CALLS.c.caller.in_(numbers), CALLS.c.dialled.in_(numbers)))
        wanted = select(party, func.max(CALLS.c.opened_at)).where(*talked).group_by(party)
        with reading(self._engine) as connection:
            return [(row[0], row[1]) for row in connection.execute(wanted)]

    def names(self, numbers: Collection[str]) -> dict[str, str]:
        """The customers of those numbers that belong to one, by number as it is written there."""
        wanted = select(NUMBERS.c.number, CUSTOMERS.c.name).join(CUSTOMERS).where(NUMBERS.c.number.in_(numbers))
        with reading(self._engine) as connection:
            return {row.number: row.name for row in connection.execute(wanted)}

    def places(self, kind: str) -> Sequence[str]:
        """Every name of a kind that a contact ever came past."""
        # Jumps from name to name through the index, however many contacts lie between.
        first = select(func.min(PLACES.c.name).label("name")).where(PLACES.c.kind == kind)
        step = first.cte("names", recursive=True)
        later = select(func.min(PLACES.c.name)).where(PLACES.c.kind == kind, PLACES.c.name > step.c.name)
        step = step.union_all(select(later.scalar_subquery()).where(step.c.name.is_not(None)))
        with reading(self._engine) as connection:
            return [name for name in connection.scalars(select(step.c.name)) if name is not None]


class Roster:
    """The configured agents."""

    def __init__(self, engine: Engine) -> None:
        self._documents = Documents(engine)

    def all(self) -> dict[str, Mate]:
        """By number."""
        agents = self._documents.all("agent").items()
        return {number: Mate(number, body.get("name", ""), body.get("team", "")) for number, body in agents}


def found(question: Question, reach: Reach) -> Select[Any]:
    """The contacts that a question finds, the newest first."""
    driver, opened, contact = _driver(question)
    wanted = select(contact).select_from(driver).where(*_where(question, opened, contact), *_within(reach, contact))
    return wanted.order_by(opened.desc(), contact.desc()).limit(question.limit)


def _told(contacts: Sequence[UUID]) -> Select[Any]:
    """Everything about these contacts."""
    kept = select(func.count()).select_from(RECORDINGS).where(RECORDINGS.c.contact == CALLS.c.id).scalar_subquery()
    more = (
        kept.label("recordings"),
        exists().where(MESSAGES.c.contact == CALLS.c.id).label("message"),
        exists().where(FAXES.c.contact == CALLS.c.id).label("fax"),
    )
    wanted = select(*TOLD, *SPENT, *more).where(CALLS.c.id.in_(contacts))
    return wanted.order_by(CALLS.c.opened_at.desc(), CALLS.c.id.desc())


def _driver(question: Question) -> tuple[FromClause, ColumnElement[datetime], ColumnElement[UUID]]:
    """What the search walks through in the order of time: the contacts of an agent, a flow, a queue, or all."""
    if any(_named(question)):
        walked = PLACES.join(CALLS, CALLS.c.id == PLACES.c.contact)
        return walked, PLACES.c.opened_at, PLACES.c.contact
    return CALLS, CALLS.c.opened_at, CALLS.c.id


def _named(question: Question) -> Iterator[tuple[str, str]]:
    """The places that are asked for, whose contacts are fewest first."""
    if question.kind is Kind.CALL_BACK:
        yield KIND, Kind.CALL_BACK.value
    for kind, name in ((AGENT, question.agent), (FLOW, question.flow), (QUEUE, question.queue)):
        if name:
            yield kind, name


def _where(question: Question, opened: ColumnElement[datetime], contact: ColumnElement[UUID]) -> Iterator[Where]:
    for number, (kind, name) in enumerate(_named(question)):
        if number == 0:
            yield and_(PLACES.c.kind == kind, PLACES.c.name == name)
        else:
            yield _passed(contact, kind, (name,))
    if question.since:
        yield opened >= question.since
    if question.until:
        yield opened < question.until
    if at := question.after:
        yield opened <= at.at
        yield or_(opened < at.at, contact < at.contact)
    yield from _of_call(question)
    yield from _of_rest(question, contact)


def _of_call(question: Question) -> Iterator[Where]:
    if question.numbers:
        yield or_(CALLS.c.caller.in_(question.numbers), CALLS.c.dialled.in_(question.numbers))
    if question.outcome:
        yield CALLS.c.result == question.outcome
    if question.direction:
        yield CALLS.c.direction == question.direction
    for column, start, end in (
        (CALLS.c.talk_ms, question.talk_from, question.talk_to),
        (CALLS.c.wait_ms, question.wait_from, None),
    ):
        if start is not None:
            yield column >= 1000 * start
        if end is not None:
            yield func.coalesce(column, 0) <= 1000 * end


def _of_rest(question: Question, contact: ColumnElement[UUID]) -> Iterator[Where]:
    """What lies beside the call."""
    if question.kind is Kind.VOICEMAIL:
        yield exists().where(MESSAGES.c.contact == contact)
    if question.kind is Kind.FAX:
        yield exists().where(FAXES.c.contact == contact)
    if question.code:
        yield exists().where(NOTES.c.contact == contact, NOTES.c.code == question.code)
    if question.text:
        yield exists().where(NOTES.c.contact == contact, NOTES.c.text.icontains(question.text, autoescape=True))
    if question.recorded:
        yield exists().where(RECORDINGS.c.contact == contact)
    if question.phrase:
        said = MARKS.c.phrase.icontains(question.phrase, autoescape=True)
        heard = and_(RECORDINGS.c.contact == contact, MARKS.c.recording == RECORDINGS.c.id, MARKS.c.heard, said)
        yield exists().where(heard)
    if question.remark:
        noted = REMARKS.c.text.icontains(question.remark, autoescape=True)
        yield exists().where(RECORDINGS.c.contact == contact, REMARKS.c.recording == RECORDINGS.c.id, noted)


def _within(reach: Reach, contact: ColumnElement[UUID]) -> Iterator[Where]:
    if reach.queues is None and reach.agents is None:
        return
    mine_by_queue = true() if reach.queues is None else _passed(contact, QUEUE, reach.queues)
    mine_by_agent = true() if reach.agents is None else _passed(contact, AGENT, reach.agents)
    queued, served = _passed(contact, QUEUE), _passed(contact, AGENT)
    if reach.agents is None:
        yield mine_by_queue
    else:
        yield or_(and_(served, mine_by_agent, or_(~queued, mine_by_queue)), and_(~served, queued, mine_by_queue))


def _passed(contact: ColumnElement[UUID], kind: str, names: Collection[str] | None = None) -> Where:
    place = PLACES.alias()
    here = and_(place.c.contact == contact, place.c.kind == kind)
    return exists().where(here if names is None else and_(here, place.c.name.in_(names)))


def _read(connection: Connection, wanted: Select[Any], contacts: Sequence[UUID]) -> tuple[Contact, ...]:
    """The contacts with their notes."""
    notes = defaultdict[UUID, list[ContactNote]](list)
    written = select(NOTES).where(NOTES.c.contact.in_(contacts)).order_by(NOTES.c.at.desc())
    for row in connection.execute(written).mappings():
        notes[row["contact"]].append(ContactNote(**row))
    return tuple(_contact(row, notes[row["id"]]) for row in connection.execute(wanted).mappings())


def _contact(row: RowMapping, notes: Sequence[ContactNote]) -> Contact:
    return Contact(**{**row, "message": bool(row["message"]), "fax": bool(row["fax"])}, notes=tuple(notes))
