"""From the quarters of past days to people and lines: what a growth will need, by the formulas of telephone traffic."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from appliance.contact.acd.model import Queue
from appliance.contact.acd.simulation.erlang import Prediction, agents_needed, erlang_a, erlang_c, lines_needed

QUARTER_S = 900
QUARTER_MS = 1000 * QUARTER_S


@dataclass(frozen=True, slots=True)
class Seen:
    """A quarter of one day in a queue; `at` is the second of the day, other times are milliseconds."""

    day: str
    at: int
    offered: int = 0
    handled: int = 0
    handling_ms: int = 0
    abandoned: int = 0
    waited_ms: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of the future: `growth` of traffic, `loss` of calls without a line, `shrinkage` of presence.

    All are shares: 0.2 is a fifth.
    """

    growth: float = 0.0
    loss: float = 0.01
    shrinkage: float = 0.0


def staffing(seen: Sequence[Seen], queue: Queue, forecast: Forecast) -> dict[str, Any]:
    """Calls, load and agents for each quarter of the day that has calls, from the mean of the days that were seen.

    Erlang A where callers were seen to give up, else Erlang C. `scheduled` are people on the plan, of whom a share
    is away.
    """
    handled, abandoned = sum(row.handled for row in seen), sum(row.abandoned for row in seen)
    handling = sum(row.handling_ms for row in seen) / 1000 / handled if handled else 0.0
    patience = sum(row.waited_ms for row in seen) / 1000 / abandoned if abandoned else 0.0
    days, calls = len({row.day for row in seen}), defaultdict[int, int](int)
    for row in seen:
        calls[row.at] += row.offered
    quarters = [
        _quarter(at, count / days * (1 + forecast.growth), handling, patience, queue, forecast)
        for at, count in sorted(calls.items())
        if count
    ]
    return {
        "queue": queue.name,
        "days": days,
        "handling_s": round(handling, 1),
        "patience_s": round(patience, 1) or None,
        "target_percent": queue.target_percent,
        "target_seconds": queue.target_seconds,
        "quarters": quarters,
    }


def seats(plans: Iterable[dict[str, Any]]) -> int:
    """The most people who are needed at one time, each queue with its own."""
    together: dict[str, int] = defaultdict(int)
    for plan in plans:
        for quarter in plan["quarters"]:
            together[quarter["time"]] += quarter["agents"]
    return max(together.values(), default=0)


def lines(trunk: str, busy_ms: Sequence[int], forecast: Forecast) -> dict[str, Any]:
    """The lines of a trunk for its busiest quarter of those seen, grown, by Erlang B."""
    busiest = max(busy_ms, default=0) / QUARTER_MS
    grown = busiest * (1 + forecast.growth)
    return {
        "trunk": trunk,
        "erlangs_seen": round(busiest, 2),
        "erlangs": round(grown, 2),
        "lines": lines_needed(grown, forecast.loss) if grown else 0,
    }


def _quarter(
    at: int, calls: float, handling: float, patience: float, queue: Queue, forecast: Forecast
) -> dict[str, Any]:
    load = calls * handling / QUARTER_S
    agents = _agents(load, handling, patience, queue) if load else 0
    return {
        "time": f"{at // 3600:02}:{at % 3600 // 60:02}",
        "calls": round(calls, 1),
        "load_erlang": round(load, 2),
        "agents": agents,
        "scheduled": math.ceil(round(agents / (1 - forecast.shrinkage), 6)),
    }


def _agents(load: float, handling: float, patience: float, queue: Queue) -> int:
    def predicted(agents: int) -> Prediction:
        if patience:
            return erlang_a(load, agents, handling, patience, queue.target_seconds)
        return erlang_c(load, agents, handling, queue.target_seconds)

    return agents_needed(queue.target_percent / 100, predicted)
