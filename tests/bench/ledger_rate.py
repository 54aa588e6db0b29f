"""ledger.rate: durable events a second on both databases."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from appliance.contact.ledger.model import Mark
from appliance.contact.ledger.repository import LedgerRepository
from appliance.events import Event
from appliance.store import schema
from appliance.store.engine import open_engine
from tests.bench.figure import Figure, Goal
from tests.servers.ledger_day import Day
from tests.servers.postgres import cluster, database

SIZE = 16
CALLS = 1200
ROUNDS = 3
GOAL = Goal(least=2000, ratio_least=0.5)


def measure(folder: Path) -> list[Figure]:
    """Both write the same events, sixteen a transaction; they take turns, the middle of three rounds counts."""
    events = Day(calls=CALLS, agents=60).events()
    numbers = iter(range(1000))
    on_sqlite = _compared("ledger.rate", events, lambda: f"sqlite:///{folder / f'{next(numbers)}.db'}")
    with cluster(fsync=True) as server, database(server) as one, database(server) as two:
        urls = iter((one, two))
        on_postgresql = _compared("ledger.rate.postgresql", events, lambda: next(urls))
    return [on_sqlite, on_postgresql]


def _compared(name: str, events: Sequence[Event], place: Callable[[], str]) -> Figure:
    ours, bare = place(), place()
    for url in (ours, bare):
        schema.upgrade(url)
    rounds = [(_rate(_appending, ours, events), _rate(_inserting, bare, events)) for _ in range(ROUNDS)]
    ours_rounds, bare_rounds = ([pair[index] for pair in rounds] for index in (0, 1))
    details = {"events": len(events), "in_transaction": SIZE, "rounds": ours_rounds, "baseline_rounds": bare_rounds}
    return Figure(name, statistics.median(ours_rounds), "events/s", GOAL, statistics.median(bare_rounds), details)


def _rate(prepare: Callable[[str, Sequence[Event]], Callable[[], None]], url: str, events: Sequence[Event]) -> float:
    work = prepare(url, events)
    began = time.perf_counter()
    work()
    return round(len(events) / (time.perf_counter() - began))


def _appending(url: str, events: Sequence[Event]) -> Callable[[], None]:
    """What the ledger's committing thread does: the source's place and the events, all or nothing."""
    engine, source = open_engine(url, ping=False), uuid4()
    ledger = LedgerRepository(engine)

    def append() -> None:
        for start in range(0, len(events), SIZE):
            batch = events[start : start + SIZE]
            ledger.append(batch, Mark(source, start + len(batch)))
        engine.dispose()

    return append


def _inserting(url: str, events: Sequence[Event]) -> Callable[[], None]:
    """The baseline: the database's own driver, rows that are ready, INSERT and COMMIT and nothing else."""
    engine = open_engine(url)
    on_sqlite = engine.dialect.name == "sqlite"
    rows = [_row(event, on_sqlite) for event in events]
    link = engine.raw_connection()
    cursor = link.cursor()
    marks = ", ".join(["?" if on_sqlite else "%s"] * 6)
    insert = f"INSERT INTO ledger (at, schema, kind, contact, leg, data) VALUES ({marks})"  # noqa: S608

    def write() -> None:
        for start in range(0, len(rows), SIZE):
            if on_sqlite:
                cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany(insert, rows[start : start + SIZE])
            link.commit()
        link.close()
        engine.dispose()

    return write


def _row(event: Event, on_sqlite: bool) -> tuple[object, ...]:
    at = event.at.replace(tzinfo=None).isoformat(" ", "microseconds") if on_sqlite else event.at
    contact, leg = event.contact, event.leg
    identities = [identity.hex if on_sqlite and identity else identity for identity in (contact, leg)]
    return (at, event.schema, event.kind, *identities, json.dumps(dict(event.data), ensure_ascii=False))
