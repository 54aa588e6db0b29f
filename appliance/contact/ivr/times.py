"""Times of day as callers key them."""

from datetime import datetime, timedelta

TIME = "HHMM"


def next_time(digits: str, now: datetime) -> datetime | None:
    """The next moment after `now`, in its zone, at which a clock shows these four digits; None if none does."""
    if len(digits) != len(TIME) or not digits.isdecimal() or int(digits[:2]) > 23 or int(digits[2:]) > 59:
        return None
    today = now.replace(hour=int(digits[:2]), minute=int(digits[2:]), second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
