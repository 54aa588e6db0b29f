"""What a run says: figures by queue and group, what the formulas say of the same traffic, and what a target needs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from appliance.contact.acd.demands import serves
from appliance.contact.acd.model import Queue
from appliance.contact.acd.simulation.erlang import agents_needed, erlang_a, erlang_c, lines_needed
from appliance.contact.acd.simulation.machine import simulate
from appliance.contact.acd.simulation.model import GroupCount, Outcome, Plan, QueueCount, Stream

NO_LINE = 0.01
TRIES = 8
MOST_SIZED = 60_000


def report(plan: Plan, *, size: bool = True) -> dict[str, Any]:
    """One run, as JSON values; `size` looks for the agents that bring every queue to its target."""
    outcome = simulate(plan)
    shown = {
        "calls": outcome.calls,
        "seed": plan.seed,
        "queues": rows(outcome.queues, plan.queues),
        "groups": [_group_row(name, count) for name, count in sorted(outcome.groups.items())],
        "lines": _lines(plan, outcome),
        "formulas": [row for name in sorted(plan.queues) if (row := _formulas(plan, name))],
    }
    return shown | ({"needed": needed(plan)} if size and outcome.calls <= MOST_SIZED else {})


def rows(counts: Mapping[str, QueueCount], queues: Mapping[str, Queue]) -> list[dict[str, Any]]:
    """The figures of all queues, by name."""
    return [queue_row(name, count, queues) for name, count in sorted(counts.items())]


def queue_row(name: str, count: QueueCount, queues: Mapping[str, Queue]) -> dict[str, Any]:
    """The figures of one queue; waits in seconds."""
    queue = queues.get(name, Queue(name))
    return {
        "queue": name,
        "offered": count.offered,
        "answered": count.answered,
        "abandoned": count.abandoned,
        "timed_out": count.timed_out,
        "overflowed": count.overflowed,
        "full": count.full,
        "service_level": count.service_level,
        "target_percent": queue.target_percent,
        "target_seconds": queue.target_seconds,
        "mean_wait_s": round(count.waits / count.answered, 1) if count.answered else None,
        "longest_wait_s": round(count.longest, 1),
    }


def needed(plan: Plan) -> dict[str, Any]:
    """The smallest staff, all groups in proportion, with which each queue reaches its target; no group is emptied."""
    low, high, met = 0.0, 1.0, False
    for _ in range(4):
        if met := _reaches(scaled(plan, high)):
            break
        low, high = high, high * 2
    for _ in range(TRIES) if met else ():
        middle = (low + high) / 2
        low, high = (low, middle) if _reaches(scaled(plan, middle)) else (middle, high)
    groups = scaled(plan, high).groups
    return {
        "reached": met,
        "agents": sum(group.agents for group in groups) if met else None,
        "groups": {group.name: group.agents for group in groups} if met else {},
    }


def scaled(plan: Plan, factor: float) -> Plan:
    """The plan with so many times the agents, and lines never short."""
    groups = tuple(replace(group, agents=max(1, -int(-group.agents * factor // 1))) for group in plan.groups)
    return replace(plan, groups=groups, lines=0)


def _reaches(plan: Plan) -> bool:
    counts = simulate(plan).queues.items()
    return all(
        (count.service_level or 0.0) >= plan.queues[name].target_percent
        for name, count in counts
        if count.offered and name in plan.queues
    )


def _group_row(name: str, count: GroupCount) -> dict[str, Any]:
    return {
        "group": name,
        "calls": count.calls,
        "present_hours": round(count.present / 3600, 2),
        "occupancy": round(100 * count.busy / count.present, 1) if count.present else None,
    }


def _lines(plan: Plan, outcome: Outcome) -> dict[str, Any]:
    """`needed` lines would have been free for all but one per cent of the calls that came."""
    beyond, enough = outcome.calls, 0
    for found in outcome.found_busy:
        if beyond <= NO_LINE * outcome.calls:
            break
        beyond, enough = beyond - found, enough + 1
    short = bool(outcome.no_line)
    return {
        "lines": plan.lines or None,
        "most_used": outcome.most_lines,
        "no_line": outcome.no_line,
        "needed": None if short else enough,
    }


def _formulas(plan: Plan, name: str) -> dict[str, Any] | None:
    """Erlang C and A for the busiest interval of a queue, as if it had agents of its own."""
    streams = [stream for stream in plan.streams if stream.queue == name]
    intervals = max((len(stream.rates) for stream in streams), default=0)
    busiest = max((sum(_rate(stream, at) for stream in streams) for at in range(intervals)), default=0.0)
    if not busiest:
        return None
    queue, weight = plan.queues[name], sum(sum(stream.rates) for stream in streams)
    handling = sum(sum(stream.rates) * _handling(stream, queue) for stream in streams) / weight
    load, share = busiest * handling / plan.interval, queue.target_percent / 100
    row = {
        "queue": name,
        "busiest_calls": round(busiest, 1),
        "load_erlang": round(load, 2),
        "agents_there": sum(group.agents for group in plan.groups if serves(group, queue)),
        "erlang_c": agents_needed(share, lambda agents: erlang_c(load, agents, handling, queue.target_seconds)),
        "lines_erlang_b": lines_needed(load, NO_LINE),
    }
    patience = [stream.patience.mean for stream in streams if stream.patience and stream.patience.mean]
    if not patience:
        return row | {"erlang_a": None}
    mean = sum(patience) / len(patience)
    return row | {
        "erlang_a": agents_needed(share, lambda agents: erlang_a(load, agents, handling, mean, queue.target_seconds))
    }


def _rate(stream: Stream, interval: int) -> float:
    return stream.rates[interval] if interval < len(stream.rates) else 0.0


def _handling(stream: Stream, queue: Queue) -> float:
    return stream.handling.mean + (stream.wrap_up.mean if stream.wrap_up else queue.wrap_up)
