"""Who hears whom in a call that is being counted, and from that what each agent's leg does. All values are JSON's."""

from collections.abc import Sequence
from typing import Any

TALK, HOLD, NEITHER = "talk_ms", "hold_ms", ""


def joined(call: dict[str, Any], bridge: str, legs: Sequence[str]) -> None:
    """These legs, and no others, are in `bridge` from now on; whoever is put together is held no longer."""
    for leg in legs:
        parted(call, leg)
    call["held"] = [leg for leg in call["held"] if leg not in legs]
    call["bridges"][bridge] = list(legs)


def parted(call: dict[str, Any], leg: str) -> None:
    """The leg is in no bridge any more."""
    call["bridges"] = {
        name: left for name, members in call["bridges"].items() if (left := [one for one in members if one != leg])
    }


def doing(call: dict[str, Any], leg: str) -> str:
    """TALK, HOLD or NEITHER, by the rule that call records follow too (contact/calls/shares.py)."""
    bridges: dict[str, list[str]] = call["bridges"]
    members = next((members for members in bridges.values() if leg in members), None)
    if members is None:
        return NEITHER
    others = [other for other in members if other != leg]
    if leg in call["held"] or (others and all(other in call["held"] for other in others)):
        return HOLD
    if others:
        return TALK
    return HOLD if len(bridges) > 1 else NEITHER
