"""Facts about what was dialled at desk phones."""

from datetime import datetime

from appliance.contact.codes.model import Order
from appliance.events import Event

USED = "code.used"
PIN_WRONG = "code.pin-wrong"


def used(phone: str, agent: str, order: Order, outcome: str, at: datetime) -> Event:
    """`outcome` is done, or the code of the refusal that was spoken; digits that were typed in secret are not told."""
    data = {"phone": phone, "agent": agent, "action": order.action.value, "about": order.about, "outcome": outcome}
    return Event(USED, at, data=data)


def pin_wrong(phone: str, agent: str, at: datetime) -> Event:
    return Event(PIN_WRONG, at, data={"phone": phone, "agent": agent})
