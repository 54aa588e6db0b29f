"""When customers may be called: the spans that flows know, and calendars, asked for the next opening."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from appliance.contact.ivr.calendar import Calendar, next_opening
from appliance.contact.ivr.fields import spans as parsed


class SiteHours:
    """Spans as flows write them (`mon-fri 09:00-18:00`) and calendars by name, in the site's time zone."""

    def __init__(self, zone: tzinfo, calendar: Callable[[str], Calendar | None]) -> None:
        self._zone, self._calendar = zone, calendar

    def opens(self, spans: Sequence[str], calendar: str, at: datetime) -> datetime | None:
        """`at` while both are open (always, without any), else the next opening; None without one in a year.

        A calendar that is not there closes nothing: calls come first.
        """
        named = self._calendar(calendar) if calendar else None
        chosen = [Calendar(spans=parsed(spans))] if spans else []
        found = next_opening([*chosen, *([named] if named else [])], at.astimezone(self._zone))
        return found.astimezone(at.tzinfo) if found else None

    def said(self, moment: datetime) -> str:
        """The moment in the site's time."""
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}"
