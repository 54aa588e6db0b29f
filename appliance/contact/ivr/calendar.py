"""Opening hours: weekly spans, with holidays, swapped workdays and days of their own hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

A_YEAR = 366
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` until before `end` on the given days (0 is Monday); `end` of 00:00 is midnight."""

    days: frozenset[int]
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekly hours and the days that differ from them.

    `holidays` are closed; `workdays` have the hours of another weekday (0 is Monday); `special` days have hours of
    their own. A workday is stronger than a holiday, a special day than both.
    """

    name: str = ""
    spans: tuple[Span, ...] = ()
    holidays: frozenset[date] = frozenset()
    workdays: Mapping[date, int] = field(default_factory=dict)
    special: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    def is_open(self, now: datetime) -> bool:
        """Whether `now` (site time) lies in the hours of today, or in those of yesterday that run past midnight."""
        today, clock = now.date(), now.time().replace(tzinfo=None)
        late = any(clock < span.end for span in self._hours(today - timedelta(days=1)) if _past_midnight(span))
        return late or any(_covers(span, clock) for span in self._hours(today))

    def is_holiday(self, now: datetime) -> bool:
        """Whether the day of `now` (site time) is a holiday on which nothing else was arranged."""
        day = now.date()
        return day in self.holidays and day not in self.workdays and day not in self.special

    def starts(self, day: date) -> tuple[time, ...]:
        """When it opens on that day."""
        return tuple(span.start for span in self._hours(day))

    def _hours(self, day: date) -> tuple[Span, ...]:
        if day in self.special:
            return self.special[day]
        if day in self.holidays and day not in self.workdays:
            return ()
        weekday = self.workdays.get(day, day.weekday())
        return tuple(span for span in self.spans if weekday in span.days)


def is_open(spans: tuple[Span, ...], now: datetime) -> bool:
    """Whether `now` (site time) lies in one of the spans; one that ends before it starts runs past midnight."""
    return Calendar(spans=spans).is_open(now)


def next_opening(calendars: Sequence[Calendar], at: datetime) -> datetime | None:
    """`at` (site time) if all are open then (always, without any), else when they next are; None for not in a year."""

    def is_open_at(moment: datetime) -> bool:
        return all(calendar.is_open(moment) for calendar in calendars)

    if is_open_at(at):
        return at
    for day in (at.date() + timedelta(days=ahead) for ahead in range(A_YEAR)):
        starts = sorted({start for calendar in calendars for start in calendar.starts(day)})
        for moment in (datetime.combine(day, start, at.tzinfo) for start in starts):
            if moment > at and is_open_at(moment):
                return moment
    return None


def _past_midnight(span: Span) -> bool:
    return span.start >= span.end


def _covers(span: Span, clock: time) -> bool:
    return clock >= span.start and (_past_midnight(span) or clock < span.end)
