"""A customer, and what was left behind of a contact."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

LONGEST_NAME, LONGEST_NOTE = 100, 4000
"""Characters."""
CODES = ("resolved", "follow-up", "complaint", "consultation", "wrong-number", "no-speech")
"""How a contact can be wrapped up; names are stable, their texts are in the catalogues."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A person who calls, from any of `numbers` (E.164 where they have that form)."""

    id: UUID
    name: str = ""
    organisation: str = ""
    note: str = ""
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A customer's card in the book; `changed_at` is another one after every change."""

    customer: Customer
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for among customers; "" and None leave a part open. `text` is in the name or the organisation."""

    text: str = ""
    ways: tuple[str, ...] | None = None
    before: UUID | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ContactNote:
    """What one agent noted of a contact; `code` is one of CODES, "" for none."""

    contact: UUID
    agent: str
    code: str = ""
    text: str = ""
    at: datetime | None = None


URL = r"https?://(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?(?:[/?#][^\s\\]{0,400})?"
"""Of a screen pop: the machine is always the same one, what is known of a call stands behind it alone."""


class Opens(StrEnum):
    """When a page of another program opens: by the agent's hand, or by itself as the telephone rings."""

    HAND = "hand"
    RING = "ring"


@dataclass(frozen=True, slots=True)
class ScreenPop:
    """A page of another program; `url` holds names in braces of what is known of a call. No `queues` are all calls.

    `numbers` has it opened with the telephone number also for who sees none whole.
    """

    name: str
    title: str
    url: str
    queues: tuple[str, ...] = ()
    opens: Opens = Opens.HAND
    numbers: bool = False

    def suits(self, queue: str) -> bool:
        return not self.queues or queue in self.queues


@dataclass(frozen=True, slots=True)
class Past:
    """A contact with a number before: its result, seconds of talk, and what each agent noted, the latest first."""

    contact: UUID
    direction: str
    opened_at: datetime
    queue: str
    agent: str
    result: str
    talk_s: int | None
    notes: tuple[ContactNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """What an agent sees of whoever calls from `number`; `customer` is None for somebody new."""

    number: str
    customer: Customer | None
    history: tuple[Past, ...]
