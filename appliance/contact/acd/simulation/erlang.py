"""The formulas of telephone traffic, for comparison: Erlang B, C (nobody hangs up) and A (exponential patience).

Erlang A by the density of the offered wait: Baccelli and Hebuterne, On queues with impatient customers, 1981;
see also Mandelbaum and Zeltyn, The Palm/Erlang-A queue, 2005.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

MOST_AGENTS = 10_000
STEPS = 2000
NOTHING = 40.0


@dataclass(frozen=True, slots=True)
class Prediction:
    """`waits`, `abandoned` and `in_target` are shares of all calls; `mean_wait` is in seconds, over all calls."""

    waits: float
    in_target: float
    mean_wait: float
    occupancy: float
    abandoned: float = 0.0


def erlang_b(load: float, lines: int) -> float:
    """Share of calls that find all lines taken; `load` in erlang."""
    blocked = 1.0
    for line in range(1, lines + 1):
        blocked = load * blocked / (line + load * blocked)
    return blocked


def erlang_c(load: float, agents: int, handling: float, target: float) -> Prediction:
    """M/M/c; everybody waits for ever when there are not more agents than `load`."""
    if agents <= load:
        return Prediction(1.0, 0.0, math.inf, 1.0)
    blocked = erlang_b(load, agents)
    waits = agents * blocked / (agents - load * (1 - blocked))
    spare = (agents - load) / handling
    return Prediction(waits, 1 - waits * math.exp(-spare * target), waits / spare, load / agents)


def erlang_a(load: float, agents: int, handling: float, patience: float, target: float) -> Prediction:
    """M/M/c+M with a mean patience, in seconds like `handling` and `target`."""
    arrive, leave, serve = load / handling, 1 / patience, agents / handling
    if not agents:
        return Prediction(1.0, 0.0, patience, 0.0, 1.0)

    def growth(wait: float) -> float:
        return arrive * (1 - math.exp(-leave * wait)) / leave - serve * wait

    peak = max(0.0, math.log(arrive / serve) / leave) if arrive else 0.0
    top = growth(peak)
    end = peak + 1 / serve
    while growth(end) > top - NOTHING:
        end += end - peak

    def density(wait: float) -> float:
        return arrive * math.exp(growth(wait) - top)

    # The offered wait is 0 while fewer than all agents are busy; B of one agent less says how often all but one are.
    whole = _simpson(density, 0.0, end)
    odds = erlang_b(load, agents - 1) * whole * math.exp(min(top, 600.0))
    waits = odds / (1 + odds)
    scale = waits / whole if whole else 0.0
    served = scale * _simpson(lambda wait: density(wait) * math.exp(-leave * wait), 0.0, end)
    in_time = scale * _simpson(lambda wait: density(wait) * math.exp(-leave * wait), 0.0, min(target, end))
    abandoned = waits - served
    busy = load * (1 - abandoned) / agents
    return Prediction(waits, 1 - waits + in_time, abandoned * patience, busy, abandoned)


def agents_needed(share: float, predicted: Callable[[int], Prediction]) -> int:
    """The fewest agents with which that share of calls is answered in time."""
    low, high = 0, 1
    while high < MOST_AGENTS and predicted(high).in_target < share:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if predicted(middle).in_target >= share else (middle, high)
    return high


def lines_needed(load: float, blocked: float) -> int:
    """The fewest lines of which no larger share of calls finds all taken."""
    lines = 0
    while erlang_b(load, lines) > blocked:
        lines += 1
    return lines


def _simpson(function: Callable[[float], float], low: float, high: float) -> float:
    width = (high - low) / STEPS
    odd = sum(function(low + number * width) for number in range(1, STEPS, 2))
    even = sum(function(low + number * width) for number in range(2, STEPS, 2))
    return (function(low) + 4 * odd + 2 * even + function(high)) * width / 3
