"""A message of a supervisor to the agents at their screens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

LONGEST = 500
"""Characters of a notice."""


@dataclass(frozen=True, slots=True)
class Notice:
    """`agents` are those whom it is for, by number; none means everybody. An `urgent` one is to be confirmed."""

    id: UUID
    text: str
    by: str
    at: datetime
    agents: frozenset[str] = frozenset()
    urgent: bool = False
