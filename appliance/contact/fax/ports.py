"""What faxes require of the world."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol
from uuid import UUID

from appliance.contact.fax.model import Direction, Fax, State
from appliance.events import Event


class FaxStore(Protocol):
    """All faxes, as the ledger has made them."""

    def find(self, identity: UUID) -> Fax | None: ...

    def select(
        self, *, box: str = "", direction: Direction | None = None, state: State | None = None, limit: int = 100
    ) -> tuple[Fax, ...]:
        """The newest first; deleted ones only when asked for."""
        ...


class Vault(Protocol):
    """The sealed pages."""

    def pages(self, recording: UUID, who: str, reason: str) -> Iterator[bytes]:
        """The TIFF; who reads it is on record before the first piece."""
        ...

    def discard(self, recording: UUID, who: str, reason: str, now: datetime) -> str:
        """Delete the pages if nothing bids to keep them: `deleted`, `kept` (its class's minimum) or `held`."""
        ...


class Post(Protocol):
    """Who is told of faxes by mail."""

    def send(self, fax: Fax, at: datetime) -> None:
        """To the address of its box, if it has one; a second time is nothing."""
        ...


class Ledger(Protocol):
    def note(self, event: Event) -> None:
        """Book a fact, at least once; returns when it is durable."""
        ...
