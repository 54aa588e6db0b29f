"""What was called today, counted for the caps: calls, talked time and money, by what each cap counts apart."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from appliance.contact.routes import patterns
from appliance.contact.routes.model import Asker, Cap, Normal, Per, Plan
from appliance.contact.routes.routing import meant
from appliance.contact.routes.windows import begins, counts

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Placed:
    """One leg to the outside; `rate` is the price of a minute, `seconds` what it talked once it is over."""

    leg: UUID
    at: datetime
    number: Normal
    asker: Asker
    trunk: str
    rate: float
    answered_at: datetime | None = None
    seconds: float | None = None

    def talked(self, now: datetime) -> float:
        if self.seconds is not None:
            return self.seconds
        return max(0.0, (now - self.answered_at).total_seconds()) if self.answered_at else 0.0


@dataclass(frozen=True, slots=True)
class Spent:
    """Calls placed, seconds talked, and what they cost, each started minute in full."""

    calls: int = 0
    seconds: float = 0.0
    cost: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.calls + other.calls, self.seconds + other.seconds, self.cost + other.cost)


Window = tuple[str, str, datetime]
"""A cap, what it counts apart, and when its period began."""


class Usage:
    """The counts of all caps; `zone` is the site's."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._plan, self._caps = Plan(), dict[str, Cap]()
        self._to: dict[str, frozenset[str]] = {}
        self._placed: dict[UUID, Placed] = {}
        self._running: dict[UUID, Placed] = {}
        self._spent: dict[Window, Spent] = {}

    def configure(self, caps: Mapping[str, Cap], plan: Plan) -> None:
        """Caps may change while calls run: what was called today is counted anew for them."""
        self._plan, self._caps = plan, dict(caps)
        self._to = {name: frozenset(patterns.key(text, plan) for text in cap.to) for name, cap in caps.items()}
        self._spent = {}
        for one in self._placed.values():
            self._add(one, calls=1)
            if one.seconds is not None:
                self._add(one, seconds=one.seconds)

    def placed(self, one: Placed) -> None:
        self._forget(one.at)
        self._placed[one.leg] = self._running[one.leg] = one
        self._add(one, calls=1)

    def answered(self, leg: UUID, at: datetime) -> None:
        if one := self._running.get(leg):
            self._placed[leg] = self._running[leg] = replace(one, answered_at=at)

    def ended(self, leg: UUID, at: datetime) -> float | None:
        """The seconds that it talked; None for a leg that is not counted."""
        one = self._running.get(leg)
        return self.over(leg, one.talked(at)) if one else None

    def over(self, leg: UUID, seconds: float) -> float | None:
        if (one := self._running.pop(leg, None)) is None:
            return None
        self._placed[leg] = done = replace(one, seconds=seconds)
        self._add(done, seconds=seconds)
        return seconds

    def looking(self, number: Normal, asker: Asker, now: datetime) -> Iterator[Cap]:
        """The caps that a call would count for."""
        keys = frozenset(patterns.keys(number))
        for name, cap in self._caps.items():
            if self._to[name] & keys and counts(cap, now, self._zone) and (not cap.who or meant(cap.who, asker)):
                yield cap

    def spent(self, cap: Cap, subject: str, now: datetime) -> Spent:
        """What this period has come to so far, with the calls that are going on."""
        start = begins(cap.period, now, self._zone)
        total = self._spent.get((cap.name, subject, start), Spent())
        for one in self._running.values():
            if (cap.name, subject, start) in self._windows(one):
                total += _talk(one, one.talked(now))
        return total

    def _add(self, one: Placed, *, calls: int = 0, seconds: float | None = None) -> None:
        more = Spent(calls) if seconds is None else _talk(one, seconds)
        for window in self._windows(one):
            self._spent[window] = self._spent.get(window, Spent()) + more

    def _windows(self, one: Placed) -> Iterator[Window]:
        for cap in self.looking(one.number, one.asker, one.at):
            about = subject(cap, one.asker, one.trunk)
            if about is not None:
                yield cap.name, about, begins(cap.period, one.at, self._zone)

    def _forget(self, now: datetime) -> None:
        """What no period of now can hold any more."""
        first = next(iter(self._placed.values()), None)
        if first and now - first.at > KEPT:
            self._placed = {leg: one for leg, one in self._placed.items() if now - one.at <= KEPT}
            self._spent = {window: spent for window, spent in self._spent.items() if now - window[2] <= KEPT}


def subject(cap: Cap, asker: Asker, trunk: str) -> str | None:
    """What the cap counts this call under; None if it does not concern it."""
    found = {Per.PHONE: asker.phone, Per.AGENT: asker.agent, Per.TRUNK: trunk}
    return "" if cap.per is Per.SITE else found[cap.per] or None


def reached(cap: Cap, spent: Spent) -> bool:
    """Whether no further call may be placed."""
    return 0 < cap.calls <= spent.calls or 0 < cap.minutes <= spent.seconds / 60 or 0 < cap.cost <= round(spent.cost, 6)


def told(spent: Spent) -> str:
    """The sums, for people."""
    return f"{spent.calls} / {spent.seconds / 60:.1f} min / {spent.cost:.2f}"


def _talk(one: Placed, seconds: float) -> Spent:
    return Spent(0, seconds, one.rate * math.ceil(seconds / 60))
