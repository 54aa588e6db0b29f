"""Opening hours of call-backs: the spans that flows know, asked for the next opening."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from appliance.contact.ivr.calendar import is_open
from appliance.contact.ivr.fields import spans as parsed

WEEK = 7


class SiteHours:
    """Spans as flows write them (`mon-fri 09:00-18:00`), in the site's time zone."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def opens(self, spans: Sequence[str], now: datetime) -> datetime:
        """`now` while open (always, without spans), else the next opening; after a week without one, a week on."""
        local = now.astimezone(self._zone)
        chosen = parsed(spans)
        if not chosen or is_open(chosen, local):
            return now
        days = (local.date() + timedelta(days=day) for day in range(WEEK + 1))
        starts = (datetime.combine(day, each.start, self._zone) for day in days for each in chosen)
        ahead = sorted(start for start in starts if start > local and is_open(chosen, start))
        return ahead[0].astimezone(now.tzinfo) if ahead else now + timedelta(days=WEEK)
