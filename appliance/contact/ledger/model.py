"""Events as the ledger holds them, and as its writer keeps them until they are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from appliance.events import Event


class Durability(Enum):
    """What an append has come to: in the ledger, or late (kept by the writer, which goes on trying)."""

    DURABLE = "durable"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event and its place in the order of all."""

    seq: int
    event: Event


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the events of one source, one life of a writer; the first event has position 1."""

    source: UUID
    position: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Events that are written together, the last of them at `mark`."""

    mark: Mark
    events: tuple[Event, ...]


def merged(batches: Iterable[Batch]) -> Batch:
    """Consecutive batches of one source as one; there must be at least one."""
    parts = tuple(batches)
    return Batch(parts[-1].mark, tuple(event for part in parts for event in part.events))
