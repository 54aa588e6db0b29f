"""The values that distribution is decided from: queues and their rules, waiting calls, free agents, offers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

TOLERANCE = 0.3
"""How far, in shares of what happened, an estimate of a wait may be off and still count as right."""

SHORT = 60.0
"""Seconds; below, callers are told that it is less than a minute."""

LONGEST_SCRIPT = 8000
"""Characters."""

MINUTES = (*range(1, 11), 15, 20, 25, 30)
"""The lengths of a wait that there are prompts for."""


class Switch(StrEnum):
    """What a supervisor has set a queue to by hand."""

    OPEN = ""
    CLOSED = "closed"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Overflow:
    """After `after` seconds the agents of `queue` may take the call too, or it leaves by the flow's `exit`."""

    after: int
    queue: str = ""
    exit: str = ""


class CallBackMode(StrEnum):
    """Whether an agent sees a call-back before it is dialled."""

    AUTOMATIC = "automatic"
    PREVIEW = "preview"


class Strategy(StrEnum):
    """Which of the agents who fit is offered the call."""

    LONGEST_IDLE = "longest-idle"
    FEWEST_CALLS = "fewest-calls"
    LINEAR = "linear"
    RANDOM = "random"
    ROUND_ROBIN = "round-robin"
    RING_ALL = "ring-all"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """From `after` seconds of waiting on no more than these levels are demanded; level 0 drops a skill."""

    after: int
    skills: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue and its rules. Times are seconds; a limit of 0 means that the rule is off.

    `skills` is the lowest level demanded of each skill, and `relax` lowers it with waiting. `priority` is in points
    and `ageing` adds points per minute of waiting, in thousandths at the finest. `target_percent` of calls answered
    within `target_seconds` is the service level; a call that has `rescue_seconds` or less left until that limit, or
    is beyond it, has `rescue` more points. `order` is that of the linear strategy. `most_talking` bounds the
    conversations at once, those ringing included.
    `overflow` is the whole chain of a queue; without it `overflow_to` after `overflow_after`, queue by queue.
    A call is turned away when `max_waiting` are in line, or with `needs_agents` when nobody is signed in for it; with
    `leaves_empty` those in line leave too when the last agent does.
    Announcements come after `announce_first` (0 is `announce_every`), then every `announce_every`: the position, the
    estimated wait, in the steps `announce_steps` (minutes; all that have a prompt), and one of `comfort` in turn.
    A call-back is tried `callback_attempts` times, `callback_spacing` apart, or `callback_machine_spacing` after a
    machine; it rings the customer for `callback_ring`, and nobody on the lists `callback_never` is called. In the mode
    `preview` an agent has `callback_preview` to decide; `callback_refusals` of one call-back are an alarm.
    `callback_hours` and the calendar `callback_calendar` say when customers are called. An appointment is kept within
    `callback_window`, and stands in line from its time on as if it had waited `callback_lead` already.
    `music` is the class that waiting callers hear. Whoever is called in its name sees `outbound_number`, or no number.
    `script` is what its agents read on their screens during a call.
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
    overflow: tuple[Overflow, ...] = ()
    max_waiting: int = 0
    needs_agents: bool = False
    leaves_empty: bool = False
    announce_first: int = 0
    announce_position: bool = True
    announce_wait: bool = False
    announce_steps: tuple[int, ...] = ()
    comfort: tuple[str, ...] = ()
    switch: Switch = Switch.OPEN
    closed_message: tuple[str, ...] = ()
    emergency_message: tuple[str, ...] = ()
    callback_attempts: int = 3
    callback_spacing: int = 300
    callback_ring: int = 30
    callback_hours: tuple[str, ...] = ()
    callback_never: tuple[str, ...] = ("do-not-call",)
    callback_machine_spacing: int = 1800
    callback_mode: CallBackMode = CallBackMode.AUTOMATIC
    callback_preview: int = 60
    callback_refusals: int = 3
    callback_calendar: str = ""
    callback_window: int = 900
    callback_lead: int = 3600
    strategy: Strategy = Strategy.LONGEST_IDLE
    order: tuple[str, ...] = ()
    relax: tuple[Relaxation, ...] = ()
    rescue: int = 0
    rescue_seconds: int = 10
    most_talking: int = 0
    music: str = "default"
    outbound_number: str = ""
    hide_number: bool = False
    script: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a call asks for beside its queue's rules; `agent` alone may have it for the first `seconds`."""

    skills: Mapping[str, int] = field(default_factory=dict)
    fast_lane: bool = False
    agent: str = ""
    seconds: int = 0


NO_WISH = Wish()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call in line. `queues` are tried for it in order (its own first, then those it overflowed to).

    `absent` means that the caller has hung up, holds the place, and is to be called back.
    `skills` are demanded beside those of the queue. A call of the fast lane goes before all that are not. Until
    `wanted_until` only agent `wanted` may have it; none of `without` ever.
    `entered_at` ranks the call; `stays_since` is the beginning of this stay where that is another moment.
    """

    contact: UUID
    queues: tuple[str, ...]
    priority: int
    entered_at: datetime
    absent: bool = False
    skills: Mapping[str, int] = field(default_factory=dict)
    fast_lane: bool = False
    wanted: str = ""
    wanted_until: datetime | None = None
    without: frozenset[str] = frozenset()
    stays_since: datetime | None = None

    def wishing(self, wish: Wish) -> "Waiting":
        """The call with what it asks for; its time with one agent alone counts from its entry."""
        until = self.entered_at + timedelta(seconds=wish.seconds) if wish.agent and wish.seconds else None
        return replace(self, skills=wish.skills, fast_lane=wish.fast_lane, wanted=wish.agent, wanted_until=until)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent who is free now. No `queues` means every queue whose skills the agent has.

    `calls` counts those answered today; `capacity` is how many more the agent could take.
    """

    agent: str
    skills: Mapping[str, int]
    idle_since: datetime
    queues: frozenset[str] = frozenset()
    calls: int = 0
    capacity: int = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """One call for one agent, by the rules of `queue`; a queue that rings all makes several for one call."""

    contact: UUID
    agent: str
    queue: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a waiting caller is told: the place in line (1 is next), the wait still ahead in seconds, a prompt."""

    position: int | None = None
    wait: float | None = None
    comfort: str = ""


class Departure(StrEnum):
    """How a call left the line."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    TIMED_OUT = "timed-out"
    FULL = "full"
    EMPTY = "empty"
    CLOSED = "closed"
    EMERGENCY = "emergency"
    OVERFLOWED = "overflowed"
    LEFT = "left"
    CALL_BACK = "call-back"
    REMOVED = "removed"
    MEDIA_LOST = "media-lost"


def foreseen(estimate: float, actual: float) -> bool:
    """Whether an estimate was right to within `TOLERANCE` of what happened, both in seconds.

    What is less than a minute is told as that and no closer, and is right if it was.
    """
    if estimate < SHORT:
        return actual < SHORT
    return abs(estimate - actual) <= TOLERANCE * actual
