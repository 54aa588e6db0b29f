"""stats.rebuild: ledger events a second while the figures of every quarter of an hour are counted anew."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.statistics.repository import FigureRepository
from appliance.contact.statistics.service import REBUILD_STEP, Figures
from appliance.store import schema
from appliance.store.engine import open_engine
from tests.bench.figure import Figure, Goal
from tests.servers.ledger_day import MORNING, Day
from tests.servers.postgres import cluster, database

DAYS, CALLS, AGENTS, QUEUES = 5, 4000, 60, 12
BATCH = 2000
ROUNDS = 3
GOAL = Goal(least=50_000)


def measure(folder: Path) -> list[Figure]:
    """Five days of a centre with sixty agents; the middle of three rounds on each database."""
    found = [_measured("stats.rebuild", f"sqlite:///{folder / 'callstead.db'}")]
    with cluster(fsync=True) as server, database(server) as url:
        return [*found, _measured("stats.rebuild.postgresql", url)]


def _measured(name: str, url: str) -> Figure:
    schema.upgrade(url)
    engine = open_engine(url)
    ledger, store = LedgerRepository(engine), FigureRepository(engine)
    for number in range(DAYS):
        events = Day(number, CALLS, AGENTS, QUEUES, MORNING + timedelta(days=number)).events()
        for start in range(0, len(events), BATCH):
            ledger.append(events[start : start + BATCH])
    figures, last = Figures(store), ledger.last_seq()
    ours = [_rate(last, figures.rebuild) for _ in range(ROUNDS)]
    plain = [_rate(last, lambda: _read(store, last)) for _ in range(ROUNDS)]
    engine.dispose()
    details = {"events": last, "rounds": ours, "baseline_rounds": plain}
    return Figure(name, statistics.median(ours), "events/s", GOAL, statistics.median(plain), details)


def _rate(events: int, work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return round(events / (time.perf_counter() - began))


def _read(store: FigureRepository, last: int) -> None:
    """The baseline: the same events read in the same pieces, and nothing counted or written."""
    for after in range(0, last, REBUILD_STEP):
        store.facts(after, min(last, after + REBUILD_STEP))
