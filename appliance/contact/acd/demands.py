"""What a call demands of an agent, and how its place in line is worked out, as the wait goes on."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from appliance.contact.acd.model import Queue, Waiting

POINT = 60_000_000_000
"""Units of urgency in a point: whole numbers, so that an order never hangs on rounding."""

SECOND = timedelta(seconds=1)
MICROSECOND = timedelta(microseconds=1)
Demand = Mapping[str, int]


class Person(Protocol):
    """What of an agent decides whom they may serve."""

    @property
    def skills(self) -> Demand: ...

    @property
    def queues(self) -> frozenset[str]: ...


def urgency(call: Waiting, queues: Mapping[str, Queue], now: datetime) -> int:
    """Priority, what the wait has added by the call's own queue, and points of rescue, in units of 1/POINT."""
    points = call.priority * POINT
    if queue := queues.get(call.queues[0]):
        points += ageing(queue) * ((now - call.entered_at) // MICROSECOND)
        if rescued(queue, now - call.entered_at):
            points += queue.rescue * POINT
    return points


def ageing(queue: Queue) -> int:
    """Units of urgency that a microsecond of waiting adds."""
    return round(queue.ageing * 1000)


def rescued(queue: Queue, waited: timedelta) -> bool:
    """Whether a call is about to miss the queue's target, or has missed it."""
    return bool(queue.rescue) and waited >= rescue_after(queue)


def rescue_after(queue: Queue) -> timedelta:
    return max(0, queue.target_seconds - queue.rescue_seconds) * SECOND


def demand(queue: Queue, own: Demand, waited: timedelta) -> Demand:
    """The lowest level of each skill: the queue's and the call's own, whichever is higher, as relaxed so far."""
    levels = dict(queue.skills)
    for skill, level in own.items():
        levels[skill] = max(level, levels.get(skill, 0))
    for step in queue.relax:
        if waited >= step.after * SECOND:
            levels |= {skill: min(level, levels[skill]) for skill, level in step.skills.items() if skill in levels}
    return {skill: level for skill, level in levels.items() if level > 0}


def serves(person: Person, queue: Queue, wanted: Demand | None = None) -> bool:
    """Whether the agent belongs to the queue and has each skill demanded (the queue's own by default)."""
    if person.queues and queue.name not in person.queues:
        return False
    levels = queue.skills if wanted is None else wanted
    return all(person.skills.get(skill, 0) >= level for skill, level in levels.items())


def reserved(call: Waiting, now: datetime) -> str:
    """The only agent who may have the call now; "" when anybody may."""
    return call.wanted if call.wanted_until and now < call.wanted_until else ""


def widens(call: Waiting, queues: Mapping[str, Queue]) -> Iterator[datetime]:
    """The moments at which waiting alone lets other agents have the call, in no order."""
    if call.wanted and call.wanted_until:
        yield call.wanted_until
    for name in call.queues:
        if queue := queues.get(name):
            yield from (call.entered_at + step.after * SECOND for step in queue.relax)
