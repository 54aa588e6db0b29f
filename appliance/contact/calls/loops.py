"""Calls that come round: out by a trunk, diverted by whoever was called, and in again."""

from collections.abc import Iterable

from appliance.contact.calls.model import Call, Direction, Role


def comes_round(call: Call, number: str, calls: Iterable[Call], diverted_by: str = "") -> bool:
    """Whether the call, sent on to `number` (E.164), would be one that has been there, or is on its way already.

    It was there if it was `diverted_by` (E.164) that number. It is on its way if another open call with a leg to that
    number has the same caller, or shows there what is our caller now.
    """
    if call.direction is not Direction.INBOUND or not call.trunk or not number:
        return False
    if diverted_by == number:
        return True
    if not call.caller:
        return False
    return any(
        leg.e164 == number and call.caller in (other.caller if other.trunk else "", leg.shown)
        for other in calls
        if other.id != call.id
        for leg in other.live_legs
        if leg.role is Role.OUTSIDE
    )
