"""When a report is to be sent next."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from appliance.desk.reports.posting.model import Every

DAY = timedelta(days=1)
LONGEST = 62
"""Days within which every plan comes round."""


def next_due(every: Every, day: int, at: str, after: datetime, zone: tzinfo) -> datetime:
    """The first time beyond `after`; a moment that the clocks leave out is the one an hour later."""
    wanted, first = time.fromisoformat(at), after.astimezone(zone).date()
    for number in range(LONGEST):
        on = first + number * DAY
        if _is_day(every, day, on) and (found := datetime.combine(on, wanted, zone).astimezone(UTC)) > after:
            return found
    raise ValueError(f"{every} {day} {at} never comes")


def latest_due(every: Every, day: int, at: str, due: datetime, now: datetime, zone: tzinfo) -> datetime:
    """Of the times from `due` to `now` the last one: what was missed is sent once."""
    while (later := next_due(every, day, at, due, zone)) <= now:
        due = later
    return due


def _is_day(every: Every, day: int, on: date) -> bool:
    match every:
        case Every.DAY:
            return True
        case Every.WEEK:
            return on.weekday() == day
    return on.day == min(day, monthrange(on.year, on.month)[1])
