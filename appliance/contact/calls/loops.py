"""Calls that come round: out by a trunk, diverted by whoever was called, and in again."""

from collections.abc import Iterable

from appliance.contact.calls.model import Call, Direction, Role


def comes_round(call: Call, number: str, calls: Iterable[Call]) -> bool:
    """Whether the call, sent on to `number` (E.164), would be one that is on its way there already.

    It is, if another open call with a leg to that number has the same caller, or shows there what is our caller now.
    """
    if call.direction is not Direction.INBOUND or not call.trunk or not call.caller or not number:
        return False
    return any(
        leg.e164 == number and call.caller in (other.caller if other.trunk else "", leg.shown)
        for other in calls
        if other.id != call.id
        for leg in other.live_legs
        if leg.role is Role.OUTSIDE
    )
