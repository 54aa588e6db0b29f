"""When all that a trunk carries at once is taken, and when there is room again: facts, for the figures to add up."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from appliance.contact.calls import events as facts
from appliance.contact.calls.model import Call, Direction, Role, Trunk
from appliance.contact.calls.ports import Ledger
from appliance.contact.calls.preemption import line_of
from appliance.events import Event

KINDS = (facts.TRUNK_FULL, facts.TRUNK_ROOM)


class Fullness:
    """Reads along what is booked of legs. Trunks that carry as many calls as come are never full."""

    def __init__(self, ledger: Ledger, trunks: Callable[[], Iterable[Trunk]]) -> None:
        self._ledger, self._trunks = ledger, trunks
        self._lines: dict[UUID, str] = {}
        self._incoming: dict[UUID, str] = {}
        self._taken: Counter[str] = Counter()
        self._full: dict[str, datetime] = {}

    def take(self, events: Iterable[Event]) -> None:
        for event in events:
            if event.kind == facts.OPENED and event.contact and event.data["direction"] == Direction.INBOUND:
                self._incoming[event.contact] = event.data["trunk"]
            elif event.kind == facts.LEG_OPENED and event.leg and event.contact:
                own = self._incoming.get(event.contact, "") if event.data["role"] == Role.CALLER else ""
                self._begin(event.leg, event.data.get("trunk") or own, event.at)
            elif event.kind == facts.LEG_ENDED and event.leg:
                self._end(event.leg, event.at)
            elif event.kind == facts.CLOSED and event.contact:
                self._incoming.pop(event.contact, None)

    def restore(self, calls: Iterable[Call], events: Iterable[Event], now: datetime) -> None:
        """Go on after a restart; `events` are those of KINDS, of a day or more."""
        for event in events:
            if event.kind == facts.TRUNK_FULL:
                self._full[event.data["trunk"]] = event.at
            else:
                self._full.pop(event.data["trunk"], None)
        for call in calls:
            if call.direction is Direction.INBOUND:
                self._incoming[call.id] = call.trunk
            self._lines |= {leg.id: trunk for leg in call.live_legs if (trunk := line_of(call, leg))}
        self._taken = Counter(self._lines.values())
        for trunk in {*self._full, *self._taken}:
            self._judge(trunk, now)

    def _begin(self, leg: UUID, trunk: str, at: datetime) -> None:
        if trunk:
            self._lines[leg] = trunk
            self._taken[trunk] += 1
            self._judge(trunk, at)

    def _end(self, leg: UUID, at: datetime) -> None:
        if trunk := self._lines.pop(leg, ""):
            self._taken[trunk] -= 1
            self._judge(trunk, at)

    def _judge(self, name: str, at: datetime) -> None:
        most = next((trunk.most for trunk in self._trunks() if trunk.name == name), 0)
        full = 0 < most <= self._taken[name]
        if full and name not in self._full:
            self._full[name] = at
            self._ledger.record(facts.trunk_full(name, self._taken[name], at))
        elif not full and (since := self._full.pop(name, None)):
            self._ledger.record(facts.trunk_room(name, since, at))
