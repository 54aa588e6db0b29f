"""A wallboard and its tiles."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a tile shows."""

    SERVICE_LEVEL = "service-level"
    WAITING = "waiting"
    LONGEST_WAIT = "longest-wait"
    ANSWERED = "answered"
    ABANDONED = "abandoned"
    ABANDON_RATE = "abandon-rate"
    SPEED_OF_ANSWER = "speed-of-answer"
    HANDLING_TIME = "handling-time"
    READY = "ready"
    CALLBACKS = "callbacks"
    STATES = "states"
    QUEUES = "queues"
    AGENTS = "agents"


LOW_IS_BAD = frozenset({Kind.SERVICE_LEVEL, Kind.READY, Kind.ANSWERED})
WIDE = frozenset({Kind.STATES, Kind.QUEUES, Kind.AGENTS})
"""Tiles that are no single figure, and have no thresholds."""
MOST_TILES = 24
WIDTHS = (2, 3, 4, 6, 8, 12)
"""Twelfths of the screen's width."""


@dataclass(frozen=True, slots=True)
class Tile:
    """No queues or teams means all that the reader may see. `warn` and `alarm` are in the unit of the figure.

    A figure at `warn` or beyond, or below for one that should be high, is shown in amber; at `alarm` in red.
    """

    kind: Kind
    title: str = ""
    queues: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    warn: float | None = None
    alarm: float | None = None
    width: int = 3


@dataclass(frozen=True, slots=True)
class Board:
    """`screen` is the SHA-256 of the key by which a screen shows it without anybody signed in, "" for none."""

    name: str
    title: str
    tiles: tuple[Tile, ...]
    screen: str = ""


OVERVIEW = Board(
    "overview",
    "",
    (
        Tile(Kind.SERVICE_LEVEL, warn=90, alarm=80),
        Tile(Kind.WAITING, warn=3, alarm=6),
        Tile(Kind.LONGEST_WAIT, warn=30, alarm=60),
        Tile(Kind.READY, warn=2, alarm=0),
        Tile(Kind.ANSWERED, width=2),
        Tile(Kind.ABANDONED, width=2),
        Tile(Kind.ABANDON_RATE, width=2, warn=5, alarm=10),
        Tile(Kind.SPEED_OF_ANSWER, width=2, warn=20, alarm=40),
        Tile(Kind.HANDLING_TIME, width=2),
        Tile(Kind.CALLBACKS, width=2),
        Tile(Kind.STATES, width=12),
        Tile(Kind.QUEUES, width=6),
        Tile(Kind.AGENTS, width=6),
    ),
)
"""The board that every box has: all queues and all agents."""
