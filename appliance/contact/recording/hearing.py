"""Somebody hears a recording at a phone: what follows each thing that happens there. Pure."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

PAUSE = "5"
MOVES = {"1": "restart", "4": "reverse", "6": "forward"}
"""Keys, and what they do to a playback in Asterisk's words; 4 and 6 move by some seconds."""
END = ("0", "#")


class Stage(StrEnum):
    RINGING = "ringing"
    PLAYING = "playing"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Hearing:
    stage: Stage = Stage.RINGING
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Play:
    """Begin."""


@dataclass(frozen=True, slots=True)
class Control:
    """Do `operation` to the playback: restart, reverse, forward, pause or unpause."""

    operation: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """The end."""


Order: TypeAlias = Play | Control | HangUp
Step: TypeAlias = tuple[Hearing, tuple[Order, ...]]


def answered(now: Hearing) -> Step:
    """The phone was picked up."""
    if now.stage is not Stage.RINGING:
        return now, ()
    return replace(now, stage=Stage.PLAYING), (Play(),)


def pressed(now: Hearing, key: str) -> Step:
    """A key; whatever moves a paused recording lets it go on."""
    if now.stage is not Stage.PLAYING:
        return now, ()
    if key in END:
        return ended(now)
    if key == PAUSE:
        return replace(now, paused=not now.paused), (Control("unpause" if now.paused else "pause"),)
    if key in MOVES:
        going = (Control("unpause"),) if now.paused else ()
        return replace(now, paused=False), (*going, Control(MOVES[key]))
    return now, ()


def ended(now: Hearing) -> Step:
    """All of it was played, or enough."""
    return replace(now, stage=Stage.OVER), () if now.stage is Stage.OVER else (HangUp(),)
