"""What supervisors in calls need from the rest of the engine."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from appliance.contact.monitoring.model import Heard, Policy
from appliance.events import Event


class Ledger(Protocol):
    def record(self, *events: Event) -> None: ...


class Identities(Protocol):
    def new(self, now: datetime) -> UUID: ...


class Calls(Protocol):
    """The calls, as supervisors find them."""

    def heard(self, agent: str) -> Heard | None:
        """The conversation that an agent is in; of several the one in which the agent talks."""
        ...

    def bridge(self, contact: UUID, leg: UUID) -> str:
        """The bridge that a leg is in, by the media node's name; "" for none."""
        ...

    def named(self, contact: UUID, bridge: str) -> str:
        """The media node's name for a bridge of a call; "" is the main one."""
        ...

    def check_take(self, contact: UUID, leg: UUID) -> None:
        """Raises a refusal where the call cannot be taken from that leg now."""
        ...

    def take(self, contact: UUID, leg: UUID, channel: str, phone: str, now: datetime) -> None:
        """Put the channel of a phone in the place of a leg, which leaves; refused like `check_take`."""
        ...


class Seats(Protocol):
    """Agents and phones."""

    def team(self, agent: str) -> str:
        """The team of an agent; raises AgentUnknown."""
        ...

    def phone_of(self, agent: str) -> str:
        """Where an agent is signed in, "" for nowhere."""
        ...

    def known(self, phone: str) -> bool: ...

    def in_use(self, phone: str) -> bool: ...

    def created(self, leg: str, phone: str) -> None: ...

    def destroyed(self, leg: str) -> None: ...


class Media(Protocol):
    """The media node, as a supervisor uses it."""

    def summon(self, channel: str, phone: str, shown: str) -> None:
        """Ring a phone that is to pick up by itself."""
        ...

    def open(self, bridge: str) -> None: ...

    def spy(self, snoop: str, into: str) -> None:
        """A leg that hears what the phone at `into` says and hears, and is heard by that phone alone."""
        ...

    def enter(self, bridge: str, channel: str) -> None: ...

    def join(self, bridge: str, channel: str) -> None:
        """Into the bridge of a call, which may be about to be made."""
        ...

    def mute(self, channel: str) -> None: ...

    def unmute(self, channel: str) -> None: ...

    def tone(self, channel: str, language: str) -> None:
        """A short tone to whoever hears a channel."""
        ...

    def tone_to_all(self, bridge: str, language: str) -> None: ...

    def hang_up(self, channel: str) -> None: ...

    def close(self, bridge: str) -> None: ...


class Rule(Protocol):
    """The published configuration."""

    @property
    def monitoring(self) -> Policy: ...

    def own_language(self, agent: str) -> str:
        """The language that an agent hears; of nobody known the site's."""
        ...
