"""The machine: takes one event after another from a heap, and lets the index decide as the live centre does."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import count
from typing import Any

from appliance.contact.acd.index import Index, Match
from appliance.contact.acd.lanes import Claim
from appliance.contact.acd.model import Queue
from appliance.contact.acd.simulation.chance import DAY, sources
from appliance.contact.acd.simulation.model import Arrival, GroupCount, Outcome, Plan, QueueCount

ARRIVAL, TALKED, WRAPPED, GIVES_UP, OVERFLOWS, SHIFT, OUTAGE, CHANGE, ROOM = range(9)
UNIT = 1_000_000
FOREVER = 1 << 62


class Agent:
    """One simulated person; `wanted` counts the reasons to be there, below one they go when the last call is over.

    Of up to `capacity` calls `in_hand` one rings at a time, until `rings_until`.
    """

    __slots__ = (
        "busy_since",
        "calls",
        "capacity",
        "count",
        "in_hand",
        "name",
        "present_since",
        "rings_until",
        "wanted",
    )

    def __init__(self, name: str, count: GroupCount, capacity: int = 1) -> None:
        self.name, self.count, self.capacity = name, count, capacity
        self.calls = self.wanted = self.in_hand = self.rings_until = 0
        self.busy_since = self.present_since = -1


class Caller:
    """A call in the centre; `queues` grows as it overflows."""

    __slots__ = ("arrival", "count", "entered", "queues")

    def __init__(self, arrival: Arrival, entered: int, count: QueueCount) -> None:
        self.arrival, self.entered, self.count = arrival, entered, count
        self.queues: tuple[str, ...] = (arrival.queue,)


class Machine:
    """One run of a plan. Times inside are whole microseconds."""

    def __init__(self, plan: Plan, index: Index[int] | None = None) -> None:
        self.plan, self.now = plan, 0
        self.index = index or Index[int](plan.seed)
        self.outcome = Outcome(
            {name: QueueCount() for name in plan.queues}, {group.name: GroupCount() for group in plan.groups}
        )
        self.agents: dict[str, Agent] = {}
        self.members: dict[str, list[Agent]] = {}
        self.waiting: dict[int, Caller] = {}
        self.taken: Counter[str] = Counter()
        self._in_line: Counter[str] = Counter()
        self._heap: list[tuple[int, int, int, Any]] = []
        self._order = count()
        self._claims: dict[tuple[object, ...], Claim] = {}
        self._lines, self._in_use = plan.lines or FOREVER, 0
        self._changing = any(queue.relax for queue in plan.queues.values())
        self._change_at = FOREVER
        self._wrap = {name: round(queue.wrap_up * UNIT) for name, queue in plan.queues.items()}
        self._target = {name: queue.target_seconds * UNIT for name, queue in plan.queues.items()}
        self._pick_up = round(plan.pick_up * UNIT)

    def run(self) -> Outcome:
        """To the end of all calls."""
        self.index.configure(self.plan.queues, 0)
        self._staff()
        for source in sources(self.plan):
            self._next_of(source)
        heap = self._heap
        steps: tuple[Callable[[Any], None], ...] = (
            self._arrive,
            self._talked,
            self._wrapped,
            self._gives_up,
            self._overflows,
            self._shift,
            self._outage,
            self._change,
            self._has_room,
        )
        while heap:
            self.now, _, kind, about = heappop(heap)
            steps[kind](about)
        return self._finish()

    def _staff(self) -> None:
        for group in self.plan.groups:
            self.members[group.name] = []
            for number in range(group.agents):
                agent = Agent(f"{group.name}/{number:04}", self.outcome.groups[group.name], group.capacity)
                self.agents[agent.name] = agent
                self.members[group.name].append(agent)
                self.index.staff(agent.name, group.skills, group.queues)
            for day in range(self.plan.days):
                for start, end in group.shifts:
                    self._at(round((day * DAY + start) * UNIT), SHIFT, (group.name, group.agents, 1))
                    self._at(round((day * DAY + end) * UNIT), SHIFT, (group.name, group.agents, -1))
        for outage in self.plan.outages:
            for moment, sign in ((outage.start, -1), (outage.end, 1)):
                if outage.lines and self.plan.lines:
                    self._at(round(moment * UNIT), OUTAGE, sign * outage.lines)
                if outage.group:
                    self._at(round(moment * UNIT), SHIFT, (outage.group, outage.agents, sign))

    def _at(self, moment: int, kind: int, about: Any) -> None:
        heappush(self._heap, (moment, next(self._order), kind, about))

    def _next_of(self, source: Iterator[Arrival]) -> None:
        if arrival := next(source, None):
            self._at(round(arrival.at * UNIT), ARRIVAL, (arrival, source))

    def _arrive(self, about: tuple[Arrival, Iterator[Arrival]]) -> None:
        arrival, source = about
        self._next_of(source)
        outcome, counted = self.outcome, self.outcome.queues.get(arrival.queue)
        outcome.calls += 1
        if counted is None:
            counted = outcome.queues[arrival.queue] = QueueCount()
        counted.offered += 1
        if not self._line():
            return
        queue = self.plan.queues.get(arrival.queue)
        if queue and queue.max_waiting and self._in_line[arrival.queue] >= queue.max_waiting:
            counted.full += 1
            self._in_use -= 1
            return
        contact, now = outcome.calls, self.now
        caller = self.waiting[contact] = Caller(arrival, now, counted)
        self._in_line[arrival.queue] += 1
        self.index.enter(contact, self._claim(caller), now, now)
        self._decide()
        if contact in self.waiting:
            self._stays(contact, caller, queue)

    def _line(self) -> bool:
        """Take a line; False when there is none."""
        found, used = self.outcome.found_busy, self._in_use
        while len(found) <= used:
            found.append(0)
        found[used] += 1
        if used >= self._lines:
            self.outcome.no_line += 1
            return False
        self._in_use = used + 1
        self.outcome.most_lines = max(self.outcome.most_lines, self._in_use)
        return True

    def _claim(self, caller: Caller) -> Claim:
        arrival = caller.arrival
        key = (caller.queues, arrival.priority, arrival.skills, arrival.fast_lane)
        claim = self._claims.get(key)
        if claim is None:
            queue = self.plan.queues.get(arrival.queue)
            points = arrival.priority + (queue.priority if queue else 0)
            claim = self._claims[key] = Claim(caller.queues, points, arrival.skills, arrival.fast_lane)
        return claim

    def _stays(self, contact: int, caller: Caller, queue: Queue | None) -> None:
        """Nobody is free: until when the call waits, and where it overflows to."""
        ends = [caller.entered + round(caller.arrival.patience * UNIT)] if caller.arrival.patience >= 0 else []
        if queue and queue.max_wait:
            ends.append(caller.entered + queue.max_wait * UNIT)
        if ends:
            self._at(min(ends), GIVES_UP, contact)
        self._pass_on(contact, caller)
        self._watch()

    def _watch(self) -> None:
        """Be there when a demand relaxes."""
        change = self.index.next_change() if self._changing else None
        if change is not None and change < self._change_at:
            self._change_at = change
            self._at(change, CHANGE, None)

    def _pass_on(self, contact: int, caller: Caller) -> None:
        step = _next_queue(caller, self.plan.queues, self.now)
        if step:
            self._at(max(step[0], self.now), OVERFLOWS, (contact, step[1]))

    def _decide(self) -> None:
        for match in self.index.decide(self.now, self.taken):
            self._begin(match)

    def _begin(self, match: Match[int]) -> None:
        """The first of those rung answers; the others are as free as before."""
        for other in match.agents[1:]:
            self.index.restore(other)
        caller, now = self.waiting.pop(match.contact), self.now + self._pick_up
        counted, wait, queue = caller.count, now - caller.entered, match.queue
        self._in_line[caller.queues[0]] -= 1
        counted.answered += 1
        counted.waits += wait / UNIT
        counted.longest = max(counted.longest, wait / UNIT)
        counted.in_target += wait <= self._target[caller.queues[0]]
        arrival, agent = caller.arrival, self.agents[match.agents[0]]
        counted.handling += arrival.handling
        self.taken[queue] += 1
        agent.calls += 1
        agent.in_hand += 1
        if agent.in_hand == 1:
            agent.busy_since = self.now
        if agent.in_hand < agent.capacity:
            agent.rings_until = now
            self._at(now, ROOM, agent)
        wrap = self._wrap[queue] if arrival.wrap_up < 0 else round(arrival.wrap_up * UNIT)
        self._at(now + round(arrival.handling * UNIT), TALKED, (agent, queue, wrap))

    def _talked(self, about: tuple[Agent, str, int]) -> None:
        agent, queue, wrap = about
        self._in_use -= 1
        self.taken[queue] -= 1
        if self.plan.queues[queue].most_talking:
            self._decide()
        if wrap:
            self._at(self.now + wrap, WRAPPED, agent)
        else:
            self._wrapped(agent)

    def _wrapped(self, agent: Agent) -> None:
        agent.count.calls += 1
        agent.in_hand -= 1
        if agent.in_hand:
            self._has_room(agent)
            return
        agent.count.busy += (self.now - agent.busy_since) / UNIT
        agent.busy_since = -1
        if agent.wanted > 0:
            self.index.release(agent.name, self.now, agent.calls)
            self._decide()
        else:
            self._go(agent)

    def _has_room(self, agent: Agent) -> None:
        """Another call may come beside those in hand; whoever has none idles longer than all who have some."""
        if 0 < agent.in_hand < agent.capacity and agent.wanted > 0 and self.now >= agent.rings_until:
            self.index.release(agent.name, self.now + FOREVER, agent.calls)
            self._decide()

    def _gives_up(self, contact: int) -> None:
        if caller := self.waiting.pop(contact, None):
            patience = caller.arrival.patience
            abandons = patience >= 0 and self.now >= caller.entered + round(patience * UNIT)
            caller.count.abandoned += abandons
            caller.count.timed_out += not abandons
            self._leave(contact, caller)

    def _overflows(self, about: tuple[int, str]) -> None:
        contact, queue = about
        caller = self.waiting.get(contact)
        if caller is None:
            return
        if not queue:
            del self.waiting[contact]
            caller.count.overflowed += 1
            self._leave(contact, caller)
            return
        caller.queues = (*caller.queues, queue)
        self.index.enter(contact, self._claim(caller), caller.entered, self.now)
        self._decide()
        if contact in self.waiting:
            self._pass_on(contact, caller)
            self._watch()

    def _leave(self, contact: int, caller: Caller) -> None:
        self.index.leave(contact)
        self._in_line[caller.queues[0]] -= 1
        self._in_use -= 1
        caller.count.longest = max(caller.count.longest, (self.now - caller.entered) / UNIT)

    def _shift(self, about: tuple[str, int, int]) -> None:
        """So many of a group come or go; who talks goes afterwards."""
        group, agents, sign = about
        for agent in self.members.get(group, [])[:agents]:
            before, agent.wanted = agent.wanted, agent.wanted + sign
            if before <= 0 < agent.wanted:
                if agent.busy_since < 0:
                    agent.present_since = self.now
                    self.index.release(agent.name, self.now, agent.calls)
                self._has_room(agent)
            elif agent.wanted <= 0 < before:
                self.index.occupy(agent.name)
                if agent.busy_since < 0:
                    self._go(agent)
        self._decide()

    def _go(self, agent: Agent) -> None:
        agent.count.present += (self.now - agent.present_since) / UNIT
        agent.present_since = -1

    def _outage(self, change: int) -> None:
        self._lines += change

    def _change(self, _: None) -> None:
        self._change_at = FOREVER
        self._decide()
        self._watch()

    def _finish(self) -> Outcome:
        for agent in self.agents.values():
            if agent.present_since >= 0:
                self._go(agent)
        for caller in self.waiting.values():
            caller.count.timed_out += 1
        return self.outcome


def _next_queue(caller: Caller, queues: Mapping[str, Queue], now: int) -> tuple[int, str] | None:
    """The next step of the chain of the call's queue, with its moment; "" leads out of the line."""
    own, last = queues.get(caller.queues[0]), queues.get(caller.queues[-1])
    if own and own.overflow:
        for step in own.overflow:
            if step.exit or (step.queue in queues and step.queue not in caller.queues):
                return caller.entered + step.after * UNIT, step.queue
    elif last and last.overflow_after and last.overflow_to in queues and last.overflow_to not in caller.queues:
        since = caller.entered if len(caller.queues) == 1 else now
        return since + last.overflow_after * UNIT, last.overflow_to
    return None


def simulate(plan: Plan) -> Outcome:
    """Run a plan to its end."""
    return Machine(plan).run()
