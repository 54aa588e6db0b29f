"""Ways out for the calls that run: the rules as they are now, the trunks as they are now, and what was called today."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from uuid import UUID

from appliance.contact.calls import events as call_facts
from appliance.contact.routes import errors, patterns, routing
from appliance.contact.routes import events as facts
from appliance.contact.routes.model import (
    Asker,
    Cap,
    Choice,
    Normal,
    NumberClass,
    Per,
    Reason,
    Rules,
    Way,
)
from appliance.contact.routes.numbers import normalise, plain
from appliance.contact.routes.ports import Ledger, Site, Timers
from appliance.contact.routes.usage import Placed, Spent, Usage, reached, subject, told
from appliance.contact.routes.windows import ends
from appliance.errors import Refusal
from appliance.events import Event

CAP = "cap-period"
LIST = "number-block"
BLOCKED, LOOPS, CAPPED, NO_TRUNKS = "number-blocked", "call-loops", "cap-reached", "trunk-missing"
REFUSALS: dict[str, type[Refusal]] = {
    one.code: one
    for one in (
        errors.RouteMissing,
        errors.TrunkMissing,
        errors.TrunksExhausted,
        errors.NumberBlocked,
        errors.CapReached,
        errors.CallLoops,
    )
}


class Routing:
    """Decides, counts and guards; an emergency call is refused by nothing but the lack of any trunk."""

    def __init__(self, ledger: Ledger, timers: Timers, site: Site, zone: tzinfo) -> None:
        self._ledger, self._timers, self._site, self._zone = ledger, timers, site, zone
        self.rules, self._table = Rules(), routing.Table()
        self.usage = Usage(zone)
        self._turns: dict[str, int] = {}
        self._told: dict[tuple[str, str], datetime] = {}
        self._own: frozenset[str] = frozenset()
        self._in: tuple[str, ...] = ()

    def configure(self, rules: Rules) -> None:
        """Take new rules while calls run."""
        if rules != self.rules:
            self.rules = rules
            self._table = routing.table(rules.routes.values(), rules.groups, rules.plan)
            self.usage.configure(rules.caps, rules.plan)
        self._own = frozenset(self.normal(number).e164 or number for number in self._site.own_numbers())

    def normal(self, number: str, *, received: bool = False) -> Normal:
        """What a number means here."""
        return normalise(number, self.rules.plan, received=received)

    def emergency(self, digits: str) -> bool:
        return self.normal(digits).kind is NumberClass.EMERGENCY

    def check(self, number: str) -> None:
        """Raises NumberUndialable, TrunkMissing or NumberBlocked if nobody may call the number at any time."""
        if not plain(number):
            raise errors.NumberUndialable(number=number)
        if not self._site.trunks():
            raise errors.TrunkMissing(number=number)
        if patterns.covered(self.normal(number), self.rules.block.outgoing, self.rules.plan):
            raise errors.NumberBlocked(number=number, rule=LIST)

    def unwelcome(self, caller: str) -> bool:
        """Whether calls from that number ("" withheld) are not taken."""
        block = self.rules.block
        if not plain(caller):
            return block.withheld and not caller
        return patterns.covered(self.normal(caller, received=True), block.incoming, self.rules.plan)

    def ways(self, number: str, asker: Asker, now: datetime, *, preferred: str = "", loops: bool = False) -> Choice:
        """The ways for a call that is about to be placed; raises a refusal, which is booked, when there is none.

        One that `loops` is on its way to that number already.
        """
        if not plain(number):
            raise errors.NumberUndialable(number=number)
        choice = self._choose(number, asker, now, preferred, live=True)
        if loops and choice.number.kind is not NumberClass.EMERGENCY:
            choice = Choice(choice.number, refused=LOOPS, details={"rule": number})
        if choice.refused:
            about = next(iter(choice.details.values()), "")
            if choice.refused != NO_TRUNKS:
                self._ledger.record(facts.refused(choice.refused, number, asker, about, now))
            raise REFUSALS[choice.refused](number=number, **{"rule": about, "spent": "", **choice.details})
        return choice

    def path(self, number: str, asker: Asker, now: datetime, *, preferred: str = "") -> Choice:
        """The same for a call that nobody places: nothing is counted or booked. Raises NumberUndialable."""
        if not plain(number):
            raise errors.NumberUndialable(number=number)
        return self._choose(number, asker, now, preferred, live=False)

    def taken(self, contact: UUID, leg: UUID, way: Way, number: Normal, asker: Asker, now: datetime) -> None:
        """A leg goes out by a way."""
        if number.kind is not NumberClass.EMERGENCY:
            self.usage.placed(Placed(leg, now, number, asker, way.trunk, way.cost))
        self._ledger.record(facts.taken(contact, leg, way, number, asker, now))

    def take(self, events: Iterable[Event]) -> None:
        """Legs that are answered and end, as the ledger is told of them."""
        for event in events:
            if event.leg and event.kind == call_facts.LEG_ANSWERED:
                self.usage.answered(event.leg, event.at)
            elif event.leg and event.contact and event.kind == call_facts.LEG_ENDED:
                seconds = self.usage.ended(event.leg, event.at)
                if seconds is not None:
                    self._ledger.record(facts.over(event.contact, event.leg, seconds, event.at))

    def restore(self, events: Iterable[Event], answered: Iterable[tuple[UUID, datetime]], now: datetime) -> None:
        """Count again what the ledger holds of today, `answered` being legs that still talk."""
        for event in events:
            if event.leg and event.kind == facts.TAKEN and event.data["class"] != NumberClass.EMERGENCY:
                self.usage.placed(_placed(event.leg, event))
            elif event.leg and event.kind == facts.OVER:
                self.usage.over(event.leg, float(event.data["seconds"]))
            elif event.kind == facts.REACHED:
                cap, about = event.data["cap"], event.data["subject"]
                self._told[cap, about] = datetime.fromisoformat(event.data["until"])
            elif event.kind == facts.AGAIN:
                self._told.pop((event.data["cap"], event.data["subject"]), None)
        for leg, at in answered:
            self.usage.answered(leg, at)
        for (cap, about), until in self._told.items():
            self._timers.arm((CAP, cap, about), max(until, now))

    def due(self, cap: str, about: str, now: datetime) -> None:
        """The period of a reached cap is over."""
        if self._told.pop((cap, about), None):
            self._ledger.record(facts.again(cap, about, now))

    def _choose(self, number: str, asker: Asker, now: datetime, preferred: str, *, live: bool) -> Choice:
        normal, trunks = self.normal(number), self._site.trunks()
        state = routing.Now(
            trunks, lambda calendar: self._site.is_open(calendar, now), self._next if live else self._turn
        )
        if not trunks:
            return Choice(normal, refused=NO_TRUNKS)
        if normal.kind is NumberClass.EMERGENCY:
            return routing.decide(self._table, normal, asker, state, preferred=preferred, explained=not live)
        if patterns.covered(normal, self.rules.block.outgoing, self.rules.plan):
            return Choice(normal, refused=BLOCKED, details={"rule": LIST})
        if asker.trunk and (normal.e164 or normal.local) in self._own:
            return Choice(normal, refused=LOOPS, details={"rule": number})
        choice = routing.decide(self._table, normal, asker, state, preferred=preferred, explained=not live)
        return self._guarded(choice, asker, now, live)

    def _guarded(self, choice: Choice, asker: Asker, now: datetime, live: bool) -> Choice:
        """The ways that no cap forbids."""
        if not choice.ways:
            return choice
        left, reasons = choice.ways, list(choice.reasons)
        for cap in self.usage.looking(choice.number, asker, now):
            for about in dict.fromkeys(subject(cap, asker, way.trunk) for way in choice.ways):
                if about is None or not reached(cap, spent := self.usage.spent(cap, about, now)):
                    continue
                reasons.append(Reason("cap", {"cap": cap.name, "subject": about, "spent": told(spent)}))
                if live:
                    self._reached(cap, about, spent, now)
                if not cap.warn_only:
                    left = tuple(way for way in left if cap.per is Per.TRUNK and way.trunk != about)
                if not left:
                    details = {"rule": cap.name, "spent": told(spent)}
                    return replace(choice, ways=(), reasons=tuple(reasons), refused=CAPPED, details=details)
        return replace(choice, ways=left, reasons=tuple(reasons))

    def _reached(self, cap: Cap, about: str, spent: Spent, now: datetime) -> None:
        """Once in a period it is booked, and so becomes an alarm."""
        if (cap.name, about) not in self._told:
            self._told[cap.name, about] = until = ends(cap.period, now, self._zone)
            self._timers.arm((CAP, cap.name, about), until)
            self._ledger.record(facts.reached(cap.name, about, told(spent), until, now))

    def _turn(self, group: str) -> int:
        return self._turns.get(group, 0)

    def _next(self, group: str) -> int:
        turn = self._turn(group)
        self._turns[group] = turn + 1
        return turn


def _placed(leg: UUID, event: Event) -> Placed:
    data = event.data
    local, e164 = data["local"], data["e164"]
    number = Normal(local, NumberClass(data["class"]), e164, local, local)
    asker = Asker(data["phone"], data["agent"], tuple(data["queues"]))
    return Placed(leg, event.at, number, asker, data["trunk"], float(data["rate"]))
