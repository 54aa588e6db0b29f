"""Who gets whom: a pure rule over one snapshot. It is the specification; `index` gives the same answers faster.

Invariants: every offer names a waiting call and a free agent of the snapshot; no agent appears in two offers, and no
call unless its queue rings all (one agent alone calls somebody absent back); no call is passed over for a later one by
an agent who could have served it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from appliance.contact.acd.demands import demand, reserved, serves, urgency
from appliance.contact.acd.model import Candidate, Offer, Queue, Waiting
from appliance.contact.acd.strategies import choose, idling


@dataclass(frozen=True, slots=True)
class Run:
    """What else the rule looks at: calls in hand by queue, whom each queue offered a call last, and chance."""

    taken: Mapping[str, int] = field(default_factory=dict)
    last: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0


def match(
    waiting: Iterable[Waiting],
    free: Sequence[Candidate],
    queues: Mapping[str, Queue],
    now: datetime,
    run: Run | None = None,
) -> tuple[Offer, ...]:
    """The offers to make now, most urgent call first, each to whom its queue's strategy names."""
    run = run or Run()
    idle = sorted((agent for agent in free if agent.capacity > 0), key=idling)
    taken, last, offers = Counter(run.taken), dict(run.last), list[Offer]()
    for call in in_order(waiting, queues, now) if idle else ():
        if made := _first_fit(call, idle, queues, now, Run(taken, last, run.seed)):
            offers += made
            taken[made[0].queue] += 1
            last[made[0].queue] = made[0].agent
            rung = {offer.agent for offer in made}
            idle = [candidate for candidate in idle if candidate.agent not in rung]
            if not idle:
                break
    return tuple(offers)


def in_order(waiting: Iterable[Waiting], queues: Mapping[str, Queue], now: datetime) -> list[Waiting]:
    """The line as it stands: fast lane first, then most points, then the longest wait, then the older identity."""
    return sorted(
        waiting,
        key=lambda call: (not call.fast_lane, -urgency(call, queues, now), call.entered_at, call.contact),
    )


def is_full(queue: Queue, taken: Mapping[str, int]) -> bool:
    """Whether the queue has as many conversations as it may."""
    return bool(queue.most_talking) and taken.get(queue.name, 0) >= queue.most_talking


def _first_fit(
    call: Waiting, idle: Sequence[Candidate], queues: Mapping[str, Queue], now: datetime, run: Run
) -> list[Offer]:
    wanted = reserved(call, now)
    for name in call.queues:
        if (queue := queues.get(name)) is None or is_full(queue, run.taken):
            continue
        asked = demand(queue, call.skills, now - call.entered_at)
        may = (agent for agent in idle if wanted in ("", agent.agent) and agent.agent not in call.without)
        if fit := [agent for agent in may if serves(agent, queue, asked)]:
            chosen = choose(fit, queue, run.last.get(name, ""), f"{run.seed}:{call.contact}")
            return [Offer(call.contact, agent.agent, name) for agent in chosen[: 1 if call.absent else None]]
    return []
