"""When a customer is tried again, and when no more."""

from datetime import datetime, timedelta

from appliance.contact.acd.model import Queue
from appliance.contact.callback.model import CallBack


def again(callback: CallBack, rule: Queue, now: datetime) -> datetime | None:
    """When a call-back that was dialled in vain is in line again; None when its last attempt is used up."""
    if callback.attempts >= max(1, rule.callback_attempts):
        return None
    return now + timedelta(seconds=rule.callback_spacing)
