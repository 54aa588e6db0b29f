"""Numbers that called parties are to see, as people write them."""

from appliance.contact.calls.presentation import is_number
from appliance.daemons.engine.errors import OutboundNumberInvalid


def may_be_shown(number: str) -> str:
    """The number itself, "" being none; raises OutboundNumberInvalid."""
    if number and not is_number(number):
        raise OutboundNumberInvalid(number=number)
    return number
