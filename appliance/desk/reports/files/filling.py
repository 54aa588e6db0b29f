"""A report made into what its file holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from appliance.desk.people.model import Scope
from appliance.desk.reports.columns import Column, value
from appliance.desk.reports.files.model import Head, Row, Sheet, Table, Words
from appliance.desk.reports.model import Figures, Line, Report
from appliance.desk.reports.saying import part, period
from appliance.desk.reports.wording import definition, label, pattern, said


@dataclass(frozen=True, slots=True)
class Taker:
    """For whom a file is made, when, and what that person may see; `title` is that of a saved report, "" for none."""

    who: str
    at: datetime
    scope: Scope
    language: str
    title: str = ""


def fill(report: Report, columns: Sequence[Column], taker: Taker) -> Sheet:
    """The file's content; times are shown in the zone of the question."""
    language, question = taker.language, report.question
    words = Words(**{one.name: pattern(one.name.replace("_", "-"), language) for one in fields(Words)})
    heads = tuple(_head(report, one, language) for one in columns)
    nobody = said("no-team", language)
    return Sheet(
        taker.title or said("title", language, kind=said(f"kind-{question.kind}", language)),
        period(question.since, question.until),
        _about(report, taker),
        heads,
        Table(
            said("name-by-name", language),
            said(f"name-{question.kind}", language),
            tuple(_row(line, columns, line.label or line.name or nobody) for line in report.names),
            _row(report.total, columns, said("total", language)),
        ),
        Table(
            said(f"over-{question.by}", language),
            said("part", language),
            tuple(
                _row(line, columns, part(question.by, line.since, line.until))
                for line in report.parts
                if line.figures or line.before
            ),
        ),
        words,
    )


def _head(report: Report, one: Column, language: str) -> Head:
    kind = report.question.kind
    return Head(
        one.figure, label(kind, one.figure, language), one.unit, definition(kind, one.figure, language), one.main
    )


def _row(line: Line, columns: Sequence[Column], text: str) -> Row:
    before = None if line.before is None else _values(columns, line.before)
    return Row(line.name, text, line.since, line.until, _values(columns, line.figures), before)


def _values(columns: Sequence[Column], figures: Figures) -> tuple[float | None, ...]:
    return tuple(value(one, figures) for one in columns)


def _about(report: Report, taker: Taker) -> list[tuple[str, str]]:
    question, language, zone = report.question, taker.language, report.question.since.tzinfo
    told = [("kind", said(f"kind-{question.kind}", language)), ("period", period(question.since, question.until))]
    if report.compared:
        so_far = f" ({said('so-far', language)})" if report.so_far else ""
        told.append(("against", period(*report.compared) + so_far))
    told.append(("scope", _scope(report, taker)))
    told.append(("zone", str(zone)))
    told.append(("made", f"{taker.at.astimezone(zone):%Y-%m-%d %H:%M:%S} · {taker.who}"))
    return [(said(f"about-{name}", language), text) for name, text in told]


def _scope(report: Report, taker: Taker) -> str:
    """What was chosen, and what the taker may see of everything."""
    language, names = taker.language, report.question.names
    told = []
    if names:
        told.append(", ".join(_called(name, report.choices, language) for name in names))
    for name, of in (("queues", taker.scope.queues), ("teams", taker.scope.teams)):
        if of is not None:
            listed = ", ".join(sorted(of)) or "-"
            told.append(said(f"only-{name}", language, names=listed))
    return "; ".join(told) or said("everything", language)


def _called(name: str, choices: Mapping[str, str], language: str) -> str:
    title = choices.get(name, "")
    if title and title != name:
        return f"{title} ({name})"
    return name or said("no-team", language)
