"""How long calls keep agents busy, learnt from the facts, and what a waiting call can expect of it."""

from bisect import insort
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from appliance.contact.acd import estimate
from appliance.contact.acd import events as facts
from appliance.contact.acd.chance import Chance
from appliance.contact.acd.demands import serves
from appliance.contact.acd.estimate import Ahead, Server
from appliance.contact.acd.model import Candidate, Departure, Queue, Waiting
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import Presence, State
from appliance.contact.calls import events as call_facts
from appliance.events import Event

KINDS = (agent_facts.STATE, call_facts.OFFER_MADE, facts.LEFT)
REMEMBERED = 200


@dataclass(slots=True)
class Recent:
    """The last `REMEMBERED` durations of a kind, in seconds, also in ascending order."""

    latest: deque[float] = field(default_factory=deque)
    ordered: list[float] = field(default_factory=list)

    def add(self, seconds: float) -> None:
        self.latest.append(seconds)
        insort(self.ordered, seconds)
        if len(self.latest) > REMEMBERED:
            self.ordered.remove(self.latest.popleft())


@dataclass(slots=True)
class _Work:
    """One call of an agent: taken since when, for which queue, whether it was answered, and what it is now."""

    queue: str
    since: datetime
    state: State
    state_since: datetime
    answered: bool = False


class Handling:
    """A fold over facts. A call is taken from its first ring until its agent's wrap-up is over."""

    def __init__(self) -> None:
        self._work: defaultdict[str, dict[UUID | None, _Work]] = defaultdict(dict)
        self._offered: dict[tuple[str, UUID | None], str] = {}
        self._taken: defaultdict[str, Recent] = defaultdict(Recent)
        self._rings = Recent()
        self._lefts: deque[tuple[float, bool]] = deque(maxlen=REMEMBERED)

    def take(self, events: Iterable[Event]) -> None:
        """Learn from facts in their order."""
        for event in events:
            if event.kind == call_facts.OFFER_MADE:
                self._offered[event.data["agent"], event.contact] = event.data["queue"]
            elif event.kind == facts.LEFT:
                gave_up = event.data["outcome"] == Departure.ABANDONED
                self._lefts.append((event.data["wait_ms"] / 1000, gave_up))
            elif event.kind == agent_facts.STATE:
                self._step(agent_facts.presence(event), event.at)

    def wait(
        self,
        call: Waiting,
        before: Sequence[Waiting],
        agents: Sequence[Candidate],
        queues: Mapping[str, Queue],
        now: datetime,
    ) -> float | None:
        """Seconds that `call` will still wait behind those `before` it; None while nothing is known."""
        able = _able(call, agents, queues)
        ours = [agent for agent in agents if agent.agent in able]
        kinds = {other.queues: other for other in before}
        each = {names: self._ahead(other, able, agents, queues) for names, other in kinds.items()}
        ahead = [each[other.queues] for other in before]
        servers = [server for agent in ours for server in self._servers(agent, queues, now)]
        if any(server.free_in is None and not server.taken for server in servers):
            return None
        chance = Chance(call.contact.int ^ int(now.timestamp()))
        waited = sum(seconds for seconds, _ in self._lefts)
        impatience = sum(gave_up for _, gave_up in self._lefts) / waited if waited else 0.0
        return estimate.wait(servers, [one for one in ahead if one.share], self._ring(), chance, impatience=impatience)

    def _step(self, person: Presence, at: datetime) -> None:
        works, calls = self._work[person.agent], {call.contact: call.state for call in person.calls}
        if person.state is State.PREVIEW:
            calls[None] = State.PREVIEW
        for contact in [one for one in works if one not in calls]:
            work = works.pop(contact)
            self._offered.pop((person.agent, contact), None)
            if work.answered:
                self._taken[work.queue].add((at - work.since).total_seconds())
        for contact, state in calls.items():
            known = works.get(contact)
            if known is None or (state is State.RINGING and known.state is State.PREVIEW):
                works[contact] = _Work(self._offered.get((person.agent, contact), ""), at, state, at)
            elif state is not known.state:
                self._goes_on(known, state, at)

    def _goes_on(self, work: _Work, state: State, at: datetime) -> None:
        if state is State.TALKING and work.state is State.RINGING:
            self._rings.add((at - work.since).total_seconds())
            work.answered = True
        work.state, work.state_since = state, at

    def _servers(self, agent: Candidate, queues: Mapping[str, Queue], now: datetime) -> list[Server]:
        """One for each call that the agent may have at once; one rings at a time, and nothing beside a preview."""
        works = sorted(self._work[agent.agent].values(), key=lambda work: work.since)
        busy = [self._server(work, queues, now) for work in works[-agent.capacity :]]
        undecided = any(work.state in (State.RINGING, State.PREVIEW) for work in works)
        free_in = max(1.0, self._ring()) if undecided else 0.0
        return busy + [Server(free_in=free_in)] * (agent.capacity - len(busy))

    def _server(self, work: _Work, queues: Mapping[str, Queue], now: datetime) -> Server:
        if work.state is State.WRAP_UP and (queue := queues.get(work.queue)):
            return Server(free_in=max(0.0, queue.wrap_up - (now - work.state_since).total_seconds()))
        return Server(self._durations(work.queue), (now - work.since).total_seconds())

    def _ring(self) -> float:
        """Seconds that phones ring until they are answered."""
        return sum(self._rings.ordered) / len(self._rings.ordered) if self._rings.ordered else 0.0

    def _ahead(
        self, call: Waiting, able: frozenset[str], agents: Sequence[Candidate], queues: Mapping[str, Queue]
    ) -> Ahead:
        theirs = _able(call, agents, queues)
        room = {agent.agent: agent.capacity for agent in agents if agent.agent in theirs}
        share = sum(most for agent, most in room.items() if agent in able) / sum(room.values()) if room else 0.0
        return Ahead(self._durations(call.queues[0]), share)

    def _durations(self, queue: str) -> Sequence[float]:
        """Those of the queue; of a queue without any, those of all."""
        if queue in self._taken:
            return self._taken[queue].ordered
        return sorted(second for recent in self._taken.values() for second in recent.ordered)


def _able(call: Waiting, agents: Sequence[Candidate], queues: Mapping[str, Queue]) -> frozenset[str]:
    rules = [queues[name] for name in call.queues if name in queues]
    return frozenset(agent.agent for agent in agents if any(serves(agent, rule) for rule in rules))
