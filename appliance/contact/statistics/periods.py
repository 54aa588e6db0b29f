"""Moments as whole milliseconds since 1970, and the parts of periods in a zone."""

from datetime import UTC, datetime, timedelta, tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
PARTS = ("15m", "hour", "day", "week", "month")
"""Lengths of the parts that figures are given in; a week begins on Monday."""


def milliseconds(moment: datetime) -> int:
    """Whole milliseconds since 1970, cut off."""
    return (moment - EPOCH) // _MS


def start_of(at: int, by: str, zone: tzinfo) -> datetime:
    """When the part began in which the millisecond lies, in the zone."""
    moment = (EPOCH + at * _MS).astimezone(zone)
    match by:
        case "day" | "week" | "month":
            midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
            back = {"day": 0, "week": moment.weekday(), "month": moment.day - 1}[by]
            return (midnight - timedelta(days=back)).replace(fold=0)
        case "hour":
            return moment.replace(minute=0, second=0, microsecond=0)
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)


def end_of(start: datetime, by: str) -> datetime:
    """When the part ends that begins at `start`, which is in the zone; days of 23 and 25 hours are whole days."""
    match by:
        case "month":
            return (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        case "day" | "week":
            # Times of one zone are added as its clocks show them.
            return start + timedelta(days=1 if by == "day" else 7)
    step = timedelta(hours=1) if by == "hour" else timedelta(minutes=15)
    return (start.astimezone(UTC) + step).astimezone(start.tzinfo)
