"""Fields of a document as people write it: read one by one, with everything wrong noted, nothing raised."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from typing import Any, TypeVar

from appliance.contact.ivr.calendar import Span
from appliance.contact.ivr.problem import Problem

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYS = frozenset("0123456789*#")
VARIABLE = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST_RANGE = 366
T = TypeVar("T")
FAULTS = (ValueError, TypeError, AttributeError, KeyError, OverflowError, re.error)


class Reader:
    """The fields below `where`; what is wrong or left over becomes a problem."""

    def __init__(self, where: str, fields: Mapping[str, Any], problems: list[Problem]) -> None:
        self.where, self._left, self.problems = where, dict(fields), problems

    def has(self, key: str) -> bool:
        return key in self._left

    def take(self, key: str, check: Callable[[Any], T], default: T | None = None) -> T:
        """A field checked; its default, or an empty value, if it is missing or cannot be so."""
        if key not in self._left:
            if default is None:
                self.wrong("flow-field-missing", key)
                return check("")
            return default
        value = self._left.pop(key)
        try:
            return check(value)
        except FAULTS:
            self.wrong("flow-field-wrong", key, value=_short(value))
            return default if default is not None else check("")

    def finish(self) -> None:
        """What nobody took is not known."""
        for key in self._left:
            self.wrong("flow-field-unknown", key)

    def wrong(self, code: str, key: str, **details: Any) -> None:
        self.problems.append(Problem(code, f"{self.where}.{key}" if self.where else key, details))


def texts(value: Any) -> tuple[str, ...]:
    """Prompt keys: one, or a list of them."""
    if isinstance(value, str):
        return (value,) if value else ()
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item for item in value):
        raise ValueError(value)
    return tuple(value)


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def key_targets(value: Any) -> Mapping[str, str]:
    """Keys of a telephone, each with the node it leads to."""
    if value == "":
        return {}
    if not value or not set(value) <= KEYS or not all(isinstance(target, str) for target in value.values()):
        raise ValueError(value)
    return dict(value)


def named_targets(value: Any) -> Mapping[str, str]:
    """Names of exits, each with the node it leads to."""
    if not all(isinstance(exit_, str) and isinstance(target, str) for exit_, target in value.items()):
        raise ValueError(value)
    return dict(value)


def key_set(value: Any) -> str:
    """Some keys of a telephone."""
    if not isinstance(value, str) or not set(value) <= KEYS:
        raise ValueError(value)
    return value


def one_of(*known: str) -> Callable[[Any], str]:
    """One of these words; the empty value is the first."""

    def check(value: Any) -> str:
        if value == "":
            return known[0]
        if value not in known:
            raise ValueError(value)
        return str(value)

    return check


def variable(value: Any) -> str:
    """The name of a variable: small letters, digits and `_`."""
    if value != "" and not VARIABLE.fullmatch(value):
        raise ValueError(value)
    return str(value)


def text_values(value: Any) -> Mapping[str, str]:
    """Variables, each with a text."""
    if value == "":
        return {}
    if not isinstance(value, Mapping) or not value or not all(isinstance(item, str) for item in value.values()):
        raise ValueError(value)
    return {variable(name): item for name, item in value.items()}


def members(value: Any) -> Mapping[str, str]:
    """Members of a JSON object, each with a text."""
    if value == "":
        return {}
    if not isinstance(value, Mapping) or not all(isinstance(item, str) for item in value.values()):
        raise ValueError(value)
    return dict(value)


def pattern(value: Any) -> str:
    """A regular expression."""
    re.compile(value)
    return text(value)


def whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(value)
    return value


def positive(value: Any) -> int:
    if whole(value) <= 0:
        raise ValueError(value)
    return int(value)


def levels(value: Any) -> Mapping[str, int]:
    if value == "":
        return {}
    if not all(isinstance(skill, str) and 1 <= whole(level) <= 9 for skill, level in value.items()):
        raise ValueError(value)
    return dict(value)


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def spans(value: Any) -> tuple[Span, ...]:
    """Several of `mon-fri 09:00-18:00`, `sat,sun 10:00-16:00` or `daily 00:00-00:00`."""
    return tuple(_span(item) for item in value)


def clock_span(value: str, days: frozenset[int]) -> Span:
    """`09:00-18:00`."""
    start, _, end = value.strip().partition("-")
    return Span(days, _clock(start), _clock(end))


def dates(value: Any) -> frozenset[date]:
    """Several of `2026-10-01` or `2026-10-01/2026-10-07`."""
    if isinstance(value, str) and value:
        raise ValueError(value)
    return frozenset(day for item in value for day in _range(item))


def weekday(value: str) -> int:
    """0 for `mon`."""
    return DAYS.index(value)


def _range(value: Any) -> list[date]:
    first, _, last = str(value).partition("/")
    start = date.fromisoformat(first)
    days = ((date.fromisoformat(last) if last else start) - start).days
    if not 0 <= days <= LONGEST_RANGE:
        raise ValueError(value)
    return [start + timedelta(days=number) for number in range(days + 1)]


def _span(value: str) -> Span:
    days, _, hours = value.strip().partition(" ")
    return clock_span(hours, _days(days))


def _clock(value: str) -> time:
    at = time.fromisoformat(value)
    if at.tzinfo:
        raise ValueError(value)
    return at


def _days(value: str) -> frozenset[int]:
    if value == "daily":
        return frozenset(range(7))
    chosen: set[int] = set()
    for part in value.split(","):
        match = re.fullmatch(r"([a-z]{3})(?:-([a-z]{3}))?", part)
        if not match:
            raise ValueError(part)
        first = DAYS.index(match[1])
        last = DAYS.index(match[2] or match[1])
        chosen |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
    return frozenset(chosen)


def _short(value: Any) -> str:
    shown = value if isinstance(value, str) else repr(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"
