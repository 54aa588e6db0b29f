"""A flow: named nodes, each of one kind, that lead to one another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import ClassVar, TypeAlias


@dataclass(frozen=True, slots=True)
class Play:
    """Play prompts, then go on to `next`; a key ends them early unless they must be heard (`whole`)."""

    kind: ClassVar[str] = "play"
    prompts: tuple[str, ...]
    next: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """Play prompts (a key interrupts them), wait `seconds` for a key, `tries` times, then go to `otherwise`."""

    kind: ClassVar[str] = "menu"
    prompts: tuple[str, ...]
    keys: Mapping[str, str]
    otherwise: str
    seconds: int = 6
    tries: int = 3
    wrong_key: tuple[str, ...] = ("invalid-key",)
    no_key: tuple[str, ...] = ("no-input",)


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` until before `end` on the given days (0 is Monday); `end` of 00:00 is midnight."""

    days: frozenset[int]
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours in the site's time zone: to `open` inside one of the spans, else to `closed`."""

    kind: ClassVar[str] = "hours"
    spans: tuple[Span, ...]
    open: str
    closed: str


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Play prompts, then wait in `queue`; a call that waits too long goes to `timed_out`.

    `exits` lead calls that leave for another reason (full, empty, closed, emergency, or the name of an overflow step);
    without one they go to `timed_out`. `keys` lead callers who press one while they wait; their place in line is kept
    until they leave the flow or enter another queue.
    """

    kind: ClassVar[str] = "queue"
    queue: str
    timed_out: str
    priority: int = 0
    prompts: tuple[str, ...] = ()
    exits: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """Voicemail: greeting and tone, then the caller speaks for at most `seconds`; `#` ends it and leads to `next`."""

    kind: ClassVar[str] = "message"
    prompts: tuple[str, ...]
    next: str
    seconds: int = 120


@dataclass(frozen=True, slots=True)
class HangUp:
    """Play prompts and end the call; `closed_hours` books it as a call outside opening hours."""

    kind: ClassVar[str] = "hangup"
    prompts: tuple[str, ...] = ()
    closed_hours: bool = False


Node: TypeAlias = Play | Menu | Hours | Enqueue | Message | HangUp


@dataclass(frozen=True, slots=True)
class Flow:
    """A published flow; `version` counts its publications."""

    name: str
    start: str
    nodes: Mapping[str, Node]
    version: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a caller is in a flow: the node, how often it has asked in vain, and a key pressed ahead of a menu.

    `leaving` is the exit by which a caller leaves a queue once what is being said has been said.
    """

    flow: Flow
    node: str
    asked: int = 0
    left_message: bool = False
    played: bool = False
    ahead: str = ""
    leaving: str = ""
