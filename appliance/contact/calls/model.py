"""A call, its legs, and the lines and numbers that it comes in by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from appliance.contact.acd.model import Departure


class Direction(StrEnum):
    INBOUND = "inbound"
    INTERNAL = "internal"
    OUTBOUND = "outbound"


class Role(StrEnum):
    CALLER = "caller"
    AGENT = "agent"
    OUTSIDE = "outside"


class LegState(StrEnum):
    OPENED = "opened"
    RINGING = "ringing"
    UP = "up"
    HELD = "held"
    ENDED = "ended"


class CallState(StrEnum):
    ARRIVED = "arrived"
    IN_FLOW = "in-flow"
    WAITING = "waiting"
    OFFERED = "offered"
    TALKING = "talking"
    HELD = "held"
    ADOPTED = "adopted"
    CLOSED = "closed"


class Result(StrEnum):
    """What became of a call, for the books."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    SELF_SERVICE = "self-service"
    VOICEMAIL = "voicemail"
    NO_AGENT = "no-agent"
    LEFT_IN_FLOW = "left-in-flow"
    CLOSED_HOURS = "closed-hours"
    NUMBER_UNKNOWN = "number-unknown"
    UNANSWERED = "unanswered"
    STATIC_GROUP = "static-group"
    MEDIA_LOST = "media-lost"


@dataclass(frozen=True, slots=True)
class Leg:
    """One party's connection. `channel` is Asterisk's name for it on media node `node`; `cause` is Q.850."""

    id: UUID
    role: Role
    channel: str
    node: str
    phone: str
    agent: str
    state: LegState
    opened_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    cause: int | None = None

    @property
    def live(self) -> bool:
        return self.state is not LegState.ENDED


@dataclass(frozen=True, slots=True)
class Call:
    """A contact by voice, as its events have made it."""

    id: UUID
    direction: Direction
    dialled: str
    caller: str
    trunk: str
    opened_at: datetime
    state: CallState = CallState.ARRIVED
    legs: Mapping[UUID, Leg] = field(default_factory=dict)
    flow: str = ""
    node: str = ""
    queue: str = ""
    priority: int = 0
    entered_at: datetime | None = None
    overflow: tuple[str, ...] = ()
    served_by: str = ""
    parties: frozenset[UUID] = frozenset()
    held_by: str = ""
    departure: Departure | None = None
    talking_since: datetime | None = None
    result: Result | None = None
    ended_by: str = ""
    closed_at: datetime | None = None

    def leg(self, role: Role) -> Leg | None:
        """The live leg of that role, the newest if there were several."""
        live = [leg for leg in self.legs.values() if leg.role is role and leg.live]
        return live[-1] if live else None

    def on(self, channel: str) -> Leg | None:
        return next((leg for leg in self.legs.values() if leg.channel == channel), None)

    def with_leg(self, leg: Leg) -> "Call":
        return replace(self, legs={**self.legs, leg.id: leg})

    @property
    def in_line(self) -> bool:
        """Whether it holds a place in a queue, also while its caller chooses something else."""
        return self.entered_at is not None and self.departure is None and self.state is not CallState.CLOSED

    @property
    def live_legs(self) -> tuple[Leg, ...]:
        return tuple(leg for leg in self.legs.values() if leg.live)


@dataclass(frozen=True, slots=True)
class Number:
    """A service number: the flow that greets its callers, and the phones rung when the engine is not there."""

    did: str
    flow: str
    language: str = "zh"
    fallback: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trunk:
    """A carrier's trunk, recognised by the addresses it calls from."""

    name: str
    match: tuple[str, ...]
    host: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """A SIP account of a phone. `secret` is sealed by the box key; `encryption` is required, preferred or off."""

    name: str
    secret: str
    encryption: str = "required"
