"""Reports: the figures of the pages as JSON, for the same periods and names."""

from datetime import timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from flask import Blueprint
from pydantic import Field

from appliance.desk.reports.columns import COLUMNS, value
from appliance.desk.reports.model import Against, Kind, Line, Question
from appliance.desk.reports.spans import CHOSEN, part_for, span
from appliance.desk.reports.wording import definition, label
from manager.api.errors import RequestInvalid
from manager.api.operation import operation
from manager.api.shapes import WRITTEN, Asked, Moment, Shape
from manager.errors import NotThere
from manager.pages.reports import made
from manager.present import language
from manager.wiring import console

resource = Blueprint("api-reports", __name__, url_prefix="/api/v1/reports")
DAY = timedelta(days=1)

Name = Annotated[str, Field(max_length=100, pattern=f"^{WRITTEN}$")]
Names = Annotated[list[Name], Field(max_length=200)]


class ReportQuestion(Shape):
    """Which period, in which parts, of which names, beside which other period."""

    period: Literal[
        "today", "yesterday", "this-week", "last-week", "last-7", "last-30", "this-month", "last-month", "last-365",
        "chosen",
    ] = Field("today", description="`chosen` needs since and until.")  # fmt: skip
    since: Asked | None = None
    until: Asked | None = Field(None, description="400 days after `since` at most.")
    by: Literal["", "15m", "hour", "day", "week", "month"] = Field(
        "", description="The length of parts; coarser where the period is long."
    )
    name: Names | Name = Field([], description="Once or often; without it all that the token may see.")
    against: Literal["", "before", "year"] = Field("", description="The time directly before, or a year ago.")


class Figure(Shape):
    """One column of a report."""

    figure: str = Field(description="Its name, stable for ever.")
    label: str = Field(description="What people call it, in the caller's language.")
    unit: str = Field(description="count, number, percent, s or ms.")
    definition: str = Field(description="How it is counted, in the caller's language.")


class FigureLine(Shape):
    """The figures of one name or one part of the period; null where there is nothing to divide by."""

    name: str = Field(description="Empty for all.")
    label: str
    since: Moment
    until: Moment
    figures: dict[str, int | float | None]
    before: dict[str, int | float | None] | None = Field(description="Those of the compared period; null for none.")


class Report(Shape):
    """A report: of everything, of each name, and of each part of the period."""

    kind: str
    since: Moment
    until: Moment
    by: str
    total: FigureLine
    names: list[FigureLine]
    parts: list[FigureLine]


class Definitions(Shape):
    """The columns of a report and how each is counted."""

    items: list[Figure]


@resource.get("/<kind>")
@operation("reports.see")
def one(kind: str, asked: ReportQuestion) -> Report:
    """One report: queue, agent, team, number, node or trunk."""
    question = _question(_kind(kind), asked)
    report = made(question)
    return Report(
        kind=question.kind.value,
        since=question.since,
        until=report.question.until,
        by=question.by,
        total=_line(question.kind, report.total),
        names=[_line(question.kind, line) for line in report.names],
        parts=[_line(question.kind, line) for line in report.parts],
    )


@resource.get("/<kind>/definitions")
@operation("reports.see")
def definitions(kind: str) -> Definitions:
    """The figures of a report and how each is counted."""
    of, tongue = _kind(kind), language()
    columns = [(one.figure, one.unit.value) for one in COLUMNS[of]]
    return Definitions(
        items=[
            Figure(figure=name, unit=unit, label=label(of, name, tongue), definition=definition(of, name, tongue))
            for name, unit in columns
        ]
    )


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise NotThere() from None


def _question(kind: Kind, asked: ReportQuestion) -> Question:
    if {bool(asked.since), bool(asked.until)} != {asked.period == CHOSEN}:
        says = "since and until belong to the period `chosen`, and are needed there"
        raise RequestInvalid(field="period", says=says, problems=[{"in": "query", "field": "period", "says": says}])
    zone, texts = ZoneInfo(console().settings.time_zone), {"since": "", "until": ""}
    for name in texts:
        if at := getattr(asked, name):
            texts[name] = at.isoformat()
    since, until = span(asked.period, console().clock.now(), zone, texts["since"], texts["until"])
    names = (asked.name,) if isinstance(asked.name, str) else tuple(asked.name)
    return Question(kind, since, until, part_for(asked.by, since, until), names, Against(asked.against))


def _line(kind: Kind, line: Line) -> FigureLine:
    def told(figures: Any) -> dict[str, int | float | None]:
        return {one.figure: value(one, figures) for one in COLUMNS[kind]}

    return FigureLine(
        name=line.name,
        label=line.label,
        since=line.since,
        until=line.until,
        figures=told(line.figures),
        before=None if line.before is None else told(line.before),
    )
