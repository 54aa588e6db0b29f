"""report.year: reports of a year over ten million events; beside it the same figures straight from the ledger."""

import asyncio
import hashlib
import os
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from appliance.contact import statistics
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.statistics.counting import Counting
from appliance.contact.statistics.model import Counts, Open, Subject, merge
from appliance.contact.statistics.periods import milliseconds
from appliance.contact.statistics.repository import FigureRepository
from appliance.contact.statistics.service import REBUILD_STEP, Figures
from appliance.contact.statistics.tally import Tally
from appliance.daemons.jobs import reports
from appliance.store import schema
from appliance.store.engine import open_engine
from drivers.simulated.sip.note import percentile
from tests.bench.figure import Figure, Goal
from tests.servers import ledger_day
from tests.servers.ledger_day import Day

EVENTS = int(os.environ.get("CALLSTEAD_BENCH_EVENTS", "10000000"))
WEEKS, DAYS, AGENTS, QUEUES = 53, 7, 100, 20
EVENTS_OF_A_CALL = 19
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2025, 1, 6, 0, 20, tzinfo=UTC)
SINCE, UNTIL = datetime(2025, 1, 7, tzinfo=ZONE), datetime(2026, 1, 7, tzinfo=ZONE)
NOW = UNTIL + timedelta(days=7)
ROUNDS, BATCH = 20, 2000
GOAL = Goal(most=1.0, ratio_most=1 / 50)
CACHE = Path.home() / ".cache" / "callstead"
KINDS = (Subject.QUEUE, Subject.AGENT)
# Seconds and their parts stand as text: the first are moved on, the parts are kept.
WEEK_ON = (
    "INSERT INTO ledger (at, schema, kind, contact, leg, data) "
    "SELECT strftime('%Y-%m-%d %H:%M:%S', at, ?) || substr(at, 20), schema, kind, contact, leg, data "
    "FROM ledger WHERE seq <= ? ORDER BY seq"
)


class Stopped:
    """The time at which the year is looked at."""

    def now(self) -> datetime:
        return NOW


def measure(folder: Path) -> list[Figure]:
    """Seconds of the 95th of each hundred, the slower of both reports; the baseline folds the ledger once for both."""
    engine = open_engine(f"sqlite:///{_year()}")
    try:
        store = FigureRepository(engine, ZONE)
        told, times = _reported(engine, store)
        began = time.perf_counter()
        counted = _straight(store)
        baseline = time.perf_counter() - began
        for kind in KINDS:
            _same(kind, told[kind], counted)
        details = {
            "events": store.last_seq(),
            "agents": AGENTS,
            "queues": QUEUES,
            "p95_s": {kind.value: _p95(times[kind]) for kind in KINDS},
            "first_s": {kind.value: round(times[kind][0], 3) for kind in KINDS},
        }
        return [Figure("report.year", max(map(_p95, times.values())), "s", GOAL, round(baseline, 2), details)]
    finally:
        engine.dispose()


def _reported(engine: Engine, store: FigureRepository) -> tuple[dict[Subject, Any], dict[Subject, list[float]]]:
    """Both reports as the jobs process answers for them, again and again."""
    figures = Figures(store)
    made = reports.reports(figures, engine, Stopped(), ZONE)
    show: Callable[..., Any] = reports.handlers(made, Stopped(), ZONE)["report.show"]
    told: dict[Subject, Any] = {}
    times: dict[Subject, list[float]] = {kind: [] for kind in KINDS}
    for kind in KINDS * ROUNDS:
        began = time.perf_counter()
        told[kind] = asyncio.run(show(kind=kind.value, since=SINCE, until=UNTIL, by="month"))
        times[kind].append(time.perf_counter() - began)
    return told, times


def _straight(store: FigureRepository) -> dict[tuple[str, str], Counts]:
    """The year's figures of every name, counted from the events."""
    counting, last = Counting(Open(), Tally()), store.last_seq()
    for after in range(0, last, REBUILD_STEP):
        counting.take(store.facts(after, min(last, after + REBUILD_STEP)))
    for agent, state in counting.open.agents.items():
        counting.spend_state(agent, state, milliseconds(NOW))
    found: dict[tuple[str, str], Counts] = {}
    since, until = milliseconds(SINCE), milliseconds(UNTIL)
    for (subject, name, start), counts in counting.tally.rows.items():
        if since <= start < until:
            merge(found.setdefault((subject, name), {}), counts)
    return found


def _same(kind: Subject, told: Mapping[str, Any], counted: Mapping[tuple[str, str], Counts]) -> None:
    lines = {line["name"]: line["figures"] for line in told["names"]}
    straight = {name: counts for (subject, name), counts in counted.items() if subject == kind}
    assert lines.keys() == straight.keys(), kind
    for name, counts in straight.items():
        assert {figure: lines[name][figure] for figure in counts} == counts, (kind, name)


def _p95(seconds: list[float]) -> float:
    value = percentile(sorted(seconds), 0.95)
    assert value is not None
    return round(value, 4)


def _year() -> Path:
    """The year's database, made once for these sources."""
    sources = sorted(Path(statistics.__file__).parent.glob("*.py"))
    digest = hashlib.sha256(f"{EVENTS}".encode())
    for path in (*sources, Path(ledger_day.__file__), Path(__file__)):
        digest.update(path.read_bytes())
    place = CACHE / f"bench-year-{digest.hexdigest()[:16]}.db"
    if not place.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        for old in CACHE.glob("bench-year-*"):
            old.unlink()
        making = place.with_suffix(".making")
        _make(f"sqlite:///{making}")
        making.rename(place)
    return place


def _make(url: str) -> None:
    """One week by chance, and then week after week the same, each counted by the program."""
    schema.upgrade(url)
    engine = open_engine(url)
    ledger, queues = LedgerRepository(engine), [f"queue{number}" for number in range(QUEUES)]
    calls = max(1, EVENTS // (WEEKS * DAYS * EVENTS_OF_A_CALL))
    for number in range(DAYS):
        start = MONDAY + timedelta(days=number)
        events = Day(number, calls, AGENTS, queue_names=queues, start=start).events()
        for first in range(0, len(events), BATCH):
            ledger.append(events[first : first + BATCH])
    week = ledger.last_seq()
    for number in range(1, WEEKS):
        with engine.begin() as connection:
            connection.exec_driver_sql(WEEK_ON, (f"+{7 * number} days", week))
    Figures(FigureRepository(engine, ZONE)).rebuild()
    with closing(engine.raw_connection()) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
