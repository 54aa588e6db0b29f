"""A calendar as people write it, read with every problem named at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from appliance.contact.ivr.calendar import EVERY_DAY, Calendar, Span
from appliance.contact.ivr.errors import CalendarFaulty
from appliance.contact.ivr.fields import Reader, clock_span, dates, spans, weekday
from appliance.contact.ivr.problem import Problem


def parse_calendar(name: str, document: Mapping[str, Any]) -> Calendar:
    """Weekly `spans`, `holidays` such as `2026-10-01/2026-10-07`, `workdays` such as `2026-10-10 fri` (the hours of
    a Friday), and `special` days such as `2026-12-31 09:00-12:00`; raises CalendarFaulty."""
    problems: list[Problem] = []
    read = Reader("", document, problems)
    calendar = Calendar(
        name,
        read.take("spans", spans),
        read.take("holidays", dates, frozenset()),
        read.take("workdays", _workdays, {}),
        read.take("special", _special, {}),
    )
    read.finish()
    if problems:
        raise CalendarFaulty(name, problems)
    return calendar


def _workdays(value: Any) -> Mapping[date, int]:
    return {date.fromisoformat(day): weekday(like or "mon") for day, _, like in map(_parted, value)}


def _special(value: Any) -> Mapping[date, tuple[Span, ...]]:
    found: dict[date, tuple[Span, ...]] = {}
    for day, _, hours in map(_parted, value):
        at = date.fromisoformat(day)
        found[at] = (*found.get(at, ()), clock_span(hours, EVERY_DAY))
    return found


def _parted(text: str) -> tuple[str, str, str]:
    return text.strip().partition(" ")
