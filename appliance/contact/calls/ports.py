"""What calls need from the rest of the engine."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from appliance.contact.acd.model import NO_WISH, Departure, Offer, Queue, Waiting, Wish
from appliance.contact.agents.model import Agent, Presence
from appliance.contact.callback.model import CallBack, Request
from appliance.contact.calls.commands import Command
from appliance.contact.calls.model import Number, Trunk
from appliance.contact.ivr.model import Flow, Trail
from appliance.contact.routes.model import Asker, Choice, Normal, Way
from appliance.events import Event


class Ledger(Protocol):
    """Where facts go; they are durable before any command sent after them takes effect."""

    def record(self, *events: Event) -> None: ...


class Media(Protocol):
    """The media node; commands take effect in order."""

    def send(self, *commands: Command) -> None: ...


class Timers(Protocol):
    """Alarms by key; arming a key again moves it."""

    def arm(self, key: tuple[str, ...], at: datetime) -> None: ...

    def cancel(self, key: tuple[str, ...]) -> None: ...


class Identities(Protocol):
    def new(self, now: datetime) -> UUID:
        """A new UUIDv7."""
        ...


class Line(Protocol):
    """The queues, as calls see them."""

    def enter(
        self,
        contact: UUID,
        queue: str,
        priority: int,
        now: datetime,
        *,
        since: datetime | None = None,
        wish: Wish = NO_WISH,
        without: frozenset[str] = frozenset(),
    ) -> None: ...

    def leave(
        self, contact: UUID, departure: Departure, now: datetime, *, served_by: str = "", exit_: str = ""
    ) -> None: ...

    def refused(self, contact: UUID, now: datetime) -> None: ...

    def restore(self, call: Waiting, *, offered: bool, now: datetime, aside: bool = False) -> None: ...

    def step_aside(self, contact: UUID, now: datetime) -> None: ...

    def rule(self, queue: str) -> Queue: ...

    def waiting(self) -> Sequence[Waiting]: ...

    def distribute(self, now: datetime) -> None: ...

    def still(self) -> AbstractContextManager[None]: ...


class Duty(Protocol):
    """The agents, as calls see them."""

    def ringing(self, number: str, contact: UUID, now: datetime) -> None: ...

    def withdrawn(self, number: str, contact: UUID, now: datetime) -> None: ...

    def missed(self, number: str, contact: UUID, reason: str, now: datetime) -> None: ...

    def talking(self, number: str, contact: UUID, now: datetime) -> None: ...

    def holding(self, number: str, contact: UUID, now: datetime) -> None: ...

    def moved(self, number: str, contact: UUID, to: UUID, now: datetime) -> None: ...

    def released(self, number: str, contact: UUID | None, wrap_up: int, now: datetime) -> None: ...


class Seats(Protocol):
    """Who sits where."""

    def presence(self, number: str) -> Presence: ...

    def at_phone(self, phone: str) -> Presence | None: ...

    def people(self) -> Sequence[Presence]:
        """Everybody of whom anything was ever heard."""
        ...

    def lines(self, number: str) -> int:
        """How many calls an agent can have at once; "" is nobody, whose phone has one line."""
        ...


class Walks(Protocol):
    """Callers in flows."""

    def begin(self, contact: UUID, flow: Flow, now: datetime) -> None: ...

    def resume(self, contact: UUID, trail: Trail, now: datetime) -> None: ...

    def stand(self, contact: UUID, trail: Trail) -> None: ...

    def said(self, contact: UUID, now: datetime) -> None: ...

    def pressed(self, contact: UUID, digit: str, now: datetime) -> None: ...

    def left_queue(
        self, contact: UUID, now: datetime, exit_: str = "timed-out", prompts: tuple[str, ...] = ()
    ) -> None: ...

    def unreached(self, contact: UUID, outcome: str, now: datetime) -> None: ...

    def goes_on(self, contact: UUID) -> bool:
        """Whether the flow has something for the caller when the agent hangs up first."""
        ...

    def after_talk(self, contact: UUID, now: datetime) -> bool:
        """On with the flow after the agent; whether it had something."""
        ...

    def leave(self, contact: UUID) -> bool:
        """The caller has left the flow; whether a message was left in it."""
        ...


class Wishes(Protocol):
    """What callers want of call-backs."""

    def request(self, wish: Request, now: datetime, *, by: str = "caller") -> CallBack: ...


class CallBacks(Protocol):
    """The call-backs, as the line sees them."""

    def holds(self, contact: UUID) -> bool: ...

    def offered(self, offer: Offer, now: datetime) -> None: ...


class Trying(Protocol):
    """The call-backs, as the calls see them that carry them out."""

    def dialled(self, identity: UUID, attempt: UUID, now: datetime) -> None: ...

    def connected(self, identity: UUID, now: datetime) -> None: ...

    def done(self, attempt: UUID, now: datetime) -> None: ...

    def failed(self, identity: UUID, why: str, now: datetime, *, attempt: UUID | None = None) -> None: ...


class Routing(Protocol):
    """The ways out, as calls take them."""

    def normal(self, number: str, *, received: bool = False) -> Normal: ...

    def emergency(self, digits: str) -> bool: ...

    def check(self, number: str) -> None:
        """Raises a refusal if nobody may call the number at any time."""
        ...

    def unwelcome(self, caller: str) -> bool: ...

    def ways(self, number: str, asker: Asker, now: datetime, *, preferred: str = "", loops: bool = False) -> Choice:
        """The ways for a call that is about to be placed, which perhaps `loops`; raises the refusal of it."""
        ...

    def path(self, number: str, asker: Asker, now: datetime, *, preferred: str = "") -> Choice: ...

    def taken(self, contact: UUID, leg: UUID, way: Way, number: Normal, asker: Asker, now: datetime) -> None: ...


class Codes(Protocol):
    """Phones that have dialled a feature code; their channels are in no call."""

    def dialled(self, channel: str, node: str, phone: str, digits: str, now: datetime) -> bool: ...

    def holds(self, channel: str) -> bool: ...

    def parks(self, digits: str) -> bool: ...

    def channels(self) -> Collection[str]: ...

    def pressed(self, channel: str, key: str, now: datetime) -> None: ...

    def played(self, run: str, now: datetime) -> None: ...

    def gone(self, channel: str) -> None: ...


class Pages(Protocol):
    """Pages that run; their channels are in no call."""

    def holds(self, channel: str) -> bool: ...

    def answered(self, channel: str, now: datetime) -> None: ...

    def played(self, run: str, now: datetime) -> None: ...

    def gone(self, channel: str, now: datetime) -> None: ...

    def lost(self, now: datetime) -> None: ...

    def reconcile(self, channels: Collection[str], now: datetime) -> None: ...


class Monitoring(Protocol):
    """Supervisors in calls; their channels are in no call until they take it over."""

    def holds(self, channel: str) -> bool: ...

    def answered(self, channel: str, now: datetime) -> None: ...

    def gone(self, channel: str, now: datetime) -> None: ...

    def lost(self, now: datetime) -> None: ...

    def reconcile(self, channels: Mapping[str, bool], now: datetime) -> None: ...


class Directory(Protocol):
    """The published configuration."""

    node: str
    """The media node that legs are made on which belong to no call yet."""

    def number(self, did: str) -> Number | None:
        """The service number that was dialled, in any of its written forms."""
        ...

    def flow(self, name: str) -> Flow | None: ...

    def box_flow(self, agent: str, outcome: str) -> Flow | None:
        """The flow of an agent's voicemail box, if it takes calls that ended so."""
        ...

    def phone(self, name: str) -> bool:
        """Whether such a phone is configured."""
        ...

    def language(self, did: str) -> str:
        """The language of a service number."""
        ...

    def agent(self, number: str) -> bool:
        """Whether such a person is configured."""
        ...

    def person(self, number: str) -> Agent | None: ...

    def trunks(self) -> Iterable[Trunk]: ...
