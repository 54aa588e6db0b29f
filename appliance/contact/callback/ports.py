"""What call-backs need from the rest of the engine."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from appliance.contact.acd.model import Departure, Offer, Queue, Waiting
from appliance.contact.agents.model import Agent, Presence
from appliance.contact.callback.model import CallBack
from appliance.events import Event


class Ledger(Protocol):
    def record(self, *events: Event) -> None: ...


class Timers(Protocol):
    """Alarms by key; arming a key again moves it."""

    def arm(self, key: tuple[str, ...], at: datetime) -> None: ...

    def cancel(self, key: tuple[str, ...]) -> None: ...


class Identities(Protocol):
    def new(self, now: datetime) -> UUID:
        """A new UUIDv7."""
        ...


class Rules(Protocol):
    def rule(self, queue: str) -> Queue: ...


class Line(Rules, Protocol):
    """The queues."""

    def restore(self, call: Waiting, *, offered: bool, now: datetime, aside: bool = False) -> None: ...

    def leave(self, contact: UUID, departure: Departure, now: datetime) -> None: ...

    def refused(self, contact: UUID, now: datetime) -> None: ...

    def distribute(self, now: datetime) -> None: ...


class Duty(Protocol):
    """What call-backs do to the agents who look at them."""

    def looking(self, number: str, callback: UUID, now: datetime) -> None: ...

    def turned_down(self, number: str, now: datetime) -> None: ...

    def withdrawn(self, number: str, contact: UUID, now: datetime) -> None: ...

    def missed(self, number: str, contact: UUID, reason: str, now: datetime) -> None: ...


class Seats(Protocol):
    """What the agents do."""

    def presence(self, number: str) -> Presence: ...

    def everybody(self) -> Sequence[tuple[Agent, Presence]]: ...


class Staff(Protocol):
    def signed_in(self, queue: Queue, without: Collection[str] = ()) -> bool:
        """Whether anybody else than those is signed in who serves the queue."""
        ...


class Dialler(Protocol):
    """The calls that carry call-backs out."""

    def check(self, number: str) -> None:
        """Raises a Refusal if no call can be placed to the number."""
        ...

    def call_back(self, callback: CallBack, offer: Offer, now: datetime) -> None:
        """Ring the agent, and when that one has answered, the customer."""
        ...

    def stop(self, identity: UUID, now: datetime) -> None:
        """Hang up the attempt of a call-back that is under way."""
        ...


class Whereabouts(Protocol):
    """The open calls."""

    def on_the_phone(self, number: str) -> bool:
        """Whether an open call is with that number."""
        ...

    def spoken_with(self, contact: UUID) -> str:
        """The number that an agent talks with in this call right now, "" for none."""
        ...

    def talks_since(self, contact: UUID) -> datetime | None:
        """When somebody first talked in this call."""
        ...

    def talking(self) -> Iterable[UUID]:
        """The calls in which somebody talks right now."""
        ...

    def occupied(self, contact: UUID) -> bool:
        """Whether the call is open, or somebody wraps it up."""
        ...

    def engaged(self, agent: str) -> bool:
        """Whether the agent's phone carries a leg."""
        ...

    def attempt(self, callback: UUID) -> object | None:
        """What is under way for a call-back and has not reached the customer."""
        ...


class Lists(Protocol):
    """Lists of callers."""

    def listed(self, list_: str, number: str) -> bool: ...


class Hours(Protocol):
    """Opening hours."""

    def opens(self, spans: Sequence[str], calendar: str, at: datetime) -> datetime | None:
        """`at` while open (always, without spans and calendar), else the next opening; None without one in a year."""
        ...

    def said(self, moment: datetime) -> str:
        """The moment as people of the site say it."""
        ...
