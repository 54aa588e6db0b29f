"""What voicemail requires of the world."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from appliance.contact.voicemail.model import Box, Count, Message, Standing
from appliance.events import Event


class Boxes(Protocol):
    def all(self) -> dict[str, Box]: ...


class MessageStore(Protocol):
    """The messages of all boxes; what a method wrote is durable when it returns."""

    def add(self, message: Message, mail_to: str) -> bool:
        """Keep a message, and with it a mail to be sent to `mail_to` unless that is ""; False if it was there."""
        ...

    def find(self, identity: UUID) -> Message | None: ...

    def select(self, box: str = "", standing: Standing | None = None, limit: int = 100) -> tuple[Message, ...]:
        """Messages that are not deleted, the newest first; deleted ones only when asked for."""
        ...

    def mark(self, identity: UUID, standing: Standing, by: str, at: datetime) -> None: ...

    def counts(self) -> Mapping[str, Count]:
        """By box; a box without messages may be missing."""
        ...


class Vault(Protocol):
    """The sealed audio."""

    def audio(self, recording: UUID, who: str, reason: str) -> Iterator[bytes]:
        """The two-channel WAV; who hears it is on record before the first piece."""
        ...

    def discard(self, recording: UUID, who: str, reason: str, now: datetime) -> str:
        """Delete the audio if nothing bids to keep it: `deleted`, `kept` (its class's minimum) or `held`."""
        ...


class Ledger(Protocol):
    def note(self, event: Event) -> None:
        """Book a fact, at least once; returns when it is durable."""
        ...
