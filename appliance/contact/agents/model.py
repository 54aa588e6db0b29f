"""An agent is a person; the phone is only where the person sits today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class State(StrEnum):
    SIGNED_OUT = "signed-out"
    READY = "ready"
    PREVIEW = "preview"
    PAUSED = "paused"
    RINGING = "ringing"
    TALKING = "talking"
    HOLD = "hold"
    WRAP_UP = "wrap-up"


ENGAGED = frozenset({State.RINGING, State.TALKING, State.HOLD})
AT_WORK = ENGAGED | {State.WRAP_UP}


@dataclass(frozen=True, slots=True)
class Agent:
    """What is configured of a person. `skills` gives a level of 1 to 9; no `queues` means all that fit.

    `team` is whose ringing calls the person may pick up, `language` what desk phones speak to the person ("" is the
    site's); `pin`, sealed by the box key, is asked for at a sign-in by phone.
    With `sign_in_with_phone` the person is signed in and out as the home `phone` registers and leaves.
    Whoever the person calls sees `outbound_number`, or with `hide_number` none. Calls that are not from a queue reach
    the person while one of `lines` is free, calls from a queue while fewer than `capacity` calls are in hand, those
    that ring or are wrapped up included.
    """

    number: str
    name: str = ""
    phone: str = ""
    skills: Mapping[str, int] = field(default_factory=dict)
    queues: frozenset[str] = frozenset()
    sign_in_with_phone: bool = False
    team: str = ""
    language: str = ""
    pin: str = ""
    outbound_number: str = ""
    hide_number: bool = False
    lines: int = 1
    capacity: int = 1

    def reachable(self, person: "Presence") -> bool:
        """Whether what the person does leaves room for a call that is not from a queue."""
        if person.state in (State.READY, State.PAUSED):
            return True
        if len(person.in_hand) >= self.lines:
            return False
        return person.state in ENGAGED or (person.state is State.WRAP_UP and len(person.calls) < self.capacity)


@dataclass(frozen=True, slots=True)
class Line:
    """One call of a person: it rings, talks, is on hold or is wrapped up, since when."""

    contact: UUID | None
    state: State
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Presence:
    """Where a person is and in which state, since when. `idle_since` orders the ready ones.

    `contact` is the call in hand; `next_pause` a pause asked for during it; `leaving` a sign-out asked for during it.
    `undisturbed` takes no call that did not come by the agent's own doing; `after` is the call that is wrapped up.
    `preview` is the call-back that the person looks at before it is dialled.
    Of several calls the state is that of one, which counts for the person; the others are `behind` it.
    """

    agent: str
    state: State = State.SIGNED_OUT
    since: datetime | None = None
    phone: str = ""
    reason: str = ""
    idle_since: datetime | None = None
    contact: UUID | None = None
    next_pause: str = ""
    leaving: bool = False
    undisturbed: bool = False
    after: UUID | None = None
    preview: UUID | None = None
    behind: tuple[Line, ...] = ()

    @property
    def calls(self) -> tuple[Line, ...]:
        """All calls of the person, the one that counts first; empty for whoever has none."""
        front = self.after if self.state is State.WRAP_UP else self.contact
        return (Line(front, self.state, self.since), *self.behind) if self.state in AT_WORK else ()

    @property
    def in_hand(self) -> tuple[UUID | None, ...]:
        """The calls that ring, talk or are on hold."""
        return tuple(call.contact for call in self.calls if call.state in ENGAGED)

    @property
    def wrapping_up(self) -> tuple[Line, ...]:
        return tuple(call for call in self.calls if call.state is State.WRAP_UP)

    def doing(self, contact: UUID | None) -> State | None:
        """What the person does with a call in hand, None for any other call."""
        found = (call.state for call in self.calls if call.contact == contact and call.state in ENGAGED)
        return next(found, None)
