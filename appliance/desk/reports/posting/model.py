"""When a saved report goes to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from appliance.desk.people.model import Person, Scope
from appliance.desk.reports.files.model import Form


class Every(StrEnum):
    """How often."""

    DAY = "daily"
    WEEK = "weekly"
    MONTH = "monthly"


@dataclass(frozen=True, slots=True)
class Plan:
    """`at` is HH:MM of the site; `day` is 0 for Monday to 6 of a week, 1 to 31 of a month, whose last day is the most.

    `scope` is that of `person`, who ordered it, at that time; `stopped` says why nothing is sent any more, "" for none.
    """

    id: UUID
    report: UUID
    person: UUID
    every: Every
    day: int
    at: str
    form: Form
    addresses: tuple[str, ...]
    scope: Scope
    created_at: datetime
    next_at: datetime
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One mail of one time; a `notice` only tells that nothing comes any more."""

    id: UUID
    plan: UUID
    due_at: datetime
    recipient: str
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Allowed:
    """An address, or with an @ in front a whole domain, to which reports may go."""

    address: str
    added_by: str
    added_at: datetime

    def takes(self, address: str) -> bool:
        own = self.address.casefold()
        return address.casefold().endswith(own) if own.startswith("@") else address.casefold() == own


def may_go_to(address: str, rules: Iterable[Allowed], people: Iterable[Person]) -> bool:
    """Whether reports may go there: to who works with the console, and to where the administrator allows."""
    own = address.casefold()
    return any(rule.takes(address) for rule in rules) or any(
        person.active and person.mail and person.mail.casefold() == own for person in people
    )


def narrower(now: Scope, before: Scope) -> bool:
    """Whether something that could be seen before cannot be seen now."""
    pairs = ((now.queues, before.queues), (now.teams, before.teams))
    return any(some is not None and (once is None or not once <= some) for some, once in pairs)
