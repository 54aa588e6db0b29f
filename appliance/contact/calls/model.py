"""A call, its legs, and the lines and numbers that it comes in by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from appliance.contact.acd.model import NO_WISH, Departure, Wish
from appliance.contact.ivr.model import Trail
from appliance.contact.routes.model import Form


class Direction(StrEnum):
    INBOUND = "inbound"
    INTERNAL = "internal"
    OUTBOUND = "outbound"


class Role(StrEnum):
    CALLER = "caller"
    AGENT = "agent"
    OUTSIDE = "outside"


class Purpose(StrEnum):
    """Why a leg was made; a caller's own leg and an offer from the line have none."""

    NONE = ""
    TRANSFER = "transfer"
    CONSULT = "consult"
    OUTBOUND = "outbound"
    CALLBACK = "callback"
    FLOW = "flow"
    FAX = "fax"
    PASSED = "passed"
    COME_BACK = "come-back"
    CLICKED = "clicked"


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
    CONSULTING = "consulting"
    TRANSFERRING = "transferring"
    PARKED = "parked"
    ADOPTED = "adopted"
    CLOSED = "closed"


class Result(StrEnum):
    """What became of a call, for the books."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    SELF_SERVICE = "self-service"
    VOICEMAIL = "voicemail"
    FAX = "fax"
    NO_AGENT = "no-agent"
    CALL_BACK = "callback"
    LEFT_IN_FLOW = "left-in-flow"
    CLOSED_HOURS = "closed-hours"
    NUMBER_UNKNOWN = "number-unknown"
    UNANSWERED = "unanswered"
    STATIC_GROUP = "static-group"
    MEDIA_LOST = "media-lost"
    REFUSED = "refused"


Actor: TypeAlias = str | UUID
"""Who acts in a call: an agent's number, "" for whoever has it in hand, or a leg."""

MAIN, CONSULT = "main", "consult"
"""The bridges of a call: where the customer talks, and where an agent asks somebody else meanwhile."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One party's connection. `channel` is Asterisk's name for it on media node `node`; `cause` is Q.850.

    Of a leg to the outside: the trunk it goes by, its number as E.164, the class of that, and the number of ours shown.
    `audio` is how one that has ended sounded (quality.told), None when nobody knows.
    """

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
    purpose: Purpose = Purpose.NONE
    trunk: str = ""
    e164: str = ""
    shown: str = ""
    number_class: str = ""
    audio: Mapping[str, Any] | None = None

    @property
    def live(self) -> bool:
        return self.state is not LegState.ENDED

    @property
    def at_desk(self) -> bool:
        """Whether it is a phone of ours; callers from a trunk have none."""
        return self.role is Role.AGENT or (self.role is Role.CALLER and bool(self.phone))


@dataclass(frozen=True, slots=True)
class Consult:
    """An enquiry while the customer waits: leg `by` asks leg `to`."""

    by: UUID
    to: UUID


@dataclass(frozen=True, slots=True)
class Call:
    """A contact by voice, as its events have made it.

    `diverted_by` is the number outside that it was meant for before it was diverted to us. `callback` is the call-back
    that this is an attempt of. `bridges` says who hears whom; `slot` is where a parked
    call is; `message` the audio that the caller speaks into a voicemail box; `fax` the fax that is sent
    or received in it, still on its way while `faxing`; `asked_back` says that a call-back was
    asked for in it; `about` whom the call is about since the phone that began it acted as agents do; `lent_by` the
    agent's leg that waits while the customer is in a flow; `waits_since` the beginning of this stay in line,
    `entered_at` the one that ranks it.
    """

    id: UUID
    direction: Direction
    dialled: str
    caller: str
    trunk: str
    opened_at: datetime
    state: CallState = CallState.ARRIVED
    callback: UUID | None = None
    legs: Mapping[UUID, Leg] = field(default_factory=dict)
    flow: str = ""
    node: str = ""
    trail: Trail = field(default_factory=Trail)
    queue: str = ""
    priority: int = 0
    wish: Wish = NO_WISH
    entered_at: datetime | None = None
    waits_since: datetime | None = None
    overflow: tuple[str, ...] = ()
    served_by: str = ""
    offers: frozenset[UUID] = frozenset()
    bridges: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    consult: Consult | None = None
    slot: str = ""
    about: UUID | None = None
    lent_by: UUID | None = None
    held_by: str = ""
    departure: Departure | None = None
    asked_back: bool = False
    talking_since: datetime | None = None
    recorded: str = ""
    paused_until: datetime | None = None
    message: str = ""
    fax: str = ""
    faxing: bool = False
    result: Result | None = None
    ended_by: str = ""
    closed_at: datetime | None = None
    diverted_by: str = ""

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
    def parties(self) -> frozenset[UUID]:
        """The legs in the main bridge."""
        return self.bridges.get(MAIN, frozenset())

    @property
    def own_agents(self) -> frozenset[str]:
        """The agent whom the call is about: who has dialled a queue of ours is not offered the own call."""
        return frozenset({self.customer.agent} - {""}) if self.customer else frozenset()

    @property
    def customer(self) -> Leg | None:
        """The live leg of whom the call is about: the caller, or who was called in an outbound call.

        In a call of two phones of ours it is the other party of the one that acts.
        """
        if self.about:
            leg = self.legs.get(self.about)
            return leg if leg and leg.live else None
        return self._opener

    @property
    def _opener(self) -> Leg | None:
        if self.direction is not Direction.OUTBOUND:
            return self.leg(Role.CALLER)
        called = [leg for leg in self.legs.values() if leg.role is Role.OUTSIDE]
        own = [leg for leg in called if leg.purpose in (Purpose.OUTBOUND, Purpose.CALLBACK, Purpose.FAX)]
        first = own[-1] if own else next(iter(called), None)
        return first if first and first.live else None

    @property
    def asked(self) -> Leg | None:
        """The leg that an enquiry goes to."""
        return self.legs.get(self.consult.to) if self.consult else None

    def bridge_of(self, leg: UUID) -> str:
        """The bridge that a leg is in, "" for none."""
        return next((name for name, members in self.bridges.items() if leg in members), "")

    def members(self, bridge: str) -> tuple[Leg, ...]:
        """The legs in a bridge, in the order in which they were made."""
        return tuple(leg for leg in self.legs.values() if leg.id in self.bridges.get(bridge, ()))

    def holder(self, who: Actor = "") -> Leg | None:
        """The agent's leg that has the call in hand: who consults, else the first in a bridge; `who` names one."""
        if self.consult and (by := self.legs.get(self.consult.by)) and by.live:
            return by if who in ("", by.agent, by.id) else None
        seated = (leg for leg in self.live_legs if leg.at_desk and leg != self.customer and self.bridge_of(leg.id))
        return next((leg for leg in seated if who in ("", leg.agent, leg.id)), None)

    def seen_by(self, who: Actor) -> "Call":
        """The call as it is when `who`, the customer so far, acts from a phone of ours: about its other party."""
        customer, parties = self.customer, self.members(MAIN)
        others = [leg for leg in parties if leg != customer]
        if not customer or not customer.at_desk or not who or who not in (customer.agent, customer.id):
            return self
        return self.turned(others[0].id) if len(parties) == 2 and len(others) == 1 and not self.consult else self

    def turned(self, about: UUID) -> "Call":
        """The call with the leg `about` as its customer."""
        return replace(self, about=None if self._opener and self._opener.id == about else about)

    @property
    def number(self) -> str:
        """Who the customer is, as phones that ring for the call show it."""
        leg = self.legs.get(self.about) if self.about else None
        return (leg.agent or leg.phone) if leg else self.caller

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


QUALIFY = 60


@dataclass(frozen=True, slots=True)
class Trunk:
    """A carrier's trunk: SIP, recognised by the addresses it calls from, or the group of lines (1 to 63) it came on.

    Its `host`, where calls out go, is asked every `qualify` seconds whether it is there; 0 never. `group` 0 is SIP.
    Called parties see the wanted number if it is one of `numbers` (a last `*` stands for any digits), else
    `outbound_number`; a trunk that names neither shows whatever is wanted. `hide_number` withholds it from them.
    It is told numbers in its `form` and carries `most` calls at once, 0 for as many as come. `behind` are the numbers
    of a customer's old PBX at its far end (X any digit, a last `*` any digits): calls pass through to and from them.
    """

    name: str
    match: tuple[str, ...]
    host: str = ""
    qualify: int = QUALIFY
    outbound_number: str = ""
    numbers: tuple[str, ...] = ()
    hide_number: bool = False
    group: int = 0
    form: Form = Form.DIALLED
    most: int = 0
    behind: tuple[str, ...] = ()

    @property
    def goes_out(self) -> bool:
        """Whether calls can be placed on it: a line always goes both ways."""
        return bool(self.host or self.group)


@dataclass(frozen=True, slots=True)
class Phone:
    """A SIP account of a phone, or a telephone on the port of a card, whose `channel` is DAHDI's; else that is 0.

    `secret` is sealed by the box key; `encryption` is required, preferred or off; a telephone on a port has neither.
    """

    name: str
    secret: str = ""
    encryption: str = "required"
    channel: int = 0


_IN_BROWSER = "-web"


def browser(agent: str) -> str:
    """The phone that an agent has in the browser."""
    return agent + _IN_BROWSER


def of_browser(phone: str) -> str:
    """The agent in whose browser a phone is, "" of any other phone."""
    return phone.removesuffix(_IN_BROWSER) if phone.endswith(_IN_BROWSER) else ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call is to go. `kind` is agent, phone, number, queue, flow or voicemail."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


RUNG = frozenset({"agent", "phone", "number"})
"""Targets that are rung."""
