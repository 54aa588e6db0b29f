"""When somebody may be promised a call."""

from datetime import datetime, timedelta

from appliance.contact.acd.model import Queue
from appliance.contact.callback.errors import AppointmentPast, AppointmentWindow, OutsideHours
from appliance.contact.callback.model import Window
from appliance.contact.callback.ports import Hours


def window(rule: Queue, hours: Hours, at: datetime, until: datetime | None, now: datetime) -> Window:
    """`at` to `until` (by default the queue's `callback_window` after it); a Refusal where that cannot be kept."""
    if at <= now:
        raise AppointmentPast(at=hours.said(at), now=hours.said(now))
    opens = hours.opens(rule.callback_hours, rule.callback_calendar, at)
    if opens != at:
        raise OutsideHours(queue=rule.name, at=hours.said(at), next=hours.said(opens) if opens else "-")
    end = until or at + timedelta(seconds=rule.callback_window)
    if end <= at:
        raise AppointmentWindow(at=hours.said(at), until=hours.said(end))
    return Window(at, end)
