"""What a simulation is made of, and what comes out of it. Times are seconds from the start of the first day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from appliance.contact.acd.model import Queue


class Shape(StrEnum):
    """How drawn times are spread about their mean."""

    CONSTANT = "constant"
    EXPONENTIAL = "exponential"
    LOGNORMAL = "lognormal"


@dataclass(frozen=True, slots=True)
class Spread:
    """Times of `mean` seconds; `variation` (standard deviation over mean) is looked at for lognormal ones."""

    mean: float
    shape: Shape = Shape.EXPONENTIAL
    variation: float = 1.0


@dataclass(frozen=True, slots=True)
class Stream:
    """Calls to a queue: `rates` gives how many are expected in each interval of the day, in order from `start`.

    Without `patience` nobody hangs up; without `wrap_up` the queue's own rule counts.
    """

    queue: str
    rates: tuple[float, ...]
    handling: Spread
    patience: Spread | None = None
    wrap_up: Spread | None = None
    priority: int = 0
    skills: tuple[tuple[str, int], ...] = ()
    fast_lane: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """`agents` people alike, there during `shifts` (start, end) of each day, with up to `capacity` calls each."""

    name: str
    agents: int
    shifts: tuple[tuple[float, float], ...]
    skills: Mapping[str, int] = field(default_factory=dict)
    queues: frozenset[str] = frozenset()
    capacity: int = 1


@dataclass(frozen=True, slots=True)
class Outage:
    """From `start` to `end` of the first day `lines` lines, or `agents` people of `group`, are missing."""

    start: float
    end: float
    lines: int = 0
    group: str = ""
    agents: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """One call as it will be: at which second, what it asks for, how long it talks, how long it would wait.

    `patience` below 0 waits for ever; `wrap_up` below 0 is the rule of the queue that serves.
    """

    at: float
    queue: str
    handling: float
    patience: float = -1.0
    wrap_up: float = -1.0
    priority: int = 0
    skills: tuple[tuple[str, int], ...] = ()
    fast_lane: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A centre and its traffic. No `lines` means that lines are never short.

    `arrivals`, in the order of time, are beside or in place of those that the streams draw.
    """

    queues: Mapping[str, Queue]
    groups: tuple[Group, ...]
    streams: tuple[Stream, ...] = ()
    start: float = 0.0
    end: float = 86400.0
    interval: float = 900.0
    days: int = 1
    lines: int = 0
    pick_up: float = 0.0
    outages: tuple[Outage, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    seed: int = 1


@dataclass(slots=True)
class QueueCount:
    """What became of the calls of a queue. `waits` sums the seconds of those answered."""

    offered: int = 0
    answered: int = 0
    in_target: int = 0
    abandoned: int = 0
    timed_out: int = 0
    overflowed: int = 0
    full: int = 0
    waits: float = 0.0
    longest: float = 0.0
    handling: float = 0.0

    @property
    def service_level(self) -> float | None:
        """Per cent of all calls that left the line answered within the target, as the live figures count it."""
        done = self.answered + self.abandoned + self.timed_out + self.overflowed + self.full
        return round(100 * self.in_target / done, 1) if done else None


@dataclass(slots=True)
class GroupCount:
    """Seconds that the agents of a group were there, and of these with calls in hand or in wrap-up, however many."""

    present: float = 0.0
    busy: float = 0.0
    calls: int = 0


@dataclass(slots=True)
class Outcome:
    """All of a run. `found_busy[n]` counts the calls that found `n` lines taken when they came."""

    queues: dict[str, QueueCount]
    groups: dict[str, GroupCount]
    calls: int = 0
    no_line: int = 0
    most_lines: int = 0
    found_busy: list[int] = field(default_factory=list)
