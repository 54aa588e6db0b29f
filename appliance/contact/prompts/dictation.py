"""Recording a prompt at a phone, step by step: hear what to do, speak, listen, keep it or speak again."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

KEEP, AGAIN = "1", "2"
REVIEWS = 4
"""How often the question is asked until nobody is thought to be there any more."""


class Stage(StrEnum):
    """Where a person at the phone stands."""

    RINGING = "ringing"
    INSTRUCTED = "instructed"
    RECORDING = "recording"
    REVIEWING = "reviewing"
    KEPT = "kept"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Dictation:
    """`run` numbers what is played, so that late news of an old playback is nothing."""

    stage: Stage = Stage.RINGING
    run: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Tell:
    """Play built-in prompts as playback `run`; before them what was recorded, where `recorded` says so."""

    run: int
    prompts: tuple[str, ...]
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """End playback `run`."""

    run: int


@dataclass(frozen=True, slots=True)
class Record:
    """Record until # is pressed, in place of what was recorded before."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """There is nothing more to do at the phone."""


Order: TypeAlias = Tell | Stop | Record | HangUp
Step: TypeAlias = tuple[Dictation, tuple[Order, ...]]


def answered(now: Dictation) -> Step:
    """The phone was picked up."""
    return _instruct(now) if now.stage is Stage.RINGING else (now, ())


def played(now: Dictation, run: int) -> Step:
    """A playback has come to its end."""
    if run != now.run:
        return now, ()
    if now.stage is Stage.INSTRUCTED:
        return replace(now, stage=Stage.RECORDING), (Record(),)
    if now.stage is Stage.REVIEWING:
        return _ask(now, recorded=False) if now.asked < REVIEWS else (replace(now, stage=Stage.OVER), (HangUp(),))
    return now, ()


def recorded(now: Dictation) -> Step:
    """The recording was ended by # or by its longest time."""
    return _ask(replace(now, asked=0), recorded=True) if now.stage is Stage.RECORDING else (now, ())


def pressed(now: Dictation, key: str) -> Step:
    """A key while the recording is played back or the question is asked."""
    if now.stage is not Stage.REVIEWING:
        return now, ()
    if key == KEEP:
        return replace(now, stage=Stage.KEPT), (HangUp(),)
    if key == AGAIN:
        after, orders = _instruct(now)
        return after, (Stop(now.run), *orders)
    return now, ()


def gone(now: Dictation) -> Step:
    """The phone has hung up; what was not kept by then is not kept."""
    return now if now.stage is Stage.KEPT else replace(now, stage=Stage.OVER), ()


def _instruct(now: Dictation) -> Step:
    run = now.run + 1
    return replace(now, stage=Stage.INSTRUCTED, run=run), (Tell(run, ("record-prompt", "beep")),)


def _ask(now: Dictation, *, recorded: bool) -> Step:
    run = now.run + 1
    after = replace(now, stage=Stage.REVIEWING, run=run, asked=now.asked + 1)
    return after, (Tell(run, ("record-review",), recorded),)
