"""What is drawn by lot: when calls come, how long they talk and would wait. The same seed gives the same calls."""

import math
from collections.abc import Callable, Iterator
from random import Random

from appliance.contact.acd.simulation.model import Arrival, Plan, Shape, Spread, Stream

DAY = 86400.0


def sources(plan: Plan) -> list[Iterator[Arrival]]:
    """Each stream's calls in the order of time, and those that are given."""
    drawn = [_calls(stream, plan, lot(f"{plan.seed}/{number}")) for number, stream in enumerate(plan.streams)]
    return [*drawn, iter(plan.arrivals)]


def drawer(spread: Spread | None, chance: Random) -> Callable[[], float]:
    """Draws times of a spread, in seconds; -1 without one."""
    if spread is None:
        return lambda: -1.0
    mean = spread.mean
    if spread.shape is Shape.CONSTANT or mean <= 0:
        return lambda: mean
    if spread.shape is Shape.EXPONENTIAL:
        return lambda: -math.log(1.0 - chance.random()) * mean
    sigma = math.sqrt(math.log(1.0 + spread.variation**2))
    mu = math.log(mean) - sigma**2 / 2
    return lambda: math.exp(chance.gauss(mu, sigma))


def lot(seed: str) -> Random:
    """The same draws for the same text."""
    return Random(seed)  # noqa: S311 - a simulation keeps no secret


def _calls(stream: Stream, plan: Plan, chance: Random) -> Iterator[Arrival]:
    handling, patience = drawer(stream.handling, chance), drawer(stream.patience, chance)
    wrap_up = drawer(stream.wrap_up, chance)
    queue, priority, skills, fast = stream.queue, stream.priority, stream.skills, stream.fast_lane
    for at in _moments(stream, plan, chance):
        yield Arrival(at, queue, handling(), patience(), wrap_up(), priority, skills, fast)


def _moments(stream: Stream, plan: Plan, chance: Random) -> Iterator[float]:
    """A Poisson process whose rate is constant within each interval."""
    for day in range(plan.days):
        for number, rate in enumerate(stream.rates):
            begin = day * DAY + plan.start + number * plan.interval
            end = min(begin + plan.interval, day * DAY + plan.end)
            at = begin
            while rate > 0:
                at -= math.log(1.0 - chance.random()) * plan.interval / rate
                if at >= end:
                    break
                yield at
