"""The alarms of waiting calls: the end of the wait, the next overflow, announcement and change of what is demanded."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.acd.demands import widens
from appliance.contact.acd.model import Queue, Waiting
from appliance.contact.acd.overflow import upcoming
from appliance.contact.acd.ports import Timers

ANNOUNCE, OVERFLOW, MAX_WAIT = "queue-announce", "queue-overflow", "queue-max-wait"
CHANGE = "queue-change"
DESERTED = ("queue-deserted", str(UUID(int=0)))
TIMERS = frozenset({ANNOUNCE, OVERFLOW, MAX_WAIT, CHANGE})
UNKNOWN = Queue("")


class Alarms:
    """Arms and moves them by the rules of the call's queues. Somebody absent has only those that need no ear."""

    def __init__(self, timers: Timers) -> None:
        self._timers = timers

    def arm(self, call: Waiting, queues: Mapping[str, Queue], now: datetime) -> None:
        """All alarms of a call that has come into line."""
        self._end(call, queues, now)
        self.change(call, queues, now)
        self.overflow(call, queues, now)
        self.announcement(call, queues, now)

    def desertion(self, now: datetime) -> None:
        """Look whether anybody is left for those who wait, once what happens now has happened."""
        self._timers.arm(DESERTED, now)

    def cancel(self, contact: UUID) -> None:
        for kind in TIMERS:
            self._timers.cancel((kind, str(contact)))

    def retime(self, call: Waiting, before: Mapping[str, Queue], queues: Mapping[str, Queue], now: datetime) -> None:
        """The rules have changed: move the alarms that this touches, and no other."""
        own, last = queues.get(call.queues[0], UNKNOWN), queues.get(call.queues[-1], UNKNOWN)
        old, old_last = before.get(call.queues[0], UNKNOWN), before.get(call.queues[-1], UNKNOWN)
        if any(queues.get(name, UNKNOWN).relax != before.get(name, UNKNOWN).relax for name in call.queues):
            self.change(call, queues, now)
        if own.max_wait != old.max_wait:
            self._end(call, queues, now)
        if own.overflow != old.overflow or _passes_on(last) != _passes_on(old_last):
            self.overflow(call, queues, now)
        if own.announce_every != old.announce_every:
            self.announcement(call, queues, now, first=False)

    def overflow(self, call: Waiting, queues: Mapping[str, Queue], now: datetime) -> None:
        """The next step of the overflow chain."""
        self._timers.cancel((OVERFLOW, str(call.contact)))
        if due := upcoming(call, queues, now):
            self._timers.arm((OVERFLOW, str(call.contact)), max(now, due[0]))

    def announcement(self, call: Waiting, queues: Mapping[str, Queue], now: datetime, *, first: bool = True) -> None:
        """The next announcement; the first of a wait may come at another distance than the others."""
        self._timers.cancel((ANNOUNCE, str(call.contact)))
        own = queues.get(call.queues[0], UNKNOWN)
        after = (first and own.announce_first) or own.announce_every
        if after and not call.absent:
            self._timers.arm((ANNOUNCE, str(call.contact)), now + timedelta(seconds=after))

    def change(self, call: Waiting, queues: Mapping[str, Queue], now: datetime) -> None:
        """The next moment at which waiting alone lets other agents have the call."""
        self._timers.cancel((CHANGE, str(call.contact)))
        if ahead := [moment for moment in widens(call, queues) if moment > now]:
            self._timers.arm((CHANGE, str(call.contact)), min(ahead))

    def _end(self, call: Waiting, queues: Mapping[str, Queue], now: datetime) -> None:
        key, limit = (MAX_WAIT, str(call.contact)), queues.get(call.queues[0], UNKNOWN).max_wait
        self._timers.cancel(key)
        if limit and not call.absent:
            self._timers.arm(key, (call.stays_since or call.entered_at) + timedelta(seconds=limit))


def _passes_on(queue: Queue) -> tuple[str, int]:
    return queue.overflow_to, queue.overflow_after
