"""A working day as its ledger has it: calls, queues, agents and menus by chance, the same for the same seed."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

from appliance.contact.acd import events as queue_facts
from appliance.contact.acd.model import Departure
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import Presence, State
from appliance.contact.calls import events as call_facts
from appliance.contact.calls.model import Call, Direction, Leg, LegState, Result, Role
from appliance.contact.ivr import events as flow_facts
from appliance.events import Event

MORNING = datetime(2026, 5, 4, 0, 20, tzinfo=UTC)
HOURS = 9.0
REASONS = ("午餐", "培训", "")


@dataclass
class Day:
    """`calls` calls over nine hours for `agents` agents in `queues` queues."""

    seed: int = 1
    calls: int = 300
    agents: int = 12
    queues: int = 3
    start: datetime = MORNING
    queue_names: Sequence[str] = ()
    """Instead of `queues` that are numbered."""
    _heap: list[tuple[datetime, int, Event]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def events(self) -> list[Event]:
        """In the order in which a ledger has them."""
        self._chance = Random(self.seed)
        self._names = self.queue_names or [f"q{number}" for number in range(self.queues)]
        for number in range(self.agents):
            self._agent(f"8{number:03}")
        for _ in range(self.calls):
            self._call(self.start + timedelta(seconds=self._chance.uniform(0, HOURS * 3600)))
        return [heapq.heappop(self._heap)[2] for _ in range(len(self._heap))]

    def _put(self, event: Event) -> None:
        heapq.heappush(self._heap, (event.at, next(self._order), event))

    def _passes(self, mean: float) -> timedelta:
        return timedelta(seconds=round(self._chance.expovariate(1 / mean), 6))

    def _identity(self) -> UUID:
        return UUID(int=self._chance.getrandbits(128))

    def _agent(self, agent: str) -> None:
        """Breaks between stretches of readiness; what calls do to the state comes with them."""
        at, end = self.start + self._passes(600), self.start + timedelta(hours=HOURS)
        while at < end:
            state = self._chance.choice((State.READY, State.READY, State.PAUSED, State.SIGNED_OUT))
            reason = self._chance.choice(REASONS) if state is State.PAUSED else ""
            self._put(agent_facts.state(Presence(agent, state, at, agent, reason), at))
            at += self._passes(1500)

    def _call(self, at: datetime) -> None:
        contact, caller = self._identity(), self._identity()
        dialled = self._chance.choice(("4008001000", "4008002000"))
        call = Call(contact, Direction.INBOUND, dialled, "13900000001", "carrier", at)
        leg = Leg(caller, Role.CALLER, f"c.{caller}", "box", "", "", LegState.OPENED, at)
        self._put(call_facts.opened(call))
        self._put(call_facts.leg_opened(contact, leg))
        at += timedelta(milliseconds=20)
        self._put(call_facts.leg_step(call_facts.LEG_ANSWERED, contact, caller, at))
        self._put(flow_facts.node(contact, "main", 3, "menu", "menu", at))
        at += self._passes(6)
        if self._chance.random() < 0.1:
            self._put(flow_facts.key(contact, "menu", "", False, at))
            return self._ends(contact, caller, Result.LEFT_IN_FLOW, at)
        self._put(flow_facts.key(contact, "menu", "1", True, at))
        return self._waits(contact, caller, at)

    def _waits(self, contact: UUID, caller: UUID, at: datetime) -> None:
        queue, other = (self._chance.choice(self._names) for _ in range(2))
        self._put(flow_facts.node(contact, "main", 3, queue, "queue", at))
        self._put(queue_facts.entered(contact, queue, 0, 1, at))
        wait = self._passes(40)
        if wait > timedelta(seconds=60) and other != queue:
            self._put(queue_facts.overflowed(contact, queue, other, at + timedelta(seconds=60)))
        at += wait
        fate = self._chance.choices((Departure.ANSWERED, Departure.ABANDONED, Departure.TIMED_OUT), (80, 15, 5))[0]
        agent, leg = f"8{self._chance.randrange(self.agents):03}", self._identity()
        if fate is Departure.ANSWERED:
            at = self._rings(contact, leg, agent, queue, at)
        served = other if fate is Departure.ANSWERED and other != queue else ""
        waited = int(wait.total_seconds() * 1000)
        self._put(queue_facts.left(contact, queue, fate, waited, at, target_s=30, served_by=served))
        if fate is Departure.ANSWERED:
            return self._talks(contact, caller, leg, agent, at)
        result = Result.ABANDONED if fate is Departure.ABANDONED else Result.NO_AGENT
        return self._ends(contact, caller, result, at)

    def _rings(self, contact: UUID, leg: UUID, agent: str, queue: str, at: datetime) -> datetime:
        ringing = Leg(leg, Role.AGENT, str(leg), "box", agent, agent, LegState.OPENED, at)
        self._put(call_facts.offer_made(contact, leg, agent, queue, at))
        self._put(call_facts.leg_opened(contact, ringing))
        self._put(agent_facts.state(Presence(agent, State.RINGING, at, agent, contact=contact), at))
        at += self._passes(4)
        self._put(call_facts.leg_step(call_facts.LEG_ANSWERED, contact, leg, at))
        self._put(call_facts.offer_ended(contact, leg, agent, "answered", at))
        return at

    def _talks(self, contact: UUID, caller: UUID, leg: UUID, agent: str, at: datetime) -> None:
        self._put(call_facts.joined(contact, [caller, leg], at))
        self._put(agent_facts.state(Presence(agent, State.TALKING, at, agent, contact=contact), at))
        at += self._passes(180)
        if self._chance.random() < 0.3:
            self._put(call_facts.leg_step(call_facts.LEG_HELD, contact, leg, at, by="command"))
            self._put(agent_facts.state(Presence(agent, State.HOLD, at, agent, contact=contact), at))
            at += self._passes(60)
            self._put(call_facts.leg_step(call_facts.LEG_RESUMED, contact, leg, at))
            self._put(agent_facts.state(Presence(agent, State.TALKING, at, agent, contact=contact), at))
            at += self._passes(60)
        self._put(call_facts.leg_ended(contact, leg, 16, "caller", at))
        self._put(agent_facts.state(Presence(agent, State.WRAP_UP, at, agent), at))
        self._put(agent_facts.state(Presence(agent, State.READY, at, agent), at + timedelta(seconds=10)))
        self._ends(contact, caller, Result.ANSWERED, at)

    def _ends(self, contact: UUID, caller: UUID, result: Result, at: datetime) -> None:
        self._put(call_facts.leg_ended(contact, caller, 16, "caller", at))
        self._put(call_facts.closed(contact, result, "caller", at))
