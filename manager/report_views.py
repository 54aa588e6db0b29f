"""What a report's page shows of its values, and what its chart draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from appliance.desk.reports.columns import COLUMNS, Column, change, value
from appliance.desk.reports.model import Kind, Line, Question, Report
from appliance.desk.reports.saying import part, said
from appliance.desk.reports.service import LONGEST_DETAIL
from appliance.desk.reports.wording import definition, label
from manager.present import language

MOST_BARS = 40
MOST_ON_TOP = 6
KEPT = ("period", "since", "until", "by", "against")
LISTS = ("name", "show")


@dataclass(frozen=True, slots=True)
class Sight:
    """A report as its page shows it, in the reader's language; `period` is the name that was chosen."""

    report: Report
    period: str
    chosen: frozenset[str] = frozenset()

    @property
    def all(self) -> Sequence[Column]:
        """Every column that may be chosen."""
        return COLUMNS[self.report.question.kind]

    @property
    def columns(self) -> Sequence[Column]:
        return [one for one in self.all if one.figure in self.chosen] or self.all

    @property
    def main(self) -> Sequence[Column]:
        """Those on top: the main ones of the columns, or the first ones where none of them is."""
        return [one for one in self.columns if one.main] or self.columns[:MOST_ON_TOP]

    def file(self, form: str) -> str:
        """Where the same report is taken away as a file."""
        return url_for("report_files.take", form=form, kind=self.report.question.kind.value, **self.kept(LISTS))

    def kept(self, lists: Sequence[str] = ("show",)) -> dict[str, Any]:
        """What the address asks for, to be asked for again."""
        plain = {name: request.args[name] for name in KEPT if request.args.get(name)}
        return plain | {name: some for name in lists if (some := request.args.getlist(name))}

    def head(self, one: Column) -> str:
        return label(self.report.question.kind, one.figure, language())

    def figure(self, figure: str) -> str:
        """The name of a counted figure."""
        return label(self.report.question.kind, figure.rstrip(":"), language())

    def counted(self, one: Column) -> str:
        return definition(self.report.question.kind, one.figure, language())

    def text(self, one: Column, line: Line) -> str:
        return said(one.unit, value(one, line.figures))

    def before(self, one: Column, line: Line) -> str:
        return said(one.unit, value(one, line.before))

    def change(self, one: Column, line: Line) -> tuple[str, str]:
        """How much a value differs from that of before, and whether that is good, bad or neither; "" for unknown."""
        moved = change(value(one, line.figures), value(one, line.before)) if line.before is not None else None
        if moved is None:
            return "", ""
        judged = "good" if moved * one.good > 0 else "bad" if moved * one.good < 0 else "even"
        return f"{moved:+.1f} %", judged

    def part(self, line: Line) -> str:
        return part(self.report.question.by, line.since, line.until)

    def address(self, kind: Kind | str, **more: Any) -> str:
        """The same question in another kind of report, or with something else in it."""
        same = str(kind) == self.report.question.kind.value
        return url_for("reports.show", kind=str(kind), **(self.kept(("show",) if same else ()) | more))

    def opens(self, one: Column, line: Line, names: Sequence[str]) -> str:
        """Where the contacts of one value are; "" where nothing was counted, or of too long a time to list."""
        counted = one.counted(line.figures)
        if not counted or line.until - line.since > LONGEST_DETAIL:
            return ""
        return self.behind(one, line, names, counted[0] if counted[0] != one.behind[0] else "")

    def behind(self, one: Column, line: Line | Question, names: Sequence[str], figure: str = "", skip: int = 0) -> str:
        """Where the contacts behind one value of a time are."""
        return contacts(self.report.question, one, line, names, figure, skip)


def ways(flow: str) -> str:
    """The ways of callers through a flow in the period of the address."""
    kept = {name: request.args[name] for name in ("period", "since", "until") if request.args.get(name)}
    asked: dict[str, Any] = {"name": flow, **kept}
    return url_for("reports_ways.show", **asked)


def contacts(
    question: Question, one: Column, line: Line | Question, names: Sequence[str], figure: str = "", skip: int = 0
) -> str:
    """The address of the contacts behind a figure of a line."""
    since, until = (moment.isoformat(timespec="minutes") for moment in (line.since, line.until))
    more: dict[str, Any] = {"figure": figure or None, "skip": skip or None, "name": list(names) or None}
    kind = question.kind.value
    return url_for("reports.behind", kind=kind, period="chosen", since=since, until=until, column=one.figure, **more)


def chart(report: Report, main: Sequence[Column], nobody: str) -> dict[str, Any]:
    """Both charts as JSON values: over time, and name by name."""
    question = report.question
    lines = report.names[:MOST_BARS]
    return {
        "parts": [part(question.by, line.since, line.until) for line in report.parts],
        "names": [line.label or line.name or nobody for line in lines],
        "trend": question.by in ("day", "week", "month"),
        "compared": report.compared is not None,
        "figures": [
            {
                "figure": one.figure,
                "label": label(question.kind, one.figure, language()),
                "unit": one.unit.value,
                "parts": _values(one, report.parts),
                "names": _values(one, lines),
            }
            for one in main
        ],
    }


def _values(one: Column, lines: Sequence[Line]) -> dict[str, list[float | None]]:
    now = [value(one, line.figures) for line in lines]
    return {"now": now, "before": [value(one, line.before) for line in lines]}
