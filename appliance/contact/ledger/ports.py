"""What the ledger's writer stands on."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from appliance.contact.ledger.model import Batch, Mark
from appliance.events import Event

Connection = TypeVar("Connection", contravariant=True)


class LedgerStore(Protocol):
    """Where events become durable."""

    def append(self, events: Sequence[Event], mark: Mark | None = None) -> int:
        """Write the events, all or nothing; on return they are durable. How many were written.

        `mark` is the place of the last event in its source. Events up to the place that the store has of that
        source are left out: what may or may not have been written can be given again. Raises LedgerUnavailable.
        """
        ...


class Journal(Protocol):
    """Where events wait, on disk, while the store takes none."""

    def load(self) -> Sequence[Batch]:
        """What an earlier life left, in order. Raises OSError."""
        ...

    def append(self, batches: Sequence[Batch]) -> None:
        """Keep the batches, after what is kept already; durable on return. Raises OSError."""
        ...

    def clear(self) -> None:
        """Forget everything. Raises OSError."""
        ...


class Projection(Protocol[Connection]):
    """A read model, kept in step with the ledger inside the same transaction."""

    def apply(self, connection: Connection, events: Sequence[Event]) -> None: ...
