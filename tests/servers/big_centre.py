"""A year of a big centre, written straight into its tables: a million contacts, and the figures of some days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert

from appliance.contact.acd.model import Queue
from appliance.contact.acd.repository import Queues
from appliance.contact.agents.model import Agent
from appliance.contact.agents.repository import People
from appliance.contact.ledger.repository import LedgerRepository
from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from appliance.store.tables.calls import CallRow, LegRow
from appliance.store.tables.contacts import ContactPlaceRow
from tests.servers.ledger_day import HOURS, Day

CONTACTS, AGENTS, DAYS = 1_000_000, 200, 6
QUEUES = tuple(f"queue{number}" for number in range(10))
BATCH = 5_000
YEAR = timedelta(days=365)
RESULTS = ("answered",) * 8 + ("abandoned", "voicemail")
TABLES: tuple[Any, ...] = (CallRow.__table__, LegRow.__table__, ContactPlaceRow.__table__)
Row = dict[str, Any]


def fill(url: str, until: datetime, contacts: int = CONTACTS) -> None:
    """The year before `until`; its last days are in the ledger too, from which their figures are counted."""
    engine = open_engine(url)
    _staff(Documents(engine), until)
    rows = _contacts(until - timedelta(days=DAYS), contacts)
    while batch := list(islice(rows, BATCH)):
        with engine.begin() as connection:
            for table, of_table in zip(TABLES, zip(*batch, strict=True), strict=True):
                _put(connection, table, [row for group in of_table for row in group])
    for day in range(DAYS):
        start = until - timedelta(days=day, hours=HOURS)
        LedgerRepository(engine).append(Day(day, 400, AGENTS, queue_names=QUEUES, start=start).events())
    engine.dispose()


def _put(connection: Any, table: Table, rows: list[Row]) -> None:
    connection.execute(insert(table), rows)


def _staff(documents: Documents, at: datetime) -> None:
    by: Any = {"author": "bench", "reason": "a big centre", "at": at}
    for number, name in enumerate(QUEUES):
        Queues(documents).put(Queue(name, f"队列 {number}", skills={name: 1}), **by)
    for number in range(AGENTS):
        skills = {QUEUES[number % len(QUEUES)]: 5}
        People(documents).put(Agent(f"8{number:03}", f"坐席 {number}", f"8{number:03}", skills=skills), **by)


def _contacts(until: datetime, contacts: int) -> Iterator[tuple[list[Row], ...]]:
    """For each contact its rows of every table."""
    chance = Random(1)
    for number in range(contacts):
        at = until - YEAR * (number / contacts)
        call = {"id": _id(chance), "opened_at": at, "closed_at": at + timedelta(minutes=3)}
        queue, result = chance.choice(QUEUES), chance.choice(RESULTS)
        agent = f"8{chance.randrange(AGENTS):03}" if result == "answered" else ""
        call |= {"direction": "inbound", "dialled": "4008001000", "caller": f"138{chance.randrange(300_000):08}"}
        call |= {"queue": queue, "agent": agent, "result": result, "wait_ms": 20_000}
        call |= {"talk_ms": 150_000 if agent else None, "answered_at": at + timedelta(seconds=20) if agent else None}
        leg = {"contact": call["id"], "node": "n", "opened_at": at, "ended_at": call["closed_at"]}
        legs = [leg | {"id": _id(chance), "role": role} for role in ("caller", "agent")[: 1 + bool(agent)]]
        for each in legs:
            each |= {"channel": str(each["id"]), "agent": agent if each["role"] == "agent" else ""}
        past = [("queue", queue), *([("agent", agent)] if agent else [])]
        places = [{"kind": kind, "name": name, "opened_at": at, "contact": call["id"]} for kind, name in past]
        yield [call], legs, places


def _id(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128))
