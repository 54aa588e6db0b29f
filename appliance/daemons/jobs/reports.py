"""Reports, by command: made of the counted figures, for whoever may see what the asker names."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from appliance.clock import Clock
from appliance.contact.acd.repository import Queues
from appliance.contact.agents.repository import People
from appliance.contact.calls.repository import CallBooks
from appliance.contact.statistics.model import Subject
from appliance.contact.statistics.periods import end_of, milliseconds, start_of
from appliance.contact.statistics.service import WHOLE, Counted, Figures, Period
from appliance.control.commands import Handler
from appliance.desk.contacts.repository import Contacts, Roster
from appliance.desk.contacts.scope import reach
from appliance.desk.people.model import Scope
from appliance.desk.reports.errors import ReportKindUnknown
from appliance.desk.reports.model import Question
from appliance.desk.reports.ports import Part
from appliance.desk.reports.service import Reports
from appliance.desk.reports.wire import question_of, scope_of, told
from appliance.store.documents import Documents

SHOWN = ("direction", "dialled", "caller", "queue", "agent", "result", "talk_ms", "wait_ms")


@dataclass(frozen=True, slots=True)
class CountedFigures:
    """See desk.reports.ports.FigureSource."""

    figures: Figures
    books: CallBooks
    contacts: Contacts
    roster: Roster
    clock: Clock
    zone: tzinfo

    def counted(self, subject: str, since: datetime, until: datetime, by: str) -> "CountedPeriod":
        now, of = self.clock.now(), Subject(subject)
        return CountedPeriod(of, self.figures.counted(of, Period(since, until, by, self.zone), now), now)

    def events(
        self, subject: str, names: Collection[str], figure: str, since: datetime, until: datetime
    ) -> Sequence[Mapping[str, Any]]:
        return self.figures.events(Subject(subject), names, figure, Period(since, until, WHOLE, self.zone), sure=True)

    def seen(self, contacts: Collection[str], scope: Scope) -> Collection[str]:
        if scope == Scope():
            return contacts
        mates = self.roster.all().values() if scope.teams is not None else ()
        within = reach(scope.queues, scope.teams, mates)
        return {str(contact) for contact in self.contacts.among([UUID(contact) for contact in contacts], within)}

    def calls(self, contacts: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
        found = self.books.records([UUID(contact) for contact in contacts])
        return {str(row["id"]): {name: row[name] for name in SHOWN} for row in found}


@dataclass(frozen=True, slots=True)
class CountedPeriod:
    """See desk.reports.ports.Counted."""

    subject: Subject
    rows: Counted
    now: datetime

    def groups(self, group: Callable[[str], str | None]) -> Sequence[Part]:
        return self._parts(WHOLE, group)

    def series(self, by: str, take: Callable[[str], bool]) -> Sequence[Part]:
        found = self._parts(by, lambda name: "" if take(name) else None)
        counted = {part.since.timestamp(): part for part in found}
        return [counted.get(start.timestamp()) or Part(start, end, "", {}) for start, end in self._all(by)]

    def _parts(self, by: str, group: Callable[[str], str | None]) -> list[Part]:
        found = self.rows.grouped(group, by)
        return [Part(part.start, part.end, part.group, part.figures(self.subject, self.now)) for part in found]

    def _all(self, by: str) -> list[tuple[datetime, datetime]]:
        period = self.rows.period
        start, found = start_of(milliseconds(period.since), by, period.zone), []
        while start < period.until:
            end = end_of(start, by)
            found.append((start, end))
            start = end
        return found


@dataclass(frozen=True, slots=True)
class ConfiguredNames:
    """See desk.reports.ports.Names."""

    documents: Documents

    def queues(self) -> Mapping[str, str]:
        return {name: queue.title for name, queue in Queues(self.documents).all().items()}

    def agents(self) -> Mapping[str, tuple[str, str]]:
        return {number: (agent.name, agent.team) for number, agent in People(self.documents).all().items()}


def reports(figures: Figures, database: Engine, clock: Clock, zone: tzinfo) -> Reports:
    """Everything that reports need, put together."""
    books, contacts, roster = CallBooks(database), Contacts(database), Roster(database)
    return Reports(CountedFigures(figures, books, contacts, roster, clock, zone), ConfiguredNames(Documents(database)))


def handlers(made: Reports, clock: Clock, zone: tzinfo) -> Mapping[str, Handler]:
    commands = _ReportCommands(made, clock, zone)
    return {"report.show": commands.show, "report.behind": commands.behind}


class _ReportCommands:
    def __init__(self, made: Reports, clock: Clock, zone: tzinfo) -> None:
        self._reports, self._clock, self._zone = made, clock, zone

    async def show(
        self,
        *,
        kind: str,
        since: datetime,
        until: datetime,
        by: str,
        names: list[str] | None = None,
        against: str = "",
        queues: list[str] | None = None,
        teams: list[str] | None = None,
    ) -> Any:
        """A report; `queues` and `teams` bound what may be seen, without them it is everything."""
        question = self._question(kind, since, until, by, names, against)
        report = await asyncio.to_thread(self._reports.make, question, scope_of(queues, teams), self._clock.now())
        return told(report)

    async def behind(
        self,
        *,
        kind: str,
        since: datetime,
        until: datetime,
        figure: str,
        names: list[str] | None = None,
        queues: list[str] | None = None,
        teams: list[str] | None = None,
        skip: int = 0,
    ) -> Any:
        """Some of the contacts behind a counted figure beyond the first `skip`; see desk.reports.model.Behind."""
        question = self._question(kind, since, until, "day", names, "")
        found = await asyncio.to_thread(self._reports.behind, question, figure, scope_of(queues, teams), skip)
        return {"rows": list(found.rows), "sum": found.sum, "seen": found.seen, "outside": found.outside}

    def _question(
        self, kind: str, since: datetime, until: datetime, by: str, names: list[str] | None, against: str
    ) -> Question:
        try:
            return question_of(kind, since.astimezone(self._zone), until.astimezone(self._zone), by, names, against)
        except ValueError:
            raise ReportKindUnknown(name=f"{kind} {against}".strip()[:40]) from None
