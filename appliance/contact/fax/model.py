"""A fax, what became of it on the wire, and how this site sends."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

NAMED = "fax"
"""Begins the names of what Asterisk has of a fax."""


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class State(StrEnum):
    """`partial`: received until it broke off; `unsure`: perhaps sent, and nobody tries again without being asked to."""

    RECEIVING = "receiving"
    RECEIVED = "received"
    PARTIAL = "partial"
    WAITING = "waiting"
    DIALLING = "dialling"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Asterisk says of one transmission. `rate` in bit/s; `mode` is T38 or audio; `error` and `told` its words.

    A transmission that began and of which nothing is said was cut: `whole` is false and `error` is "cut".
    """

    whole: bool = False
    pages: int = 0
    rate: int = 0
    resolution: str = ""
    ecm: bool = False
    mode: str = ""
    error: str = ""
    told: str = ""
    station: str = ""


CUT = Outcome(error="cut")


@dataclass(frozen=True, slots=True)
class Fax:
    """One fax. `number` is the other side's; `box` where a received one is, `recording` its pages in the sealed store.

    Of one to be sent: `tries` so far, due again at `due_at`, `why` the last one failed, `contact` its latest call.
    """

    id: UUID
    direction: Direction
    state: State
    number: str
    at: datetime
    box: str = ""
    contact: UUID | None = None
    recording: UUID | None = None
    pages: int = 0
    done_pages: int = 0
    rate: int = 0
    resolution: str = ""
    ecm: bool = False
    mode: str = ""
    station: str = ""
    why: str = ""
    told: str = ""
    ended_at: datetime | None = None
    by: str = ""
    priority: int = 0
    tries: int = 0
    due_at: datetime | None = None


UNDER_WAY = frozenset({State.DIALLING, State.SENDING})
OPEN = frozenset({State.WAITING, *UNDER_WAY})
"""States of faxes that are still to be sent."""
OUT = "out"
"""The folder of what is being sent, below that of faxes."""


def sent_name(attempt: UUID, fax: UUID) -> str:
    """What the pages are called that leave in a call, without an ending."""
    return f"{OUT}/{attempt}.{fax}"


def fax_of(name: str) -> UUID | None:
    """The fax of either kind of name."""
    try:
        return UUID(name.rpartition(".")[2])
    except ValueError:
        return None


def file_name(contact: UUID, fax: UUID) -> str:
    """What the pages of a fax are called until they are sealed, without an ending."""
    return f"{NAMED}.{contact}.{fax}"


def named(name: str) -> tuple[UUID, UUID] | None:
    """The contact and fax of such a name; None for any other."""
    kind, _, rest = name.partition(".")
    contact, _, fax = rest.partition(".")
    try:
        return (UUID(contact), UUID(fax)) if kind == NAMED else None
    except ValueError:
        return None
