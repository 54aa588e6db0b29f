"""Lines of trunks: each leg to or from the network takes one, from its first moment to its last.

A leg to the outside counts for its trunk, for the route that led there, and for the group that the route named.
"""

import math
from collections.abc import Iterator
from typing import Any

from appliance.contact.calls.model import Role
from appliance.contact.statistics.model import Fact, Subject
from appliance.contact.statistics.tally import Tally

TRUNK, ROUTE, GROUP = Subject.TRUNK.value, Subject.ROUTE.value, Subject.GROUP.value
MINUTE_MS, PARTS = 60_000, 1000


def taken(call: dict[str, Any], fact: Fact, tally: Tally) -> None:
    """A leg begins; one to the outside of before legs told their trunk went by that of its call."""
    role, trunk = fact.data["role"], fact.data.get("trunk") or call["trunk"]
    if not trunk or role not in (Role.CALLER, Role.OUTSIDE):
        return
    call["lines"][fact.leg] = {TRUNK: trunk, "at": fact.at, "out": role == Role.OUTSIDE}
    if role == Role.OUTSIDE:
        tally.add(TRUNK, trunk, fact.at, "placed")


def routed(call: dict[str, Any], fact: Fact, tally: Tally) -> None:
    """The way that a leg has been given."""
    if line := call["lines"].get(fact.leg):
        data = fact.data
        line |= {ROUTE: data["route"], GROUP: data.get("group", ""), "rate": float(data["rate"])}
        for subject in (ROUTE, GROUP):
            if line[subject]:
                tally.add(subject, line[subject], fact.at, "placed")


def answered(call: dict[str, Any], fact: Fact, tally: Tally) -> None:
    line = call["lines"].get(fact.leg)
    if line and line["out"] and "answered" not in line:
        line["answered"] = fact.at
        for subject, name in _names(line):
            tally.add(subject, name, fact.at, "answered")


def of(call: dict[str, Any], leg: str) -> str:
    """The trunk that a leg goes by, "" for none."""
    line = call["lines"].get(leg)
    return str(line[TRUNK]) if line else ""


def freed(call: dict[str, Any], leg: str, at: int, tally: Tally, cause: int | None = None) -> None:
    """A leg is over."""
    if (line := call["lines"].pop(leg, None)) is None:
        return
    tally.spend(TRUNK, line[TRUNK], line["at"], at, "busy_ms")
    if not line["out"]:
        return
    for subject, name in _names(line):
        if "answered" in line:
            tally.spend(subject, name, line["answered"], at, "talked_ms")
            _charge(subject, name, line, at, tally)
        else:
            tally.add(subject, name, at, f"cause:{cause or 0}")


def _charge(subject: str, name: str, line: dict[str, Any], at: int, tally: Tally) -> None:
    """Each started minute in full, as caps count it, in thousandths of the route's money."""
    if rate := line.get("rate"):
        minutes = math.ceil(max(0, at - line["answered"]) / MINUTE_MS)
        tally.add(subject, name, at, "cost_thousandths", round(PARTS * rate * minutes))


def _names(line: dict[str, Any]) -> Iterator[tuple[str, str]]:
    return ((subject, line[subject]) for subject in (TRUNK, ROUTE, GROUP) if line.get(subject))
