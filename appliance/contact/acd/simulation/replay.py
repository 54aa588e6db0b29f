"""A day of the ledger as a plan: who called when, how long they talked, how long they would have waited, who was there.

Who was answered would have waited longer than they did; how much longer is drawn from an exponential patience whose
mean is that of the queue's day (all the waiting of a queue over its abandoned calls).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from appliance.contact.acd import events as acd_facts
from appliance.contact.acd.model import Departure, Queue
from appliance.contact.acd.simulation.chance import DAY, drawer, lot
from appliance.contact.acd.simulation.model import Arrival, Group, Plan, QueueCount, Spread
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import Agent, State
from appliance.contact.calls import events as call_facts
from appliance.events import Event

THERE = frozenset({State.READY, State.PREVIEW, State.RINGING, State.TALKING, State.HOLD, State.WRAP_UP})
KINDS = frozenset(
    {
        acd_facts.ENTERED,
        acd_facts.LEFT,
        agent_facts.STATE,
        call_facts.JOINED,
        call_facts.CLOSED,
        call_facts.OFFER_MADE,
        call_facts.OFFER_ENDED,
    }
)


@dataclass(slots=True)
class Visit:
    """One time in one queue. Moments are seconds of the day; `talked` is 0 for a call that nobody answered."""

    contact: UUID
    queue: str
    priority: int
    at: float
    skills: tuple[tuple[str, int], ...] = ()
    fast_lane: bool = False
    wait: float = 0.0
    outcome: str = ""
    joined: float = -1.0
    talked: float = 0.0


@dataclass(slots=True)
class Seen:
    """A day as it was: the visits in order, each agent's times, and how long phones rang before they were answered."""

    visits: list[Visit] = field(default_factory=list)
    shifts: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    rang: list[float] = field(default_factory=list)


def read(events: Iterable[Event], midnight: datetime, queues: Mapping[str, Queue]) -> Seen:
    """Fold the day's events, in their order; `queues` are the rules of the day, whose points calls brought in."""
    seen, latest, there, offers = Seen(), dict[UUID, Visit](), dict[str, float](), dict[UUID, float]()
    for event in events:
        at = (event.at - midnight).total_seconds()
        if event.kind == agent_facts.STATE:
            _presence(seen, there, event, at)
        elif event.kind == call_facts.OFFER_MADE and event.leg:
            offers[event.leg] = at
        elif event.kind == call_facts.OFFER_ENDED and event.leg:
            began = offers.pop(event.leg, None)
            if began is not None and event.data["outcome"] == "answered":
                seen.rang.append(at - began)
        elif event.contact:
            _visit(seen, latest, event, at)
    for visit in seen.visits:
        visit.priority -= queues[visit.queue].priority if visit.queue in queues else 0
    for agent, since in there.items():
        seen.shifts[agent].append((since, DAY))
    return seen


def plan(seen: Seen, queues: Mapping[str, Queue], groups: tuple[Group, ...], lines: int = 0, seed: int = 1) -> Plan:
    """The day under rules and with people that may be others than those of the day."""
    rang = sum(seen.rang) / len(seen.rang) if seen.rang else 0.0
    return Plan(queues, groups, lines=lines, pick_up=round(rang, 3), arrivals=_arrivals(seen, seed), seed=seed)


def staff(seen: Seen, agents: Mapping[str, Agent]) -> tuple[Group, ...]:
    """Everybody who was there that day, with the skills of now."""
    known = {number: agents.get(number, Agent(number)) for number in seen.shifts}
    return tuple(
        Group(number, 1, tuple(seen.shifts[number]), agent.skills, agent.queues, agent.capacity)
        for number, agent in sorted(known.items())
    )


def counts(seen: Seen, queues: Mapping[str, Queue]) -> dict[str, QueueCount]:
    """What was seen, counted as a simulation counts."""
    found: dict[str, QueueCount] = defaultdict(QueueCount)
    for visit in seen.visits:
        count, answered = found[visit.queue], visit.outcome == Departure.ANSWERED
        target = queues[visit.queue].target_seconds if visit.queue in queues else Queue("").target_seconds
        count.offered += 1
        count.answered += answered
        count.in_target += answered and visit.wait <= target
        count.abandoned += visit.outcome == Departure.ABANDONED
        count.timed_out += not answered and visit.outcome != Departure.ABANDONED
        count.waits += visit.wait if answered else 0.0
        count.longest = max(count.longest, visit.wait)
    return dict(found)


def _arrivals(seen: Seen, seed: int) -> tuple[Arrival, ...]:
    handling, patience, chance = _handling(seen), _patience(seen), lot(f"{seed}/replay")
    arrivals = []
    for visit in sorted(seen.visits, key=lambda visit: (visit.at, visit.contact)):
        mean = patience[visit.queue]
        stays = visit.wait if visit.outcome == Departure.ABANDONED else -1.0
        if stays < 0 and mean:
            stays = visit.wait + drawer(Spread(mean), chance)()
        talk = visit.talked or handling[visit.queue]
        arrivals.append(
            Arrival(visit.at, visit.queue, talk, stays, -1.0, visit.priority, visit.skills, visit.fast_lane)
        )
    return tuple(arrivals)


def _handling(seen: Seen) -> dict[str, float]:
    """The mean talk of each queue's answered calls; of all where a queue had none."""
    talks = [visit for visit in seen.visits if visit.talked]
    overall = sum(visit.talked for visit in talks) / len(talks) if talks else 180.0
    means = {}
    for queue in {visit.queue for visit in seen.visits}:
        own = [visit.talked for visit in talks if visit.queue == queue]
        means[queue] = sum(own) / len(own) if own else overall
    return means


def _patience(seen: Seen) -> dict[str, float]:
    """The mean patience of each queue's callers: the likeliest one, with those answered as censored; 0 is for ever."""
    means = {}
    for queue in {visit.queue for visit in seen.visits}:
        own = [visit for visit in seen.visits if visit.queue == queue]
        abandoned = sum(visit.outcome == Departure.ABANDONED for visit in own)
        means[queue] = sum(visit.wait for visit in own) / abandoned if abandoned else 0.0
    return means


def _presence(seen: Seen, there: dict[str, float], event: Event, at: float) -> None:
    agent, present = event.data["agent"], event.data["state"] in THERE
    if present:
        there.setdefault(agent, at)
    elif agent in there:
        seen.shifts[agent].append((there.pop(agent), at))


def _visit(seen: Seen, latest: dict[UUID, Visit], event: Event, at: float) -> None:
    contact = event.contact
    if contact is None:
        return
    visit = latest.get(contact)
    if event.kind == acd_facts.ENTERED:
        _ends(visit, at)
        data = event.data
        skills = tuple(sorted(data.get("skills", {}).items()))
        fresh = Visit(contact, data["queue"], data["priority"], at, skills, data.get("fast_lane", False))
        latest[contact] = fresh
        seen.visits.append(fresh)
    elif visit and event.kind == acd_facts.LEFT:
        visit.outcome, visit.wait = event.data["outcome"], event.data["wait_ms"] / 1000
    elif visit and event.kind == call_facts.JOINED and visit.joined < 0:
        visit.joined = at
    elif event.kind == call_facts.CLOSED:
        _ends(latest.pop(contact, None), at)


def _ends(visit: Visit | None, at: float) -> None:
    if visit and visit.joined >= 0:
        visit.talked = at - visit.joined
