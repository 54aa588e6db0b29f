"""Values and periods as people read them, in a page as in a file."""

from datetime import datetime, timedelta

from appliance.desk.contacts.model import clock
from appliance.desk.reports.columns import Unit

NOTHING = "–"
DAY = timedelta(days=1)


def said(unit: Unit, value: float | None) -> str:
    """A value as text: lengths of time as m:ss, from an hour on as h:mm:ss."""
    if value is None:
        return NOTHING
    match unit:
        case Unit.COUNT:
            return f"{round(value):,}"
        case Unit.NUMBER:
            return f"{value:,.2f}"
        case Unit.PERCENT:
            return f"{value:.1f} %"
        case Unit.SECONDS:
            return clock(value)
    return clock(value / 1000)


def part(by: str, since: datetime, until: datetime) -> str:
    """A part of a period: its day, hours or month; a week by its first and last day."""
    match by:
        case "month":
            return f"{since:%Y-%m}"
        case "week":
            return f"{since:%Y-%m-%d} – {until - DAY:%m-%d}"
        case "day":
            return f"{since:%Y-%m-%d}"
    return f"{since:%m-%d %H:%M}"


def period(since: datetime, until: datetime) -> str:
    """A period by its first and last day, or by its moments where it is not of whole days."""
    midnights = since.strftime("%H%M") == until.strftime("%H%M") == "0000"
    if midnights:
        last = until - DAY
        return f"{since:%Y-%m-%d}" if last.date() == since.date() else f"{since:%Y-%m-%d} – {last:%Y-%m-%d}"
    return f"{since:%Y-%m-%d %H:%M} – {until:%Y-%m-%d %H:%M}"
