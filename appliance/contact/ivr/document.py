"""A flow as people write it (a TOML or JSON mapping), read into the model with every problem named at once."""

import re
from collections.abc import Callable, Mapping
from datetime import time
from typing import Any, TypeVar

from appliance.contact.ivr.errors import FlowFaulty
from appliance.contact.ivr.model import Enqueue, Flow, HangUp, Hours, Menu, Message, Node, Play, Span

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYS = frozenset("0123456789*#")
T = TypeVar("T")


class _Reader:
    """One node's fields; what is wrong or left over is noted, never raised."""

    def __init__(self, name: str, fields: Mapping[str, Any], problems: list[str]) -> None:
        self._name, self._left, self._problems = name, dict(fields), problems

    def take(self, key: str, check: Callable[[Any], T], default: T | None = None) -> T:
        if key not in self._left:
            if default is None:
                self._wrong(key, "is missing")
                return check("")
            return default
        value = self._left.pop(key)
        try:
            return check(value)
        except (ValueError, TypeError, AttributeError, KeyError):
            self._wrong(key, f"cannot be {value!r}")
            return default if default is not None else check("")

    def finish(self) -> None:
        for key in self._left:
            self._wrong(key, "is not known here")

    def _wrong(self, key: str, what: str) -> None:
        self._problems.append(f"{self._name}.{key} {what}")


def parse(name: str, document: Mapping[str, Any], version: int = 0) -> Flow:
    """The flow of a document with `start` and `nodes`; raises FlowFaulty with every problem."""
    problems: list[str] = []
    nodes: dict[str, Node] = {}
    listed = document.get("nodes")
    for node, fields in listed.items() if isinstance(listed, Mapping) else ():
        if parsed := _node(str(node), fields, problems):
            nodes[str(node)] = parsed
    problems += [f"{key} is not known here" for key in document if key not in ("start", "nodes")]
    start = str(document.get("start", ""))
    if not isinstance(listed, Mapping) or not listed:
        problems.append("nodes is missing or empty")
    elif start not in {str(name) for name in listed}:
        problems.append(f"start names no node: {start!r}")
    if problems:
        raise FlowFaulty(name, problems)
    return Flow(name, start, nodes, version)


def _node(name: str, fields: Any, problems: list[str]) -> Node | None:
    kind = str(fields.get("type", "")) if isinstance(fields, Mapping) else ""
    if kind not in _KINDS:
        problems.append(f"{name}.type must be one of {', '.join(sorted(_KINDS))}")
        return None
    reader = _Reader(name, {key: value for key, value in fields.items() if key != "type"}, problems)
    node = _KINDS[kind](reader)
    reader.finish()
    return node


def _play(read: _Reader) -> Node:
    return Play(read.take("prompts", _texts), read.take("next", str), read.take("whole", _flag, False))


def _menu(read: _Reader) -> Node:
    return Menu(
        read.take("prompts", _texts),
        read.take("keys", _keys),
        read.take("otherwise", str),
        read.take("seconds", _positive, 6),
        read.take("tries", _positive, 3),
        read.take("wrong_key", _texts, ("invalid-key",)),
        read.take("no_key", _texts, ("no-input",)),
    )


def _hours(read: _Reader) -> Node:
    return Hours(read.take("spans", _spans), read.take("open", str), read.take("closed", str))


def _queue(read: _Reader) -> Node:
    return Enqueue(
        read.take("queue", str),
        read.take("timed_out", str),
        read.take("priority", _whole, 0),
        read.take("prompts", _texts, ()),
        read.take("exits", _exits, {}),
        read.take("keys", _keys, {}),
    )


def _message(read: _Reader) -> Node:
    return Message(read.take("prompts", _texts), read.take("next", str), read.take("seconds", _positive, 120))


def _hangup(read: _Reader) -> Node:
    return HangUp(read.take("prompts", _texts, ()), read.take("closed_hours", _flag, False))


_KINDS: Mapping[str, Callable[[_Reader], Node]] = {
    "play": _play,
    "menu": _menu,
    "hours": _hours,
    "queue": _queue,
    "message": _message,
    "hangup": _hangup,
}


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item for item in value):
        raise ValueError(value)
    return tuple(value)


def _keys(value: Any) -> Mapping[str, str]:
    if value == "":
        return {}
    if not value or not set(value) <= KEYS or not all(isinstance(target, str) for target in value.values()):
        raise ValueError(value)
    return dict(value)


def _exits(value: Any) -> Mapping[str, str]:
    if not all(isinstance(exit_, str) and isinstance(target, str) for exit_, target in value.items()):
        raise ValueError(value)
    return dict(value)


def _spans(value: Any) -> tuple[Span, ...]:
    return tuple(_span(text) for text in value)


def _span(text: str) -> Span:
    """`mon-fri 09:00-18:00`, `sat,sun 10:00-16:00` or `daily 00:00-00:00`."""
    days, _, hours = text.strip().partition(" ")
    start, _, end = hours.strip().partition("-")
    return Span(_days(days), _clock(start), _clock(end))


def _clock(text: str) -> time:
    at = time.fromisoformat(text)
    if at.tzinfo:
        raise ValueError(text)
    return at


def _days(text: str) -> frozenset[int]:
    if text == "daily":
        return frozenset(range(7))
    chosen: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"([a-z]{3})(?:-([a-z]{3}))?", part)
        if not match:
            raise ValueError(part)
        first = DAYS.index(match[1])
        last = DAYS.index(match[2] or match[1])
        chosen |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
    return frozenset(chosen)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(value)
    return value


def _positive(value: Any) -> int:
    if _whole(value) <= 0:
        raise ValueError(value)
    return int(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value
