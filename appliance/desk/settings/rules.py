"""What fields of one document say about each other."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from appliance.desk.settings import errors
from appliance.desk.settings.model import Fault


def together(kind: str, body: Mapping[str, Any]) -> list[Fault]:
    """What is wrong between fields that are each well written."""
    rule = _RULES.get(kind)
    return list(rule(body)) if rule else []


def _agent(body: Mapping[str, Any]) -> Iterator[Fault]:
    lines = body.get("lines", 1)
    if body.get("capacity", 1) > lines:
        yield Fault(errors.SettingOutOfRange.code, "capacity", {"least": "1", "most": str(lines)})


def _queue(body: Mapping[str, Any]) -> Iterator[Fault]:
    for number, step in enumerate(body.get("overflow", ()), 1):
        if bool(step.get("queue")) == bool(step.get("exit")):
            yield Fault(errors.SettingEitherOr.code, f"overflow.{number}.queue", {})


def _trunk(body: Mapping[str, Any]) -> Iterator[Fault]:
    sip = bool(body.get("match") or body.get("host"))
    if bool(body.get("group")) is sip:
        yield Fault(errors.SettingEitherOr.code, "group", {})


def _retention(body: Mapping[str, Any]) -> Iterator[Fault]:
    least, most = body.get("minimum", 1), body.get("maximum", 0)
    if most and most < least:
        yield Fault(errors.SettingOutOfRange.code, "maximum", {"least": str(least), "most": "36500"})


def _disk(body: Mapping[str, Any]) -> Iterator[Fault]:
    if body.get("full", 95) <= body.get("warn", 85):
        yield Fault(errors.SettingOutOfRange.code, "full", {"least": str(body.get("warn", 85) + 1), "most": "100"})


_RULES: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Fault]]] = {
    "agent": _agent,
    "queue": _queue,
    "trunk": _trunk,
    "retention": _retention,
    "recording-disk": _disk,
}
