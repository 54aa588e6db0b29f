"""The figures' rows in the database, and the ledger as counting reads it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    Table,
    Text,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy import Row as Found
from sqlalchemy import cast as cast_to
from sqlalchemy.dialects import postgresql, sqlite

from appliance.contact.agents import events as agent_facts
from appliance.contact.callback import events as callback_facts
from appliance.contact.calls import events as call_facts
from appliance.contact.statistics.counting import KINDS
from appliance.contact.statistics.lengths import DAYS, MONTHS, QUARTERS, gathered, longer, months_until
from appliance.contact.statistics.model import Counts, Fact, Key, Open, Place, Row, Subject, merge
from appliance.contact.statistics.periods import EPOCH, end_of, milliseconds, start_of
from appliance.events import Event
from appliance.store.engine import alone, reading
from appliance.store.tables.calls import CallRow
from appliance.store.tables.figures import FigureLongRow, FigurePlaceRow, FigureRow
from appliance.store.tables.ledger import LedgerRow

ROWS, LONGER = cast("Table", FigureRow.__table__), cast("Table", FigureLongRow.__table__)
PLACE = cast("Table", FigurePlaceRow.__table__)
LEDGER, CALLS = cast("Table", LedgerRow.__table__), cast("Table", CallRow.__table__)
THE_ROW = 1
MOST_AT_ONCE = 2_000
MOST_PARAMETERS = 500
FAR = timedelta(days=2)
"""Further from a period than this, no wrap-up begins or ends that counts in it for a queue."""

_QUOTED = ", ".join(f"'{kind}'" for kind in KINDS)
# As text and without SQLAlchemy's conversions: a rebuild reads millions. The plus keeps SQLite on the row number.
_SQLITE = (
    "SELECT seq, kind, at, contact, leg, data FROM ledger "  # noqa: S608 - only names of ours are put in
    f"WHERE seq > ? AND seq <= ? AND +kind IN ({_QUOTED}) ORDER BY seq"
)
_POSTGRESQL = (
    "SELECT seq, kind, floor(extract(epoch FROM at) * 1000)::bigint, "  # noqa: S608 - only names of ours are put in
    "replace(contact::text, '-', ''), replace(leg::text, '-', ''), data::text "
    f"FROM ledger WHERE seq > %s AND seq <= %s AND kind IN ({_QUOTED}) ORDER BY seq"
)
FACTS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where rows of one length stand: those of quarters in a table of their own, all longer ones in another."""

    table: Table
    length: str = QUARTERS

    def of(self, edition: Any) -> ColumnElement[bool]:
        here = self.table.c.edition == edition
        return and_(here, self.table.c.length == self.length) if self.length else here

    @property
    def key(self) -> list[ColumnElement[Any]]:
        names = ("edition", *(("length",) if self.length else ()), "subject", "start", "name")
        return [self.table.c[name] for name in names]

    def values(self, edition: int, rows: Mapping[Key, Counts]) -> list[dict[str, Any]]:
        length = {"length": self.length} if self.length else {}
        return [
            {"edition": edition, "subject": subject, "start": start, "name": name, "counts": counts, **length}
            for (subject, name, start), counts in rows.items()
        ]


SHELVES = {QUARTERS: Shelf(ROWS), DAYS: Shelf(LONGER, DAYS), MONTHS: Shelf(LONGER, MONTHS)}


class FigureRepository:
    """See ports.FigureStore; rows of days and months are kept of `zone`, the same in every process of a box."""

    def __init__(self, engine: Engine, zone: tzinfo = UTC) -> None:
        self._engine, self._zone = engine, zone

    @property
    def zone(self) -> str:
        return str(self._zone)

    def place(self) -> Place:
        with reading(self._engine) as connection:
            row = connection.execute(select(PLACE)).first()
        if row is None:
            return Place(0, 0, Open())
        gathered = row.gathered if row.zone == self.zone else 0
        return Place(row.edition, row.position, Open(row.contacts, row.agents, row.callbacks), gathered)

    def last_seq(self) -> int:
        with reading(self._engine) as connection:
            return int(connection.execute(select(func.coalesce(func.max(LEDGER.c.seq), 0))).scalar_one())

    def facts(self, after: int, upto: int) -> list[Fact]:
        dialect = self._engine.dialect.name
        with reading(self._engine) as connection:
            rows = connection.exec_driver_sql(FACTS[dialect], (after, upto)).cursor.fetchall()
        loads, when = json.loads, _moment if dialect == "sqlite" else int
        return [
            Fact(seq, kind, when(at), contact or "", leg or "", loads(data))
            for seq, kind, at, contact, leg, data in rows
        ]

    def settle(self, before: Place, rows: Mapping[Key, Counts], position: int, open_: Open) -> bool:
        with self._engine.begin() as connection:
            alone(connection, "figures")
            if not self._move(connection, before, replace(before, position=position, open=open_)):
                return False
            more = longer(rows, before.gathered, self._zone)
            for length, counted in {**more, QUARTERS: rows}.items():
                _merge(connection, SHELVES[length], before.edition, counted)
            return True

    def rebuilt(self, before: Place, rows: Mapping[Key, Counts], position: int, open_: Open) -> bool:
        edition, newest = before.edition + 1, max((start for _, _, start in rows), default=0)
        until = milliseconds(start_of(newest, DAYS, self._zone))
        self._remove(edition, *SHELVES.values())
        for length, counted in {**longer(rows, until, self._zone), QUARTERS: rows}.items():
            self._put(SHELVES[length], edition, counted)
        with self._engine.begin() as connection:
            alone(connection, "figures")
            moved = self._move(connection, before, Place(edition, position, open_, until))
        self._remove(before.edition if moved else edition, *SHELVES.values())
        return moved

    def gather(self, before: Place, newest: int) -> Place:
        place, end = before, milliseconds(start_of(newest, DAYS, self._zone))
        if not place.gathered < end:
            return place
        if not place.gathered:
            # What another zone had its days in.
            self._remove(place.edition, SHELVES[DAYS], SHELVES[MONTHS])
        while place.gathered < end:
            first = self._first(place.edition, place.gathered)
            until = end if first is None else min(end, self._day_after(first))
            after = replace(place, gathered=until)
            if not self._gathered(place, after):
                return self.place()
            place = after
        return place

    def rows(self, subject: str, since: int, until: int, name: str = "", length: str = QUARTERS) -> list[Row]:
        shelf = SHELVES[length]
        columns = shelf.table.c
        edition = select(func.coalesce(func.max(PLACE.c.edition), 0)).scalar_subquery()
        wanted = _as_text(shelf).where(
            shelf.of(edition), columns.subject == subject, columns.start >= since, columns.start < until
        )
        if name:
            wanted = wanted.where(columns.name == name)
        loads = json.loads
        with reading(self._engine) as connection:
            found = connection.execute(wanted.order_by(columns.start, columns.name))
            return [Row(of, who, start, loads(counts)) for of, who, start, counts in found]

    def story(self, subject: Subject, names: Collection[str], since: int, until: int) -> list[Fact]:
        """Every fact that may have made a figure of the period, in order, and what is needed to understand them."""
        begin, end = _datetime(since), _datetime(until)
        wanted = [_of_calls(begin, end)]
        if subject in (Subject.AGENT, Subject.QUEUE):
            begin, end = (
                self._states_around(names, begin, end) if subject is Subject.AGENT else (begin - FAR, end + FAR)
            )
            states = and_(LEDGER.c.kind == agent_facts.STATE, LEDGER.c.at >= begin, LEDGER.c.at <= end)
            wanted += [states, LEDGER.c.contact.in_(select(LEDGER.c.contact).where(states))]
        if subject is Subject.QUEUE:
            wanted.append(and_(LEDGER.c.kind.in_(callback_facts.KINDS), LEDGER.c.at < _datetime(until)))
        if subject is Subject.TRUNK:
            wanted.append(and_(LEDGER.c.kind == call_facts.TRUNK_ROOM, LEDGER.c.at >= _datetime(since)))
        found = self._fetch(_entries().where(or_(*wanted)).order_by(LEDGER.c.seq))
        return [_fact(row) for row in found if row.kind in KINDS]

    def entries(self, numbers: Sequence[int]) -> list[dict[str, Any]]:
        """These events, in order, as JSON values with their number."""
        found: list[dict[str, Any]] = []
        for start in range(0, len(numbers), MOST_PARAMETERS):
            wanted = _entries().where(LEDGER.c.seq.in_(numbers[start : start + MOST_PARAMETERS]))
            found += [{"seq": row.seq, **_event(row).to_json()} for row in self._fetch(wanted.order_by(LEDGER.c.seq))]
        return found

    def _fetch(self, wanted: Select[Any]) -> Sequence[Found[Any]]:
        with reading(self._engine) as connection:
            return connection.execute(wanted).all()

    def _states_around(self, agents: Collection[str], begin: datetime, end: datetime) -> tuple[datetime, datetime]:
        """When the agents' states at `begin` began and when those at `end` ended, where there are such."""
        at, firsts, lasts = LEDGER.c.at, [begin], [end]
        with reading(self._engine) as connection:
            for agent in agents:
                mine = LEDGER.c.data["agent"].as_string() == agent
                wanted = select(at).where(LEDGER.c.kind == agent_facts.STATE, mine).limit(1)
                firsts += connection.scalars(wanted.where(at < begin).order_by(at.desc())).all()
                lasts += connection.scalars(wanted.where(at >= end).order_by(at)).all()
        return min(firsts), max(lasts)

    def _first(self, edition: int, since: int) -> int | None:
        """When the first quarter begins that has rows, from `since` on."""
        start, found = ROWS.c.start, list[int]()
        with reading(self._engine) as connection:
            for subject in Subject:
                mine = (SHELVES[QUARTERS].of(edition), ROWS.c.subject == subject.value, start >= since)
                found += connection.scalars(select(start).where(*mine).order_by(start).limit(1)).all()
        return min(found, default=None)

    def _day_after(self, at: int) -> int:
        return milliseconds(end_of(start_of(at, DAYS, self._zone), DAYS))

    def _gathered(self, before: Place, after: Place) -> bool:
        """Rows of the days between the two, and of the months that are over with them; False if nothing was done."""
        with self._engine.begin() as connection:
            alone(connection, "figures")
            if not self._move(connection, before, after):
                return False
            first, last = (months_until(place.gathered, self._zone) for place in (before, after))
            for shorter, length, since, until in (
                (QUARTERS, DAYS, before.gathered, after.gathered),
                (DAYS, MONTHS, first, last),
            ):
                rows = _between(connection, SHELVES[shorter], after.edition, since, until)
                if found := gathered(rows, length, self._zone):
                    shelf = SHELVES[length]
                    connection.execute(insert(shelf.table), shelf.values(after.edition, found))
            return True

    def _move(self, connection: Connection, before: Place, after: Place) -> bool:
        """Move on from `before`, if that is where the books are."""
        opened = {"contacts": after.open.contacts, "agents": after.open.agents, "callbacks": after.open.callbacks}
        values = {"edition": after.edition, "position": after.position, "gathered": after.gathered, "zone": self.zone}
        there = and_(PLACE.c.edition == before.edition, PLACE.c.position == before.position)
        gathered_so = or_(PLACE.c.zone != self.zone, PLACE.c.gathered == before.gathered)
        if connection.execute(update(PLACE).where(there, gathered_so).values(**values, **opened)).rowcount:
            return True
        if connection.execute(select(PLACE.c.id)).first() or before.position:
            return False
        connection.execute(insert(PLACE).values(id=THE_ROW, **values, **opened))
        return True

    def _put(self, shelf: Shelf, edition: int, rows: Mapping[Key, Counts]) -> None:
        """In parts: whoever writes the ledger at the same time waits for one of them at most."""
        keys = list(rows)
        for start in range(0, len(keys), MOST_AT_ONCE):
            some = {key: rows[key] for key in keys[start : start + MOST_AT_ONCE]}
            with self._engine.begin() as connection:
                connection.execute(insert(shelf.table), shelf.values(edition, some))

    def _remove(self, edition: int, *shelves: Shelf) -> None:
        """In parts, each a quarter's rows or more."""
        for shelf in shelves:
            start = shelf.table.c.start
            while True:
                with self._engine.begin() as connection:
                    starts = select(start).where(shelf.of(edition)).order_by(start).limit(MOST_AT_ONCE)
                    last = connection.scalars(select(func.max(starts.subquery().c.start))).one()
                    if last is None:
                        break
                    connection.execute(delete(shelf.table).where(shelf.of(edition), start <= last))


def _between(connection: Connection, shelf: Shelf, edition: int, since: int, until: int) -> dict[Key, Counts]:
    """All rows that start in the period, subject by subject, as the index has them."""
    columns, found = shelf.table.c, dict[Key, Counts]()
    for subject in Subject:
        when = (columns.subject == subject.value, columns.start >= since, columns.start < until)
        for row in connection.execute(_as_text(shelf).where(shelf.of(edition), *when)):
            found[row.subject, row.name, row.start] = json.loads(row.counts)
    return found


def _merge(connection: Connection, shelf: Shelf, edition: int, rows: Mapping[Key, Counts]) -> None:
    """Merge rows into those with the same key."""
    if not rows:
        return
    present = _present(connection, shelf, edition, rows)
    merged = {key: {**counts} for key, counts in rows.items()}
    for key, counts in merged.items():
        merge(counts, present.get(key, {}))
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    add = dialect.insert(shelf.table)
    replacing = add.on_conflict_do_update(index_elements=shelf.key, set_={"counts": add.excluded.counts})
    connection.execute(replacing, shelf.values(edition, merged))


def _present(connection: Connection, shelf: Shelf, edition: int, keys: Collection[Key]) -> dict[Key, Counts]:
    """The rows with these keys that are there, and perhaps some others."""
    columns, found = shelf.table.c, dict[Key, Counts]()
    # Subject by subject, as the index has them.
    for subject in sorted({subject for subject, _, _ in keys}):
        starts = sorted({start for of, _, start in keys if of == subject})
        names = sorted({name for of, name, _ in keys if of == subject})
        for first in range(0, len(starts), MOST_PARAMETERS):
            some = columns.start.in_(starts[first : first + MOST_PARAMETERS])
            wanted = _as_text(shelf).where(shelf.of(edition), columns.subject == subject, some)
            if len(names) <= MOST_PARAMETERS:
                wanted = wanted.where(columns.name.in_(names))
            rows = connection.execute(wanted)
            found |= {(row.subject, row.name, row.start): json.loads(row.counts) for row in rows}
    return found


def _as_text(shelf: Shelf) -> Select[Any]:
    """Rows with their counts as text: reports read many thousands."""
    columns = shelf.table.c
    return select(columns.subject, columns.name, columns.start, cast_to(columns.counts, Text).label("counts"))


def _of_calls(begin: datetime, end: datetime) -> Any:
    """Events of calls that were there in the period."""
    columns = CALLS.c
    there = or_(columns.closed_at.is_(None), columns.closed_at >= begin)
    return LEDGER.c.contact.in_(select(columns.id).where(columns.opened_at < end, there))


def _entries() -> Select[Any]:
    columns = LEDGER.c
    return select(columns.seq, columns.kind, columns.at, columns.contact, columns.leg, columns.data, columns.schema)


def _event(row: Found[Any]) -> Event:
    return Event(row.kind, row.at, row.contact, row.leg, row.data, row.schema)


def _fact(row: Found[Any]) -> Fact:
    contact, leg = (identity.hex if identity else "" for identity in (row.contact, row.leg))
    return Fact(row.seq, row.kind, milliseconds(row.at), contact, leg, row.data)


def _moment(text: str) -> int:
    """The milliseconds of a time as SQLite keeps it: UTC, without saying so."""
    since = datetime.fromisoformat(text) - _NAIVE_EPOCH
    return since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000


_NAIVE_EPOCH = EPOCH.replace(tzinfo=None)


def _datetime(at: int) -> datetime:
    return EPOCH + timedelta(milliseconds=at)
