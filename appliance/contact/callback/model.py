"""A call-back: somebody who holds a place in line without holding the line."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class State(StrEnum):
    WAITING = "waiting"
    RESTING = "resting"
    DIALLING = "dialling"
    ANSWERED = "answered"
    GIVEN_UP = "given-up"
    CANCELLED = "cancelled"


def subscriber(number: str, country: str = "86") -> str:
    """What all ways of writing one subscriber's number have in common: +86138..., 0086138..., 0138... and 138..."""
    digits = number.removeprefix("+").lstrip("0")
    abroad = number.startswith(("+", "00")) or (len(digits) == 13 and digits.startswith(f"{country}1"))
    return digits.removeprefix(country) if abroad else digits


OPEN = frozenset({State.WAITING, State.RESTING, State.DIALLING})


@dataclass(frozen=True, slots=True)
class CallBack:
    """`number` is to be called in turn, as if it had waited in `queue` since `entered_at`.

    `dialled` is the service number that is shown to the customer, `origin` the call in which it was asked for.
    `attempts` counts how often the customer was dialled; `rests_until` says when it is in line again,
    `why` what came of the last attempt.
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

    @property
    def open(self) -> bool:
        return self.state in OPEN
