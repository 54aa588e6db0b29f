"""Feature codes: what is dialled, and what it does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Action(StrEnum):
    """What a code does; PICK_UP and PARK do one thing alone and another with digits after them."""

    SIGN_IN = "sign-in"
    SIGN_OUT = "sign-out"
    READY = "ready"
    PAUSE = "pause"
    UNDISTURBED = "do-not-disturb"
    WRAPPED_UP = "wrap-up-done"
    PICK_UP = "pick-up"
    PARK = "park"
    LISTEN = "listen"
    PAGE = "page"


CODES: Mapping[Action, str] = {
    Action.SIGN_IN: "*81",
    Action.SIGN_OUT: "*82",
    Action.READY: "*83",
    Action.PAUSE: "*84",
    Action.UNDISTURBED: "*85",
    Action.WRAPPED_UP: "*80",
    Action.PICK_UP: "*8",
    Action.PARK: "*7",
    Action.LISTEN: "*97",
    Action.PAGE: "*3",
}
REASONS: Mapping[str, str] = {"1": "break", "2": "lunch", "3": "meeting", "4": "training", "5": "desk work"}
TAKES = frozenset({Action.SIGN_IN, Action.PAUSE, Action.PICK_UP, Action.PARK, Action.LISTEN, Action.PAGE})
"""Codes that more digits may follow: agent number, reason, phone or agent, slot, box, page group."""


@dataclass(frozen=True, slots=True)
class CodeTable:
    """The codes of a site, and the pauses by the digits that stand for them."""

    codes: Mapping[Action, str] = field(default_factory=lambda: dict(CODES))
    reasons: Mapping[str, str] = field(default_factory=lambda: dict(REASONS))


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody at a phone has dialled; `about` are the digits after the code."""

    action: Action
    about: str = ""
