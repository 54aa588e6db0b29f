"""The distributor: keeps the line, and matches it with free agents whenever either changes."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.acd import events as facts
from appliance.contact.acd.admission import message, refusal
from appliance.contact.acd.alarms import ANNOUNCE, CHANGE, DESERTED, MAX_WAIT, OVERFLOW, Alarms
from appliance.contact.acd.matcher import Matcher
from appliance.contact.acd.matching import in_order
from appliance.contact.acd.model import NO_WISH, Announcement, Departure, Overflow, Queue, Switch, Waiting, Wish
from appliance.contact.acd.overflow import upcoming
from appliance.contact.acd.ports import Agents, Estimates, Ledger, Line, Timers
from appliance.contact.acd.steps import stepped

UNKNOWN = Queue("")
MILLISECOND = timedelta(milliseconds=1)


class Distributor:
    """All waiting calls of the centre. Calls being offered stay in line, and so do callers who stepped aside."""

    def __init__(
        self, agents: Agents, line: Line, ledger: Ledger, timers: Timers, estimates: Estimates | None = None
    ) -> None:
        self._estimates = estimates
        self._agents, self._line, self._ledger, self._alarms = agents, line, ledger, Alarms(timers)
        self._queues: dict[str, Queue] = {}
        self._waiting: dict[UUID, Waiting] = {}
        self._matcher = Matcher()
        self._offered: set[UUID] = set()
        self._aside: set[UUID] = set()
        self._told: dict[UUID, int] = {}
        self._expected: dict[UUID, list[tuple[int, float]]] = {}
        self._turned_away: tuple[datetime | None, set[tuple[UUID, str]]] = (None, set())
        self._still = False

    def configure(self, queues: Mapping[str, Queue], now: datetime) -> None:
        """Take new rules at once; calls keep their place, but an emergency leads them out."""
        before, self._queues = self._queues, dict(queues)
        self._matcher.configure(queues, now)
        for call in self.waiting():
            self._alarms.retime(call, before, self._queues, now)
        for call in self.waiting():
            own = call.queues[0]
            switched = self.rule(own).switch is not before.get(own, UNKNOWN).switch
            if switched and self.rule(own).switch is Switch.EMERGENCY and self._can_go(call):
                self._lead_out(call, Departure.EMERGENCY, now)
        if self._waiting and any(rule.leaves_empty for rule in queues.values()):
            self._alarms.desertion(now)
        self.distribute(now)

    def rule(self, queue: str) -> Queue:
        """The rules of a queue; defaults for one that was removed while calls were in it."""
        return self._queues.get(queue, UNKNOWN)

    def enter(
        self,
        contact: UUID,
        queue: str,
        priority: int,
        now: datetime,
        *,
        since: datetime | None = None,
        wish: Wish = NO_WISH,
        without: frozenset[str] = frozenset(),
    ) -> None:
        """Put a call at its place in the line, one that had stepped aside at its old one; or turn it away at once.

        `since` and the whole `priority` rank a call that was in line before; it is not turned away. None of the agents
        `without` gets it.
        """
        if contact in self._aside and self._step_back(contact, queue, now):
            return
        rule = self.rule(queue)
        others = sum(call.queues[0] == queue for call in self._waiting.values())
        call = Waiting(contact, (queue,), rule.priority + priority, now, without=without)
        if since:
            call = replace(call, priority=priority, entered_at=since, stays_since=now)
        call = self._waiting[contact] = call.wishing(wish)
        self._note(contact, now)
        why = None if since else refusal(rule, others, not rule.needs_agents or self._agents.signed_in(rule, without))
        expected = None if why else self._expect(call, now)
        position = self.position(contact, now)
        self._ledger.record(
            facts.entered(contact, queue, call.priority, position, now, since=since, estimate=expected, wish=wish)
        )
        if why and not self._goes_round(contact, queue, now):
            self._lead_out(call, why, now)
        else:
            self._alarms.arm(call, self._queues, now)

    def restore(self, call: Waiting, *, offered: bool, now: datetime, aside: bool = False) -> None:
        """Take back a call that waited before, at its old place."""
        self._waiting[call.contact] = call
        if offered:
            self._offered.add(call.contact)
        if aside:
            self._aside.add(call.contact)
        self._note(call.contact, now)
        self._alarms.arm(call, self._queues, now)

    def leave(
        self, contact: UUID, departure: Departure, now: datetime, *, served_by: str = "", exit_: str = ""
    ) -> None:
        """Take a call out of the line and book how; a call that is not in it is left alone.

        The place of somebody absent is no wait of a call: its books are kept with the call-back.
        """
        if call := self._waiting.pop(contact, None):
            self._matcher.drop(contact)
            self._offered.discard(contact)
            self._aside.discard(contact)
            self._told.pop(contact, None)
            expected = self._expected.pop(contact, ())
            self._alarms.cancel(contact)
            wait = (now - (call.stays_since or call.entered_at)) // MILLISECOND
            own = call.queues[0]
            if not call.absent:
                more = {"served_by": served_by, "exit_": exit_}
                target = self.rule(own).target_seconds
                self._ledger.record(
                    facts.left(contact, own, departure, wait, now, target_s=target, estimates=expected, **more)
                )

    def step_aside(self, contact: UUID, now: datetime) -> None:
        """The caller chooses something else meanwhile: not offered to anybody, the place is kept."""
        if (call := self._waiting.get(contact)) and contact not in self._aside:
            self._aside.add(contact)
            self._note(contact, now)
            self._ledger.record(facts.aside(contact, call.queues[0], now))

    def refused(self, contact: UUID, now: datetime) -> None:
        """An offer came to nothing: the call waits on at its old place."""
        self._offered.discard(contact)
        self._note(contact, now)
        self.distribute(now)

    def distribute(self, now: datetime) -> None:
        """Match the line with the free agents and make the offers."""
        if self._still or not self._waiting:
            return
        limited = any(queue.most_talking for queue in self._queues.values())
        taken = self._agents.taken() if limited else {}
        offers = self._matcher.offers(self._agents.free(), taken, now)
        self._offered.update(offer.contact for offer in offers)
        for offer in offers:
            self._line.offer(offer, now)

    @contextmanager
    def still(self) -> Iterator[None]:
        """No offer is made meanwhile."""
        self._still = True
        try:
            yield
        finally:
            self._still = False

    def position(self, contact: UUID, now: datetime) -> int:
        """The call's place among those of its own queue, 1 is next."""
        call = self._waiting[contact]
        others = (self._waiting[other] for other in (self._offered | self._aside) & self._waiting.keys())
        beside = [other for other in others if other.queues[0] == call.queues[0] and other.contact != contact]
        before = in_order([*beside, call], self._queues, now).index(call)
        return 1 + before + self._matcher.ahead(call, now)

    def waiting(self) -> tuple[Waiting, ...]:
        """Everybody in line, also those whose agent's phone is ringing."""
        return tuple(self._waiting.values())

    def due(self, kind: str, contact: UUID, now: datetime) -> None:
        """An alarm of this service has gone off; callers who stepped aside hear of it when they are back."""
        if kind == DESERTED[0]:
            self._deserted(now)
        call = self._waiting.get(contact)
        if call is None or (contact in self._aside and kind not in (OVERFLOW, CHANGE)):
            return
        if kind == MAX_WAIT and not call.absent:
            self._lead_out(call, Departure.TIMED_OUT, now)
        elif kind == OVERFLOW:
            self._overflow(call, now)
        elif kind == ANNOUNCE:
            self._announce(call, now)
        elif kind == CHANGE:
            self._alarms.change(call, self._queues, now)
            self.distribute(now)

    def _deserted(self, now: datetime) -> None:
        """Lead out who waits for nobody, where the queue says so."""
        for call in self.waiting():
            asked = self.rule(call.queues[0]).leaves_empty and self._can_go(call) and self._open(call.contact)
            if asked and not any(self._agents.signed_in(self.rule(name)) for name in call.queues):
                self._lead_out(call, Departure.EMPTY, now)

    def _note(self, contact: UUID, now: datetime) -> None:
        """Let the matcher know how a call stands now."""
        call = self._waiting.get(contact)
        if call and self._open(contact):
            self._matcher.put(call, now)
        else:
            self._matcher.drop(contact)

    def _open(self, contact: UUID) -> bool:
        return contact not in self._offered and contact not in self._aside

    def _can_go(self, call: Waiting) -> bool:
        return not call.absent and call.contact not in self._aside

    def _step_back(self, contact: UUID, queue: str, now: datetime) -> bool:
        call = self._waiting[contact]
        if call.queues[0] != queue:
            self.leave(contact, Departure.LEFT, now)
            return False
        self._aside.discard(contact)
        self._note(contact, now)
        self._ledger.record(facts.back(contact, queue, now))
        self._alarms.arm(call, self._queues, now)
        return True

    def _goes_round(self, contact: UUID, queue: str, now: datetime) -> bool:
        """Whether the flow brings a call back that was turned away this instant: it would go round for ever."""
        if self._turned_away[0] != now:
            self._turned_away = (now, set())
        again = (contact, queue) in self._turned_away[1]
        self._turned_away[1].add((contact, queue))
        return again

    def _lead_out(self, call: Waiting, departure: Departure, now: datetime, exit_: str = "") -> None:
        prompts = message(self.rule(call.queues[0]), departure)
        self._line.leave(call.contact, departure, now, exit_ or departure.value, prompts)

    def _overflow(self, call: Waiting, now: datetime) -> None:
        due = upcoming(call, self._queues, call.entered_at)
        if due is None:
            return
        step = due[1]
        if step.exit:
            if self._can_go(call):
                self._ledger.record(facts.overflowed(call.contact, call.queues[0], "", now, exit_=step.exit))
                self._lead_out(call, Departure.OVERFLOWED, now, step.exit)
        elif step.queue in self._queues and step.queue not in call.queues:
            self._widen(call, step, now)

    def _widen(self, call: Waiting, step: Overflow, now: datetime) -> None:
        wider = replace(call, queues=(*call.queues, step.queue))
        self._waiting[call.contact] = wider
        self._note(call.contact, now)
        if not call.absent:
            self._ledger.record(facts.overflowed(call.contact, call.queues[0], step.queue, now))
        self._alarms.overflow(wider, self._queues, now)
        self.distribute(now)

    def _expect(self, call: Waiting, now: datetime, steps: Sequence[int] = ()) -> float | None:
        """How long the call will wait from now on, as told in `steps`; remembered and held against what happens."""
        if self._estimates is None:
            return None
        line = in_order((w for w in self._waiting.values() if w.contact not in self._aside), self._queues, now)
        before = line[: next((place for place, other in enumerate(line) if other.contact == call.contact), 0)]
        expected = self._estimates.wait(call, before, self._agents.at_work(), self._queues, now)
        if expected is not None:
            expected = stepped(expected, steps)
            after = (now - (call.stays_since or call.entered_at)) // MILLISECOND
            self._expected.setdefault(call.contact, []).append((after, round(expected, 1)))
        return expected

    def _announce(self, call: Waiting, now: datetime) -> None:
        rule = self.rule(call.queues[0])
        if call.contact not in self._offered:
            told = self._told.get(call.contact, 0)
            self._told[call.contact] = told + 1
            place = self.position(call.contact, now)
            comfort = rule.comfort[told % len(rule.comfort)] if rule.comfort else ""
            expected = self._expect(call, now, rule.announce_steps) if rule.announce_wait else None
            said = Announcement(place if rule.announce_position else None, expected, comfort)
            self._ledger.record(facts.announced(call.contact, call.queues[0], place, now, estimate=expected))
            self._line.announce(call.contact, said)
        self._alarms.announcement(call, self._queues, now, first=False)
