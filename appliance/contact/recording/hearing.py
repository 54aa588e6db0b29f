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
    """`whole` once it was played to its end."""

    stage: Stage = Stage.RINGING
    paused: bool = False
    whole: bool = False


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
        return replace(now, stage=Stage.OVER), (HangUp(),)
    if key == PAUSE:
        return replace(now, paused=not now.paused), (Control("unpause" if now.paused else "pause"),)
    if key in MOVES:
        going = (Control("unpause"),) if now.paused else ()
        return replace(now, paused=False), (*going, Control(MOVES[key]))
    return now, ()


def played(now: Hearing) -> Step:
    """All of it was played."""
    if now.stage is not Stage.PLAYING:
        return now, ()
    return replace(now, stage=Stage.OVER, whole=True), (HangUp(),)


def gone(now: Hearing) -> Step:
    """The phone has hung up, or cannot go on."""
    return replace(now, stage=Stage.OVER), ()
