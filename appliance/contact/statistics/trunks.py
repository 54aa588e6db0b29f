"""Lines of trunks: each leg to or from the network takes one, from its first moment to its last."""

from typing import Any

from appliance.contact.calls.model import Role
from appliance.contact.statistics.model import Fact, Subject
from appliance.contact.statistics.tally import Tally

TRUNK = Subject.TRUNK.value


def taken(call: dict[str, Any], fact: Fact, tally: Tally) -> None:
    """A leg begins; one to the outside of before legs told their trunk went by that of its call."""
    role, trunk = fact.data["role"], fact.data.get("trunk") or call["trunk"]
    if not trunk or role not in (Role.CALLER, Role.OUTSIDE):
        return
    call["lines"][fact.leg] = [trunk, fact.at]
    if role == Role.OUTSIDE:
        tally.add(TRUNK, trunk, fact.at, "placed")


def of(call: dict[str, Any], leg: str) -> str:
    """The trunk that a leg goes by, "" for none."""
    line = call["lines"].get(leg)
    return line[0] if line else ""


def freed(call: dict[str, Any], leg: str, at: int, tally: Tally) -> None:
    """A leg is over."""
    if line := call["lines"].pop(leg, None):
        tally.spend(TRUNK, line[0], line[1], at, "busy_ms")
