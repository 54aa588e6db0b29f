"""Hours of several days beside each other, each the darker the more: a day's course and a week's at one look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from appliance.desk.reports.columns import Column, value
from appliance.desk.reports.model import Report
from appliance.desk.reports.saying import said

SHADES = 8
HOURS = range(24)


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour: `shade` is 0 for nothing, SHADES for the highest of all."""

    text: str
    shade: int


def heat(report: Report, one: Column) -> list[tuple[date, Sequence[Cell | None]]]:
    """Each day with its hours, None for those that were not asked for; nothing for less than two days.

    Nothing either where an hour is there twice, as the clocks are put back: no value may hide another.
    """
    found = {(line.since.date(), line.since.hour): value(one, line.figures) for line in report.parts}
    days = sorted({day for day, _ in found})
    if report.question.by != "hour" or len(days) < 2 or len(found) < len(report.parts):
        return []
    highest = max((each for each in found.values() if each), default=0)

    def cell(day: date, hour: int) -> Cell | None:
        if (day, hour) not in found:
            return None
        each = found[day, hour]
        return Cell(said(one.unit, each) if each else "", ceil(SHADES * each / highest) if each else 0)

    return [(day, [cell(day, hour) for hour in HOURS]) for day in days]
