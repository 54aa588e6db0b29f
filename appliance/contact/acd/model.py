"""The values that distribution is decided from: queues and their rules, waiting calls, free agents, offers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue and its rules. Times are seconds; a limit of 0 means that the rule is off.

    `skills` is the lowest level demanded of each skill. `priority` is in points and `ageing` adds points per
    minute of waiting. `target_percent` of calls answered within `target_seconds` is the service level.
    """

    name: str
    title: str = ""
    skills: Mapping[str, int] = field(default_factory=dict)
    priority: int = 0
    ageing: float = 1.0
    ring_time: int = 20
    wrap_up: int = 10
    max_wait: int = 600
    overflow_to: str = ""
    overflow_after: int = 0
    announce_every: int = 30
    target_percent: int = 90
    target_seconds: int = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call in line. `queues` are tried for it in order (its own first, then those it overflowed to)."""

    contact: UUID
    queues: tuple[str, ...]
    priority: int
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent who is free now. No `queues` means every queue whose skills the agent has."""

    agent: str
    skills: Mapping[str, int]
    idle_since: datetime
    queues: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """One call for one agent, by the rules of `queue`."""

    contact: UUID
    agent: str
    queue: str


class Departure(StrEnum):
    """How a call left the line."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    TIMED_OUT = "timed-out"
    REMOVED = "removed"
    MEDIA_LOST = "media-lost"
