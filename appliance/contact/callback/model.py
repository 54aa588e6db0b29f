"""A call-back: somebody who holds a place in line without holding the line."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class State(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    RESTING = "resting"
    DIALLING = "dialling"
    CONNECTED = "connected"
    ANSWERED = "answered"
    GIVEN_UP = "given-up"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """Who was at the other end, by the agent's word."""

    REACHED = "reached"
    MACHINE = "machine"


class Return(StrEnum):
    """Why an agent who looked at a call-back does not take it."""

    REFUSED = "refused"
    TIMED_OUT = "timed-out"
    WITHDRAWN = "withdrawn"


def subscriber(number: str, country: str = "86") -> str:
    """What all ways of writing one subscriber's number have in common: +86138..., 0086138..., 0138... and 138..."""
    digits = number.removeprefix("+").lstrip("0")
    abroad = number.startswith(("+", "00")) or (len(digits) == 13 and digits.startswith(f"{country}1"))
    return digits.removeprefix(country) if abroad else digits


def written(number: str, country: str = "86") -> tuple[str, ...]:
    """The ways in which networks write the subscriber's number."""
    own = subscriber(number, country)
    return tuple(
        dict.fromkeys((number, *(f"{prefix}{own}" for prefix in ("", "0", country, f"+{country}", f"00{country}"))))
    )


ATTEMPTED = frozenset({State.DIALLING})
OPEN = frozenset({State.WAITING, State.OFFERED, State.RESTING, State.DIALLING, State.CONNECTED})


@dataclass(frozen=True, slots=True)
class Request:
    """A wish for a call-back: at the place held since `entered_at`, or between `at` and `until`.

    `dialled` is the service number that is shown to the customer, `origin` the call in which it was asked for,
    `reason` what it is about.
    """

    number: str
    queue: str
    entered_at: datetime
    priority: int = 0
    dialled: str = ""
    origin: UUID | None = None
    at: datetime | None = None
    until: datetime | None = None
    reason: str = ""


class Window(NamedTuple):
    """The times between which somebody was promised a call."""

    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class CallBack:
    """`number` is to be called in turn, as if it had waited in `queue` since `entered_at`.

    `dialled` is the service number that is shown to the customer, `origin` the call in which it was asked for.
    `attempts` counts how often the customer was dialled; `rests_until` says when it is in line again,
    `why` what came of the last attempt. `reason` is what it is about, in words. In a queue with a preview `offered_to`
    looks at it until `offered_until`; `refusals` counts who did not want it, `refused_by` are not asked again, and
    `unwanted` says that a supervisor is to know.
    A conversation that began before `wanted_at` is the one in which it was asked for.
    An appointment is in line from `due_at` on and is to be dialled before `until`, which is None once it was; `late`
    says that the promise is still to be kept.
    """

    id: UUID
    number: str
    queue: str
    entered_at: datetime
    priority: int = 0
    dialled: str = ""
    origin: UUID | None = None
    requested_at: datetime | None = None
    state: State = State.WAITING
    attempts: int = 0
    rests_until: datetime | None = None
    attempt: UUID | None = None
    why: str = ""
    by: str = ""
    ended_at: datetime | None = None
    asked_by: str = ""
    reason: str = ""
    offered_to: str = ""
    offered_until: datetime | None = None
    refusals: int = 0
    refused_by: frozenset[str] = frozenset()
    unwanted: bool = False
    wanted_at: datetime | None = None
    due_at: datetime | None = None
    until: datetime | None = None
    late: bool = False

    @property
    def open(self) -> bool:
        return self.state in OPEN
