"""A centre in simulated time around the plain distributor, to hold its estimates against what happens."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from uuid import UUID

from appliance.contact.acd import events as facts
from appliance.contact.acd.demands import serves
from appliance.contact.acd.handling import Handling
from appliance.contact.acd.model import Announcement, Candidate, Departure, Offer, Queue
from appliance.contact.acd.service import Distributor
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import Presence, State
from appliance.contact.calls import events as call_facts
from appliance.events import Event
from tests.scenarios.stage import DAY


@dataclass(frozen=True)
class Load:
    """What comes in and how it is served; times are seconds, `arrivals` calls per second at a moment of the day."""

    queues: Sequence[Queue]
    agents: Sequence[Candidate]
    arrivals: Callable[[float], float]
    handling: Callable[[Random, str], float]
    ring: Callable[[Random], float] = lambda random: random.uniform(2, 6)
    patience: Callable[[Random], float] = lambda random: 1e9
    choose: Callable[[Random], str] | None = None


@dataclass
class Outcome:
    """The facts of a run, and for each offer the wait of the one offered beside those of who was passed over."""

    left: list[Event] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


class Run:
    """Obeys every port of the distributor."""

    def __init__(self, load: Load, calls: int, seed: int) -> None:
        self.load, self.random, self.outcome = load, Random(seed), Outcome()
        self.queues = {queue.name: queue for queue in load.queues}
        self.heap: list[tuple[float, int, Callable[[], None]]] = []
        self.order, self.clock, self.to_come = count(), 0.0, calls
        self.handling = Handling()
        self.line = Distributor(self, self, self, self, self.handling)
        self.line.configure(self.queues, self.now)
        self.idle = {agent.agent: agent for agent in load.agents}
        for agent in load.agents:
            self._becomes(agent.agent, State.READY)

    @property
    def now(self) -> datetime:
        return DAY + timedelta(seconds=self.clock)

    def play(self) -> Outcome:
        self._next_arrival()
        while self.heap:
            self.clock, _, step = heappop(self.heap)
            step()
        return self.outcome

    def at_work(self) -> Sequence[Candidate]:
        return self.load.agents

    def free(self) -> Sequence[Candidate]:
        return list(self.idle.values())

    def taken(self) -> Mapping[str, int]:
        return {}

    def signed_in(self, queue: Queue, without: Collection[str] = ()) -> bool:
        return True

    def offer(self, offer: Offer, now: datetime) -> None:
        self._hold_against_order(offer)
        del self.idle[offer.agent]
        self.handling.take([Event(call_facts.OFFER_MADE, now, data={"agent": offer.agent, "queue": offer.queue})])
        self._becomes(offer.agent, State.RINGING)
        self._after(self.load.ring(self.random), lambda: self._answered(offer))

    def announce(self, contact: UUID, said: Announcement) -> None: ...

    def leave(
        self, contact: UUID, departure: Departure, now: datetime, exit_: str, prompts: tuple[str, ...] = ()
    ) -> None:
        self.line.leave(contact, departure, now)

    def record(self, *events: Event) -> None:
        self.outcome.left += [event for event in events if event.kind == facts.LEFT]
        self.handling.take(events)

    def arm(self, key: tuple[str, ...], at: datetime) -> None: ...

    def cancel(self, key: tuple[str, ...]) -> None: ...

    def _after(self, seconds: float, step: Callable[[], None]) -> None:
        heappush(self.heap, (self.clock + seconds, next(self.order), step))

    def _next_arrival(self) -> None:
        if self.to_come:
            self.to_come -= 1
            self._after(self.random.expovariate(self.load.arrivals(self.clock)), self._arrives)

    def _arrives(self) -> None:
        contact = UUID(int=self.random.getrandbits(128))
        queue = self.load.choose(self.random) if self.load.choose else self.load.queues[0].name
        self.line.enter(contact, queue, 0, self.now)
        self._after(self.load.patience(self.random), lambda: self.line.leave(contact, Departure.ABANDONED, self.now))
        self.line.distribute(self.now)
        self._next_arrival()

    def _answered(self, offer: Offer) -> None:
        self.line.leave(offer.contact, Departure.ANSWERED, self.now)
        self._becomes(offer.agent, State.TALKING)
        self._after(self.load.handling(self.random, offer.queue), lambda: self._hangs_up(offer))

    def _hangs_up(self, offer: Offer) -> None:
        self._becomes(offer.agent, State.WRAP_UP)
        self._after(self.queues[offer.queue].wrap_up, lambda: self._ready(offer.agent))

    def _ready(self, agent: str) -> None:
        self.idle[agent] = next(one for one in self.load.agents if one.agent == agent)
        self._becomes(agent, State.READY)
        self.line.distribute(self.now)

    def _becomes(self, agent: str, state: State) -> None:
        self.handling.take([agent_facts.state(Presence(agent, state, self.now), self.now)])

    def _hold_against_order(self, offer: Offer) -> None:
        """Nobody whom this agent serves has come before and is passed over."""
        agent = self.idle[offer.agent]
        waiting = {call.contact: call for call in self.line.waiting()}
        mine = waiting[offer.contact]
        for call in waiting.values():
            earlier = call.entered_at < mine.entered_at and call.contact not in self.line._offered
            if earlier and serves(agent, self.queues[call.queues[0]]):
                self.outcome.passed_over.append(f"{offer} before {call}")
