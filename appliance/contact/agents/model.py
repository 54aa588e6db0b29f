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


@dataclass(frozen=True, slots=True)
class Agent:
    """What is configured of a person. `skills` gives a level of 1 to 9; no `queues` means all that fit.

    `team` is whose ringing calls the person may pick up, `language` what desk phones speak to the person ("" is the
    site's); `pin`, sealed by the box key, is asked for at a sign-in by phone.
    With `sign_in_with_phone` the person is signed in and out as the home `phone` registers and leaves.
    Whoever the person calls sees `outbound_number`, or with `hide_number` none.
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


@dataclass(frozen=True, slots=True)
class Presence:
    """Where a person is and in which state, since when. `idle_since` orders the ready ones.

    `contact` is the call in hand; `next_pause` a pause asked for during it; `leaving` a sign-out asked for during it.
    `undisturbed` takes no call that did not come by the agent's own doing; `after` is the call that is wrapped up.
    `preview` is the call-back that the person looks at before it is dialled.
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
