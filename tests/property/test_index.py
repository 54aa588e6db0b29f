"""The index gives the offers of the rule, through any history of a line."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from appliance.contact.acd.demands import MICROSECOND
from appliance.contact.acd.index import Index
from appliance.contact.acd.lanes import Claim
from appliance.contact.acd.matching import Run, in_order, match
from appliance.contact.acd.model import Candidate, Offer, Queue, Waiting
from tests.property.snapshots import NOW, NUMBERS, call, candidate, queues

SEED = 7


def us(moment: datetime) -> int:
    return (moment - NOW) // MICROSECOND


class Histories(RuleBasedStateMachine):
    """The line twice: as plain values for the rule, and in the index."""

    def __init__(self) -> None:
        super().__init__()
        self.index: Index[UUID] = Index(SEED)
        self.now = NOW
        self.queues: dict[str, Queue] = {}
        self.waiting: dict[UUID, Waiting] = {}
        self.free: dict[str, Candidate] = {}
        self.known: dict[str, Candidate] = {}
        self.taken: Counter[str] = Counter()
        self.last: dict[str, str] = {}
        self.offered: list[tuple[Waiting, str]] = []
        self.count = 0

    @initialize(rules=queues(limits=True))
    def begin(self, rules: dict[str, Queue]) -> None:
        self.reload(rules)

    @rule(rules=queues(limits=True))
    def reload(self, rules: dict[str, Queue]) -> None:
        self.queues = rules
        self.index.configure(rules, us(self.now))

    @rule(call=call(0, st.just(NOW)))
    def enter(self, call: Waiting) -> None:
        self.count += 1
        until = call.wanted_until and self.now + (call.wanted_until - NOW)
        self._enter(replace(call, contact=UUID(int=self.count), entered_at=self.now, wanted_until=until))

    @rule(data=st.data())
    def abandon(self, data: st.DataObject) -> None:
        if self.waiting:
            contact = data.draw(st.sampled_from(sorted(self.waiting)))
            del self.waiting[contact]
            self.index.leave(contact)

    @rule(agent=st.integers(1, 6).flatmap(candidate))
    def come(self, agent: Candidate) -> None:
        """Free from now on, perhaps with other skills than before."""
        self.free[agent.agent] = agent
        self.index.staff(agent.agent, agent.skills, agent.queues)
        if agent.capacity:
            self.index.release(agent.agent, us(agent.idle_since), agent.calls)
        else:
            self.index.occupy(agent.agent)

    @rule(agent=st.sampled_from(NUMBERS))
    def go(self, agent: str) -> None:
        self.free.pop(agent, None)
        self.index.occupy(agent)

    @rule(seconds=st.sampled_from([0, 1, 10, 30]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def refuse(self) -> None:
        """The oldest offer comes to nothing: the call is back at its old place."""
        if self.offered:
            call, queue = self.offered.pop(0)
            self.taken[queue] -= 1
            self._enter(call)

    @rule()
    def hang_up(self) -> None:
        if self.offered:
            self.taken[self.offered.pop(0)[1]] -= 1

    @rule()
    def decide(self) -> None:
        run = Run(self.taken, self.last, SEED)
        wanted = match(self.waiting.values(), list(self.free.values()), self.queues, self.now, run)
        made = self.index.decide(us(self.now), self.taken)
        assert [Offer(one.contact, agent, one.queue) for one in made for agent in one.agents] == list(wanted)
        for one in made:
            self.offered.append((self.waiting.pop(one.contact), one.queue))
            self.taken[one.queue] += 1
            self.last[one.queue] = one.agents[0]
            for agent in one.agents:
                del self.free[agent]

    @rule()
    def places(self) -> None:
        """Each call's place among those of its own queue; who is reserved is no matter of order."""
        self.decide()
        for name in ("sales", "removed"):
            line = in_order((c for c in self.waiting.values() if c.queues[0] == name), self.queues, self.now)
            found = [self.index.ahead(c.contact, claim(c), us(c.entered_at), us(self.now)) for c in line]
            assert found == list(range(len(line)))

    def _enter(self, call: Waiting) -> None:
        self.waiting[call.contact] = call
        until = us(call.wanted_until) if call.wanted_until else 0
        reserved = call.wanted if call.wanted_until else ""
        self.index.enter(call.contact, claim(call), us(call.entered_at), us(self.now), reserved, until)


def claim(call: Waiting) -> Claim:
    skills, without = tuple(sorted(call.skills.items())), tuple(sorted(call.without))
    return Claim(call.queues, call.priority, skills, call.fast_lane, call.absent, without)


TestHistories = Histories.TestCase
