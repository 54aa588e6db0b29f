"""A queue as it is written down (a JSON object of rules), read into the model."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any

from appliance.contact.acd.model import (
    LONGEST_SCRIPT,
    MINUTES,
    CallBackMode,
    Overflow,
    Queue,
    Relaxation,
    Strategy,
    Switch,
)

_NUMBER = re.compile(r"(\+?[0-9]{2,32})?")
RULES = frozenset(item.name for item in fields(Queue)) - {"name"}


def parse(name: str, body: Mapping[str, Any]) -> Queue:
    """The queue of a document; rules it does not name have their defaults, names that are no rules are passed over."""
    return Queue(name, **{rule: rule_value(rule, value) for rule, value in body.items() if rule in RULES})


def queue_body(queue: Queue) -> Mapping[str, Any]:
    """The inverse of `parse`, in JSON values."""
    body = asdict(queue)
    del body["name"]
    return {rule: _plain(value) for rule, value in body.items()}


def rule_value(rule: str, value: Any) -> Any:
    """A rule's value from its JSON; raises ValueError, TypeError or KeyError on one of another kind."""
    if rule in _SHAPED:
        return _SHAPED[rule](value)
    default = _DEFAULTS[rule]
    if isinstance(default, bool) or isinstance(value, bool):
        fits = isinstance(default, bool) and isinstance(value, bool)
    elif isinstance(default, float):
        fits = isinstance(value, int | float) and value >= 0
    elif isinstance(default, int):
        fits = isinstance(value, int) and (value >= 0 or rule == "priority")
    else:
        fits = isinstance(value, str)
    if not fits:
        raise ValueError(value)
    return value


def _skills(value: Any) -> Mapping[str, int]:
    if not all(isinstance(level, int) and not isinstance(level, bool) and 1 <= level <= 9 for level in value.values()):
        raise ValueError(value)
    return dict(value)


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str) or not all(isinstance(item, str) and item for item in value):
        raise ValueError(value)
    return tuple(value)


def _steps(value: Any) -> tuple[int, ...]:
    if not all(type(minutes) is int and minutes in MINUTES for minutes in value):
        raise ValueError(value)
    return tuple(sorted(value))


def _number(value: Any) -> str:
    if not _NUMBER.fullmatch(value):
        raise ValueError(value)
    return str(value)


def _script(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_SCRIPT:
        raise ValueError("no text, or too long")
    return value


def _overflow(value: Any) -> tuple[Overflow, ...]:
    steps = tuple(Overflow(**{"after": -1, **step}) for step in value)
    for step in steps:
        if type(step.after) is not int or step.after < 0 or bool(step.queue) == bool(step.exit):
            raise ValueError(value)
    return tuple(sorted(steps, key=lambda step: step.after))


def _relax(value: Any) -> tuple[Relaxation, ...]:
    steps = tuple(Relaxation(**step) for step in value)
    for step in steps:
        levels = step.skills.values()
        if type(step.after) is not int or step.after < 0 or not all(type(level) is int for level in levels):
            raise ValueError(value)
        if not all(0 <= level <= 9 for level in levels):
            raise ValueError(value)
    return tuple(sorted(steps, key=lambda step: step.after))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


_DEFAULTS: Mapping[str, Any] = {item.name: getattr(Queue(""), item.name) for item in fields(Queue)}

_SHAPED: Mapping[str, Callable[[Any], Any]] = {
    "skills": _skills,
    "overflow": _overflow,
    "comfort": _texts,
    "announce_steps": _steps,
    "closed_message": _texts,
    "emergency_message": _texts,
    "callback_hours": _texts,
    "callback_never": _texts,
    "callback_mode": CallBackMode,
    "switch": Switch,
    "strategy": Strategy,
    "order": _texts,
    "outbound_number": _number,
    "relax": _relax,
    "script": _script,
}
