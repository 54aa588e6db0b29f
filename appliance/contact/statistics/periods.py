"""Moments as whole milliseconds since 1970, and the beginnings of periods in a zone."""

from datetime import UTC, datetime, timedelta, tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def milliseconds(moment: datetime) -> int:
    """Whole milliseconds since 1970, cut off."""
    return (moment - EPOCH) // _MS


def start_of(at: int, by: str, zone: tzinfo) -> datetime:
    """When the 15m, hour or day began in which the millisecond lies, in the zone."""
    moment = (EPOCH + at * _MS).astimezone(zone)
    match by:
        case "day":
            return moment.replace(hour=0, minute=0, second=0, microsecond=0)
        case "hour":
            return moment.replace(minute=0, second=0, microsecond=0)
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)
