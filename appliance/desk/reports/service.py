"""Makes reports: everything that somebody may see of a period, compared with another one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from appliance.desk.people.model import Scope
from appliance.desk.reports.columns import COLUMNS
from appliance.desk.reports.errors import ReportDetailTooLong, ReportKindUnknown, ReportOutOfScope
from appliance.desk.reports.model import SCOPED, SUBJECT, Against, Behind, Kind, Line, Question, Report
from appliance.desk.reports.ports import FigureSource, Names
from appliance.desk.reports.spans import compared

LONGEST_DETAIL = timedelta(days=32)
"""A figure of a longer period is shown by parts before its contacts are."""
PAGE = 1000
"""So many of the contacts behind a figure are told at once."""
Group = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Reports:
    """Blocks; whoever asks says what may be seen."""

    figures: FigureSource
    names: Names

    def make(self, question: Question, scope: Scope, now: datetime) -> Report:
        """Raises ReportOutOfScope, and what the figures refuse.

        A period that is not over, compared with another, ends for both at the last whole quarter of an hour.
        """
        known, group = self._groups(question.kind, scope)
        chosen = frozenset(question.names)

        def wanted(name: str) -> str | None:
            of = group(name)
            return None if of is None or (chosen and of not in chosen) else of

        if question.against is Against.NOTHING:
            return self._over(question, wanted, known)
        until, since_before, until_before = compared(question.since, question.until, question.against, now)
        report = self._over(replace(question, until=until), wanted, known)
        earlier = replace(question, since=since_before, until=until_before)
        beside = _beside(report, self._over(earlier, wanted, known), (since_before, until_before))
        return replace(beside, so_far=until < question.until)

    def behind(self, question: Question, figure: str, scope: Scope, skip: int = 0) -> Behind:
        """The contacts that made a counted figure, `PAGE` of them beyond the first `skip`.

        An event that belongs to no call stands for itself. Raises ReportKindUnknown and ReportDetailTooLong.
        """
        if not any(one.holds(figure) for one in COLUMNS[question.kind]):
            raise ReportKindUnknown(name=figure[:40])
        if question.until - question.since > LONGEST_DETAIL:
            raise ReportDetailTooLong(longest=LONGEST_DETAIL.days)
        names = self._members(question, scope)
        subject, since, until = SUBJECT[question.kind], question.since, question.until
        found = self.figures.events(subject, names, figure, since, until) if names else ()
        highest = figure.endswith("_max")
        rows = _by_contact(found, highest)
        gave = [row["gave"] for row in rows]
        seen = set(self.figures.seen([row["contact"] for row in rows if row["contact"]], scope))
        mine = [row for row in rows if not row["contact"] or row["contact"] in seen]
        page = mine[max(0, skip) :][:PAGE]
        calls = self.figures.calls([row["contact"] for row in page if row["contact"]])
        told = [row | {"call": calls.get(str(row["contact"]))} for row in page]
        return Behind(told, max(gave, default=0) if highest else sum(gave), len(mine), len(rows) - len(mine))

    def _members(self, question: Question, scope: Scope) -> frozenset[str]:
        """The names that have figures in the period, are asked for, and may be seen."""
        _, group = self._groups(question.kind, scope)
        chosen, found = frozenset(question.names), set()

        def noted(name: str) -> str | None:
            of = group(name)
            if of is not None and (not chosen or of in chosen):
                found.add(name)
            return None

        self.figures.counted(SUBJECT[question.kind], question.since, question.until, question.by).groups(noted)
        return frozenset(found)

    def _over(self, question: Question, wanted: Group, known: Mapping[str, str]) -> Report:
        since, until = question.since, question.until
        counted = self.figures.counted(SUBJECT[question.kind], since, until, question.by)
        by_name = counted.groups(wanted)
        whole = counted.groups(lambda name: None if wanted(name) is None else "")
        parts = counted.series(question.by, lambda name: wanted(name) is not None)
        return Report(
            question,
            Line("", "", since, until, whole[0].figures if whole else {}),
            tuple(
                Line(part.group, known.get(part.group, ""), since, until, part.figures)
                for part in sorted(by_name, key=lambda part: part.group)
            ),
            tuple(Line("", "", max(since, part.since), min(until, part.until), part.figures) for part in parts),
            known,
        )

    def _groups(self, kind: Kind, scope: Scope) -> tuple[Mapping[str, str], Group]:
        """Titles of what may be chosen, and which group a name belongs to; None for what may not be seen."""
        if kind not in SCOPED and (scope.queues is not None or scope.teams is not None):
            raise ReportOutOfScope(kind=kind.value)
        if kind is Kind.QUEUE:
            titles = {name: title for name, title in self.names.queues().items() if scope.queue(name)}
            return titles, lambda name: name if scope.queue(name) else None
        if kind is Kind.AGENT or kind is Kind.TEAM:
            return self._people(kind, scope)
        return {}, lambda name: name

    def _people(self, kind: Kind, scope: Scope) -> tuple[Mapping[str, str], Group]:
        """Agents, or teams as they are made up now; who is in none, or is an agent no more, is in the team ""."""
        people = self.names.agents()

        def of(name: str) -> str | None:
            team = people.get(name, ("", ""))[1]
            if not scope.team(team):
                return None
            return team if kind is Kind.TEAM else name

        if kind is Kind.TEAM:
            return {team: "" for _, team in people.values() if scope.team(team)}, of
        return {number: name for number, (name, team) in people.items() if scope.team(team)}, of


def _by_contact(events: Iterable[Mapping[str, Any]], highest: bool) -> list[dict[str, Any]]:
    """What each contact gave, in the order in which they first did: the most that it gave, or all together."""
    rows: dict[str, dict[str, Any]] = {}
    for event in events:
        contact = str(event["contact"]) if event.get("contact") else None
        empty = {"at": event["at"], "contact": contact, "gave": 0, "kind": ""}
        row = rows.setdefault(contact or str(event["seq"]), empty)
        row["gave"] = max(row["gave"], event["gave"]) if highest else row["gave"] + event["gave"]
        row["kind"] = event["kind"]
    return list(rows.values())


def _beside(now: Report, before: Report, span: tuple[datetime, datetime]) -> Report:
    """The first, with the second's figures beside them: names by name, parts by their place in the period."""
    names = {line.name: line.figures for line in before.names}
    gone = {line.name for line in now.names}
    since, until, earlier = now.question.since, now.question.until, [line.figures for line in before.parts]
    lines = [replace(line, before=names.get(line.name, {})) for line in now.names]
    lines += [
        replace(line, figures={}, before=line.figures, since=since, until=until)
        for line in before.names
        if line.name not in gone
    ]
    return replace(
        now,
        total=replace(now.total, before=before.total.figures),
        names=tuple(lines),
        parts=tuple(replace(line, before=figures or {}) for line, figures in zip_longest(now.parts, earlier) if line),
        compared=span,
    )
