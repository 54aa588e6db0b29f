"""Callers who wanted somebody, got nobody, and have not talked with anybody since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from appliance.contact.callback.model import subscriber
from appliance.contact.calls.model import Result

UNSERVED = (Result.ABANDONED, Result.NO_AGENT, Result.UNANSWERED, Result.VOICEMAIL, Result.CLOSED_HOURS)
"""Results of calls whose callers wanted somebody and got nobody."""
MOST = 5000
"""Tries that are looked at together."""


@dataclass(frozen=True, slots=True)
class Try:
    """One call that came to nothing; `wait_ms` is None where nobody waited."""

    contact: UUID
    number: str
    at: datetime
    queue: str
    result: str
    wait_ms: int | None


@dataclass(frozen=True, slots=True)
class Sought:
    """Tries from `since` on and before `until`, of one subscriber where the ways to write a number are given."""

    since: datetime
    until: datetime | None = None
    numbers: tuple[str, ...] = ()
    limit: int = MOST


@dataclass(frozen=True, slots=True)
class Missed:
    """A caller who is still to be served: the last of so many tries."""

    last: Try
    tries: int


def missed(tries: Iterable[Try], served: Mapping[str, datetime]) -> list[Missed]:
    """One for each caller, whoever tried last first; `served` is when each subscriber last talked with somebody."""
    found: dict[str, Missed] = {}
    for one in sorted(tries, key=lambda each: each.at, reverse=True):
        who = subscriber(one.number)
        if one.number and not _talked_since(served.get(who), one.at):
            before = found.get(who)
            found[who] = Missed(before.last if before else one, before.tries + 1 if before else 1)
    return list(found.values())


def latest(talks: Iterable[tuple[str, datetime]]) -> dict[str, datetime]:
    """When each subscriber last talked, of numbers as networks write them."""
    found: dict[str, datetime] = {}
    for number, at in talks:
        who = subscriber(number)
        found[who] = max(at, found.get(who, at))
    return found


def _talked_since(talked: datetime | None, tried: datetime) -> bool:
    return talked is not None and talked >= tried
