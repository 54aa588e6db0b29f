"""When a customer is tried again, and when no more."""

from datetime import datetime, timedelta

from appliance.contact.acd.model import Queue
from appliance.contact.callback.model import CallBack, Outcome


def again(callback: CallBack, rule: Queue, why: str, now: datetime) -> datetime | None:
    """When a call-back that was dialled in vain is in line again; None when its last attempt is used up.

    People whose machine answered are somewhere else, and have a wait of their own.
    """
    if callback.attempts >= max(1, rule.callback_attempts):
        return None
    machine = why == Outcome.MACHINE
    return now + timedelta(seconds=rule.callback_machine_spacing if machine else rule.callback_spacing)
