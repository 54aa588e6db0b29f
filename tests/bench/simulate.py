"""acd.simulate: ten days of a centre with 500 agents, 100 queues and 100 skills, in simulated time."""

import time
from pathlib import Path
from random import Random

from appliance.contact.acd.model import Queue
from appliance.contact.acd.simulation.machine import simulate
from appliance.contact.acd.simulation.model import Group, Plan, Shape, Spread, Stream
from tests.bench.figure import Figure, Goal

AGENTS, QUEUES, CALLS = 500, 100, 1_000_000
DAYS, SPARE = 10, 1.005
"""Chance decides how many come; with five calls in a thousand to spare they are never fewer than a million."""
DAY = 86400.0


def measure(folder: Path) -> list[Figure]:
    """In seconds, all of them measured: a million calls at least, and no less than the whole run of them."""
    began = time.perf_counter()
    outcome = simulate(plan(CALLS * SPARE, DAYS))
    seconds = time.perf_counter() - began
    if outcome.calls < CALLS:
        raise ValueError(f"only {outcome.calls} calls came")
    counts = outcome.queues.values()
    details = {
        "calls": outcome.calls,
        "answered": sum(count.answered for count in counts),
        "abandoned": sum(count.abandoned for count in counts),
        "occupancy": round(
            sum(group.busy for group in outcome.groups.values()) / sum(g.present for g in outcome.groups.values()), 3
        ),
    }
    return [Figure("acd.simulate", round(seconds, 1), "s", Goal(most=60), None, details)]


def plan(calls: float, days: int) -> Plan:
    """Each queue asks for its own skill, each agent has ten; nearly all are busy nearly always."""
    chance = Random(20260504)
    queues = {
        f"q{number}": Queue(f"q{number}", skills={f"s{number}": 1 + number % 3}, ageing=chance.choice([0.5, 1, 2]))
        for number in range(QUEUES)
    }
    groups = tuple(
        Group(f"g{number}", 5, ((0.0, DAY),), {f"s{(number + step) % QUEUES}": 3 for step in range(0, 50, 5)})
        for number in range(AGENTS // 5)
    )
    rate = calls / days / QUEUES / 96
    handling, patience = Spread(380.0, Shape.LOGNORMAL, 0.8), Spread(120.0)
    streams = tuple(Stream(name, (rate,) * 96, handling, patience) for name in queues)
    return Plan(queues, groups, streams, days=days)
