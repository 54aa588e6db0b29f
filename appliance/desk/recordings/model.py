"""A note at a time of a recording, and what the register says of one that is taken away."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

LONGEST = 1000
"""Characters of a note."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What `by` (whose identity is `person`) noted at `at_ms` milliseconds of the recording, at the moment `at`."""

    id: UUID
    recording: UUID
    at_ms: int
    text: str
    person: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sealed:
    """One entry of the register; `sha256` is of the sealed file, `hash` the entry's link in the chain of its node."""

    id: UUID
    contact: UUID | None
    started_at: datetime
    duration_ms: int
    node: str
    seq: int
    sha256: str
    hash: str
