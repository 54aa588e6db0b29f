"""The figures' rows in the database, and the ledger as counting reads it."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, Engine, Select, Table, and_, delete, func, insert, or_, select, update
from sqlalchemy import Row as Found
from sqlalchemy.dialects import postgresql, sqlite

from appliance.contact.agents import events as agent_facts
from appliance.contact.callback import events as callback_facts
from appliance.contact.calls import events as call_facts
from appliance.contact.statistics.counting import KINDS
from appliance.contact.statistics.model import Counts, Fact, Key, Open, Place, Row, Subject, merge
from appliance.contact.statistics.periods import EPOCH, milliseconds
from appliance.events import Event
from appliance.store.engine import alone, reading
from appliance.store.tables.calls import CallRow
from appliance.store.tables.figures import FigurePlaceRow, FigureRow
from appliance.store.tables.ledger import LedgerRow

ROWS, PLACE = cast("Table", FigureRow.__table__), cast("Table", FigurePlaceRow.__table__)
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


class FigureRepository:
    """See ports.FigureStore."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def place(self) -> Place:
        with reading(self._engine) as connection:
            row = connection.execute(select(PLACE)).first()
        if row is None:
            return Place(0, 0, Open())
        return Place(row.edition, row.position, Open(row.contacts, row.agents, row.callbacks))

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
            if not _move(connection, before, before.edition, position, open_):
                return False
            present = _present(connection, before.edition, list(rows))
            for key, counts in rows.items():
                merge(counts, present.get(key, {}))
            _write(connection, before.edition, rows)
            return True

    def rebuilt(self, before: Place, rows: Mapping[Key, Counts], position: int, open_: Open) -> bool:
        edition, keys = before.edition + 1, list(rows)
        self._remove(edition)
        for start in range(0, len(keys), MOST_AT_ONCE):
            # In parts: whoever writes the ledger at the same time waits for one of them at most.
            with self._engine.begin() as connection:
                _add(connection, edition, {key: rows[key] for key in keys[start : start + MOST_AT_ONCE]})
        with self._engine.begin() as connection:
            alone(connection, "figures")
            moved = _move(connection, before, edition, position, open_)
        self._remove(before.edition if moved else edition)
        return moved

    def rows(self, subject: str, since: int, until: int, name: str = "") -> list[Row]:
        columns = ROWS.c
        edition = select(func.coalesce(func.max(PLACE.c.edition), 0)).scalar_subquery()
        wanted = (
            select(columns.subject, columns.name, columns.start, columns.counts)
            .where(columns.edition == edition, columns.subject == subject)
            .where(columns.start >= since, columns.start < until)
        )
        if name:
            wanted = wanted.where(columns.name == name)
        with reading(self._engine) as connection:
            return [Row(*row) for row in connection.execute(wanted.order_by(columns.start, columns.name))]

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

    def _remove(self, edition: int) -> None:
        """In parts, each a quarter's rows or more."""
        of_edition = ROWS.c.edition == edition
        while True:
            with self._engine.begin() as connection:
                starts = select(ROWS.c.start).where(of_edition).order_by(ROWS.c.start).limit(MOST_AT_ONCE)
                last = connection.scalars(select(func.max(starts.subquery().c.start))).one()
                if last is None:
                    return
                connection.execute(delete(ROWS).where(of_edition, ROWS.c.start <= last))


def _move(connection: Connection, before: Place, edition: int, position: int, open_: Open) -> bool:
    """Move on from `before`, if that is where the books are."""
    opened = {"contacts": open_.contacts, "agents": open_.agents, "callbacks": open_.callbacks}
    values = {"edition": edition, "position": position, **opened}
    there = (PLACE.c.edition == before.edition, PLACE.c.position == before.position)
    if connection.execute(update(PLACE).where(*there).values(**values)).rowcount:
        return True
    if connection.execute(select(PLACE.c.id)).first() or before.position:
        return False
    connection.execute(insert(PLACE).values(id=THE_ROW, **values))
    return True


def _present(connection: Connection, edition: int, keys: Sequence[Key]) -> dict[Key, Counts]:
    if not keys:
        return {}
    starts = sorted({start for _, _, start in keys})
    columns = ROWS.c
    found: dict[Key, Counts] = {}
    for first in range(0, len(starts), MOST_PARAMETERS):
        wanted = select(columns.subject, columns.name, columns.start, columns.counts).where(
            columns.edition == edition, columns.start.in_(starts[first : first + MOST_PARAMETERS])
        )
        found |= {(row.subject, row.name, row.start): row.counts for row in connection.execute(wanted)}
    return found


def _write(connection: Connection, edition: int, rows: Mapping[Key, Counts]) -> None:
    """Put rows in the place of those with the same key."""
    if not rows:
        return
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    add = dialect.insert(ROWS)
    key = [ROWS.c.edition, ROWS.c.subject, ROWS.c.start, ROWS.c.name]
    replace = add.on_conflict_do_update(index_elements=key, set_={"counts": add.excluded.counts})
    connection.execute(replace, _values(edition, rows))


def _add(connection: Connection, edition: int, rows: Mapping[Key, Counts]) -> None:
    connection.execute(insert(ROWS), _values(edition, rows))


def _values(edition: int, rows: Mapping[Key, Counts]) -> list[dict[str, Any]]:
    return [
        {"edition": edition, "subject": subject, "start": start, "name": name, "counts": counts}
        for (subject, name, start), counts in rows.items()
    ]


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
