"""The distributor: keeps the line, and matches it with free agents whenever either changes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.acd import events as facts
from appliance.contact.acd.matching import in_order, match
from appliance.contact.acd.model import Departure, Queue, Waiting
from appliance.contact.acd.ports import Agents, Ledger, Line, Timers

ANNOUNCE, OVERFLOW, MAX_WAIT = "queue-announce", "queue-overflow", "queue-max-wait"
TIMERS = frozenset({ANNOUNCE, OVERFLOW, MAX_WAIT})
UNKNOWN = Queue("")


class Distributor:
    """All waiting calls of the centre. Calls being offered stay in line, aside, and keep their place."""

    def __init__(self, agents: Agents, line: Line, ledger: Ledger, timers: Timers) -> None:
        self._agents, self._line, self._ledger, self._timers = agents, line, ledger, timers
        self._queues: dict[str, Queue] = {}
        self._waiting: dict[UUID, Waiting] = {}
        self._offered: set[UUID] = set()
        self._still = False

    def configure(self, queues: Mapping[str, Queue], now: datetime) -> None:
        """Take new rules at once; calls keep their place."""
        before, self._queues = self._queues, dict(queues)
        for call in self.waiting():
            self._retime(call, before, now)
        self.distribute(now)

    def rule(self, queue: str) -> Queue:
        """The rules of a queue; defaults for one that was removed while calls were in it."""
        return self._queues.get(queue, UNKNOWN)

    def knows(self, queue: str) -> bool:
        return queue in self._queues

    def enter(self, contact: UUID, queue: str, priority: int, now: datetime) -> None:
        """Put a call at its place in the line."""
        rule = self.rule(queue)
        call = Waiting(contact, (queue,), rule.priority + priority, now)
        self._waiting[contact] = call
        self._ledger.record(facts.entered(contact, queue, call.priority, self.position(contact, now), now))
        self._arm(call, now)

    def restore(self, call: Waiting, *, offered: bool, now: datetime) -> None:
        """Take back a call that waited before a restart, at its old place."""
        self._waiting[call.contact] = call
        if offered:
            self._offered.add(call.contact)
        self._arm(call, now)

    def leave(self, contact: UUID, departure: Departure, now: datetime, *, served_by: str = "") -> None:
        """Take a call out of the line and book how; a call that is not in it is left alone."""
        if call := self._waiting.pop(contact, None):
            self._offered.discard(contact)
            for kind in TIMERS:
                self._timers.cancel((kind, str(contact)))
            wait = int((now - call.entered_at).total_seconds() * 1000)
            self._ledger.record(facts.left(contact, call.queues[0], departure, wait, now, served_by=served_by))

    def refused(self, contact: UUID, now: datetime) -> None:
        """An offer came to nothing: the call waits on at its old place."""
        self._offered.discard(contact)
        self.distribute(now)

    def distribute(self, now: datetime) -> None:
        """Match the line with the free agents and make the offers."""
        line = [call for call in self._waiting.values() if call.contact not in self._offered]
        if not line or self._still:
            return
        for offer in match(line, self._agents.free(), self._queues, now):
            self._offered.add(offer.contact)
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
        own = self._waiting[contact].queues[0]
        line = in_order((w for w in self._waiting.values() if w.queues[0] == own), self._queues, now)
        return 1 + [call.contact for call in line].index(contact)

    def waiting(self) -> tuple[Waiting, ...]:
        """Everybody in line, also those whose agent's phone is ringing."""
        return tuple(self._waiting.values())

    def due(self, kind: str, contact: UUID, now: datetime) -> None:
        """A timer of this service has fired."""
        if (call := self._waiting.get(contact)) is None:
            return
        if kind == MAX_WAIT:
            self._line.leave(contact, Departure.TIMED_OUT, now)
        elif kind == OVERFLOW:
            self._overflow(call, now)
        elif kind == ANNOUNCE:
            self._announce(call, now)

    def _overflow(self, call: Waiting, now: datetime) -> None:
        target = self.rule(call.queues[-1]).overflow_to
        if not self.knows(target) or target in call.queues:
            return
        wider = replace(call, queues=(*call.queues, target))
        self._waiting[call.contact] = wider
        self._ledger.record(facts.overflowed(call.contact, call.queues[0], target, now))
        self._arm_overflow(wider, now)
        self.distribute(now)

    def _announce(self, call: Waiting, now: datetime) -> None:
        if call.contact not in self._offered:
            place = self.position(call.contact, now)
            self._ledger.record(facts.announced(call.contact, call.queues[0], place, now))
            self._line.announce(call.contact, place)
        self._arm_announcement(call, now)

    def _retime(self, call: Waiting, before: Mapping[str, Queue], now: datetime) -> None:
        own, last = self.rule(call.queues[0]), self.rule(call.queues[-1])
        old, old_last = before.get(call.queues[0], UNKNOWN), before.get(call.queues[-1], UNKNOWN)
        if own.max_wait != old.max_wait:
            self._arm_end(call)
        if (last.overflow_to, last.overflow_after) != (old_last.overflow_to, old_last.overflow_after):
            self._arm_overflow(call, now)
        if own.announce_every != old.announce_every:
            self._arm_announcement(call, now)

    def _arm(self, call: Waiting, now: datetime) -> None:
        self._arm_end(call)
        self._arm_overflow(call, now)
        self._arm_announcement(call, now)

    def _arm_end(self, call: Waiting) -> None:
        key, limit = (MAX_WAIT, str(call.contact)), self.rule(call.queues[0]).max_wait
        self._timers.cancel(key)
        if limit:
            self._timers.arm(key, call.entered_at + timedelta(seconds=limit))

    def _arm_overflow(self, call: Waiting, now: datetime) -> None:
        self._timers.cancel((OVERFLOW, str(call.contact)))
        rule = self.rule(call.queues[-1])
        if rule.overflow_to and rule.overflow_after:
            since = call.entered_at if len(call.queues) == 1 else now
            at = max(now, since + timedelta(seconds=rule.overflow_after))
            self._timers.arm((OVERFLOW, str(call.contact)), at)

    def _arm_announcement(self, call: Waiting, now: datetime) -> None:
        self._timers.cancel((ANNOUNCE, str(call.contact)))
        if every := self.rule(call.queues[0]).announce_every:
            self._timers.arm((ANNOUNCE, str(call.contact)), now + timedelta(seconds=every))
