"""Facts about alarms for the ledger."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from appliance.events import Event
from appliance.node.alarms.model import Alarm

RAISED, CLEARED = "alarm.raised", "alarm.cleared"
KINDS = (RAISED, CLEARED)


def raised(alarm: Alarm) -> Event:
    return Event(RAISED, alarm.since, data=_named(alarm) | {"severity": alarm.severity.value, "detail": alarm.detail})


def cleared(alarm: Alarm, at: datetime, cause: str = "", author: str = "") -> Event:
    """`cause` is "" where the reason of the alarm is gone, `restart` or `person` where it may not be."""
    more = {"cause": cause, "author": author}
    data = _named(alarm) | {"since": alarm.since.isoformat()} | {key: value for key, value in more.items() if value}
    return Event(CLEARED, at, data=data)


def left_standing(events: Iterable[Event], process: str) -> tuple[Alarm, ...]:
    """What the events of one process raised and never cleared."""
    standing: dict[tuple[str, str], Alarm] = {}
    for event in events:
        data = event.data
        key = data["code"], data["subject"]
        if data["process"] != process:
            continue
        if event.kind == RAISED:
            standing[key] = Alarm(*key, data["detail"], event.at, process)
        else:
            standing.pop(key, None)
    return tuple(standing.values())


def _named(alarm: Alarm) -> dict[str, Any]:
    return {"code": alarm.code, "subject": alarm.subject, "process": alarm.process}
