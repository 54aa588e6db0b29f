"""The periods and hours in which caps count, by the site's clock."""

from datetime import datetime, timedelta, tzinfo

from appliance.contact.routes.model import Cap, Period


def begins(period: Period, at: datetime, zone: tzinfo) -> datetime:
    """When the period that `at` lies in began."""
    local = at.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    return local if period is Period.HOUR else local.replace(hour=0)


def ends(period: Period, at: datetime, zone: tzinfo) -> datetime:
    """When that period is over."""
    start = begins(period, at, zone)
    return start + timedelta(hours=1) if period is Period.HOUR else start + timedelta(days=1)


def counts(cap: Cap, at: datetime, zone: tzinfo) -> bool:
    """Whether the cap looks at calls of that moment; hours that end before they begin run past midnight."""
    if not cap.hours:
        return True
    first, last = cap.hours.split("-")
    clock = at.astimezone(zone).strftime("%H:%M")
    return first <= clock < last if first < last else clock >= first or clock < last
