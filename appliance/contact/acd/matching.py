"""Who gets whom: a pure rule over one snapshot.

Invariants: every offer names a waiting call and a free agent of the snapshot; no call and no agent appears in two
offers; no call is passed over for a later one by an agent who could have served it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from appliance.contact.acd.model import Candidate, Offer, Queue, Waiting


def match(
    waiting: Iterable[Waiting], free: Sequence[Candidate], queues: Mapping[str, Queue], now: datetime
) -> tuple[Offer, ...]:
    """The offers to make now, most urgent call first, each to the agent who has been idle longest."""
    idle = sorted(free, key=lambda candidate: (candidate.idle_since, candidate.agent))
    offers: list[Offer] = []
    for call in in_order(waiting, queues, now) if idle else ():
        if offer := _first_fit(call, idle, queues):
            offers.append(offer)
            idle = [candidate for candidate in idle if candidate.agent != offer.agent]
            if not idle:
                break
    return tuple(offers)


def in_order(waiting: Iterable[Waiting], queues: Mapping[str, Queue], now: datetime) -> list[Waiting]:
    """The line as it stands: highest points first, then the longest wait, then the older identity."""
    return sorted(waiting, key=lambda call: (-urgency(call, queues, now), call.entered_at, call.contact))


def urgency(call: Waiting, queues: Mapping[str, Queue], now: datetime) -> float:
    """Points of a waiting call: its priority plus what its wait has added under its own queue's ageing."""
    queue = queues.get(call.queues[0])
    minutes = max(0.0, (now - call.entered_at).total_seconds() / 60)
    return call.priority + (queue.ageing * minutes if queue else 0.0)


def serves(candidate: Candidate, queue: Queue) -> bool:
    """Whether the agent belongs to the queue and has each demanded skill at its level."""
    if candidate.queues and queue.name not in candidate.queues:
        return False
    return all(candidate.skills.get(skill, 0) >= level for skill, level in queue.skills.items())


def _first_fit(call: Waiting, idle: Sequence[Candidate], queues: Mapping[str, Queue]) -> Offer | None:
    for name in call.queues:
        if (queue := queues.get(name)) is None:
            continue
        for candidate in idle:
            if serves(candidate, queue):
                return Offer(call.contact, candidate.agent, name)
    return None
