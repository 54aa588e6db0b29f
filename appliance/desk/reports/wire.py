"""Questions and reports as JSON values, as processes hand them to each other."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from appliance.desk.people.model import Scope
from appliance.desk.reports.model import Against, Kind, Line, Question, Report


def asked(question: Question) -> dict[str, Any]:
    """A question as JSON values."""
    return {
        "kind": question.kind.value,
        "since": question.since.isoformat(),
        "until": question.until.isoformat(),
        "by": question.by,
        "names": list(question.names),
        "against": question.against.value,
    }


def told(report: Report) -> dict[str, Any]:
    """A report as JSON values; its question is known to who asked, but for an end that was cut."""
    return {
        "until": report.question.until.isoformat(),
        "so_far": report.so_far,
        "total": _line(report.total),
        "names": [_line(line) for line in report.names],
        "parts": [_line(line) for line in report.parts],
        "choices": dict(report.choices),
        "compared": [moment.isoformat() for moment in report.compared] if report.compared else None,
    }


def report_of(question: Question, value: Mapping[str, Any]) -> Report:
    """The inverse of `told`; times are shown in the zone of the question."""
    zone = question.since.tzinfo

    def line(one: Mapping[str, Any]) -> Line:
        since, until = (datetime.fromisoformat(one[name]).astimezone(zone) for name in ("since", "until"))
        return Line(one["name"], one["label"], since, until, one["figures"], one["before"])

    span = [datetime.fromisoformat(text).astimezone(zone) for text in value["compared"] or ()]
    return Report(
        replace(question, until=datetime.fromisoformat(value["until"]).astimezone(zone)),
        line(value["total"]),
        tuple(map(line, value["names"])),
        tuple(map(line, value["parts"])),
        value["choices"],
        (span[0], span[1]) if span else None,
        value["so_far"],
    )


def empty(question: Question) -> Report:
    """The report of a centre in which nothing happened."""
    return Report(question, Line("", "", question.since, question.until, {}))


def scope_told(scope: Scope) -> dict[str, Any]:
    """The queues and teams of a scope; None is all."""
    return {
        "queues": None if scope.queues is None else sorted(scope.queues),
        "teams": None if scope.teams is None else sorted(scope.teams),
    }


def scope_of(queues: list[str] | None, teams: list[str] | None) -> Scope:
    """The inverse of `scope_told`."""
    return Scope(
        None if queues is None else frozenset(queues),
        None if teams is None else frozenset(teams),
    )


def question_of(
    kind: str, since: datetime, until: datetime, by: str, names: list[str] | None, against: str
) -> Question:
    """A question as it was asked; raises ValueError for a kind that there is not."""
    return Question(Kind(kind), since, until, by, tuple(names or ()), Against(against))


def _line(line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "label": line.label,
        "since": line.since.isoformat(),
        "until": line.until.isoformat(),
        "figures": dict(line.figures),
        "before": None if line.before is None else dict(line.before),
    }
