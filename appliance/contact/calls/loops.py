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


def sent_back(call: Call, pbx: str, calls: Iterable[Call]) -> bool:
    """Whether a PBX, which does not know a number behind it, sends on to us what we have sent to it.

    It rings nobody there: another open call for that number has an unanswered leg to the PBX, and its caller is the
    same, or one of them shows none.
    """
    return call.trunk == pbx and any(
        leg.trunk == pbx and leg.answered_at is None
        for other in calls
        if other.id != call.id and other.dialled == call.dialled
        if other.caller == call.caller or not (other.caller and call.caller)
        for leg in other.live_legs
    )
