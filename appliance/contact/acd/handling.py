"""How long calls keep agents busy, learnt from the facts, and what a waiting call can expect of it."""

from bisect import insort
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from appliance.contact.acd import estimate
from appliance.contact.acd import events as facts
from appliance.contact.acd.chance import Chance
from appliance.contact.acd.demands import serves
from appliance.contact.acd.estimate import Ahead, Server
from appliance.contact.acd.model import Candidate, Departure, Queue, Waiting
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import State
from appliance.contact.calls import events as call_facts
from appliance.events import Event

KINDS = (agent_facts.STATE, call_facts.OFFER_MADE, facts.LEFT)
REMEMBERED = 200
AT_WORK = frozenset({State.PREVIEW, State.RINGING, State.TALKING, State.HOLD, State.WRAP_UP})


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
    """What an agent is doing: since when, for which queue, and whether that call was answered."""

    state: State = State.SIGNED_OUT
    queue: str = ""
    since: datetime | None = None
    answered: bool = False
    state_since: datetime | None = None


class Handling:
    """A fold over facts. A call is taken from its first ring until its agent's wrap-up is over."""

    def __init__(self) -> None:
        self._work: defaultdict[str, _Work] = defaultdict(_Work)
        self._taken: defaultdict[str, Recent] = defaultdict(Recent)
        self._rings = Recent()
        self._lefts: deque[tuple[float, bool]] = deque(maxlen=REMEMBERED)

    def take(self, events: Iterable[Event]) -> None:
        """Learn from facts in their order."""
        for event in events:
            if event.kind == call_facts.OFFER_MADE:
                self._work[event.data["agent"]].queue = event.data["queue"]
            elif event.kind == facts.LEFT:
                gave_up = event.data["outcome"] == Departure.ABANDONED
                self._lefts.append((event.data["wait_ms"] / 1000, gave_up))
            elif event.kind == agent_facts.STATE:
                self._step(self._work[event.data["agent"]], State(event.data["state"]), event.at)

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
        servers = [self._server(agent, queues, now) for agent in ours]
        if any(server.free_in is None and not server.taken for server in servers):
            return None
        ring = sum(self._rings.ordered) / len(self._rings.ordered) if self._rings.ordered else 0.0
        chance = Chance(call.contact.int ^ int(now.timestamp()))
        waited = sum(seconds for seconds, _ in self._lefts)
        impatience = sum(gave_up for _, gave_up in self._lefts) / waited if waited else 0.0
        return estimate.wait(servers, [one for one in ahead if one.share], ring, chance, impatience=impatience)

    def _step(self, work: _Work, state: State, at: datetime) -> None:
        if state in (State.PREVIEW, State.RINGING) and work.state is not state:
            work.since, work.answered = at, False
        elif state is State.TALKING and work.state is State.RINGING and work.since:
            self._rings.add((at - work.since).total_seconds())
            work.answered = True
        elif state not in AT_WORK:
            if work.since and work.answered:
                self._taken[work.queue].add((at - work.since).total_seconds())
            work.since, work.answered = None, False
        if state is not work.state:
            work.state, work.state_since = state, at

    def _server(self, agent: Candidate, queues: Mapping[str, Queue], now: datetime) -> Server:
        work = self._work[agent.agent]
        if work.state is State.WRAP_UP and work.state_since and (queue := queues.get(work.queue)):
            return Server(free_in=max(0.0, queue.wrap_up - (now - work.state_since).total_seconds()))
        if work.since is None:
            return Server(free_in=0.0)
        return Server(self._durations(work.queue), (now - work.since).total_seconds())

    def _ahead(
        self, call: Waiting, able: frozenset[str], agents: Sequence[Candidate], queues: Mapping[str, Queue]
    ) -> Ahead:
        theirs = _able(call, agents, queues)
        share = len(theirs & able) / len(theirs) if theirs else 0.0
        return Ahead(self._durations(call.queues[0]), share)

    def _durations(self, queue: str) -> Sequence[float]:
        """Those of the queue; of a queue without any, those of all."""
        if queue in self._taken:
            return self._taken[queue].ordered
        return sorted(second for recent in self._taken.values() for second in recent.ordered)


def _able(call: Waiting, agents: Sequence[Candidate], queues: Mapping[str, Queue]) -> frozenset[str]:
    rules = [queues[name] for name in call.queues if name in queues]
    return frozenset(agent.agent for agent in agents if any(serves(agent, rule) for rule in rules))
