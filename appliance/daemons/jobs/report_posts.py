"""Reports by mail: put into the outbox when their time comes, and written when the outbox takes them up."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from email.message import EmailMessage

from sqlalchemy import Engine

from appliance.clock import Clock, uuid7
from appliance.contact.voicemail.mail import Mail
from appliance.control.commands import Handler
from appliance.daemons.jobs.letters import begun
from appliance.daemons.jobs.mailing import GoneError, OtherLetters
from appliance.daemons.lingering import linger
from appliance.desk.audit.model import Actor
from appliance.desk.audit.repository import AuditTrail
from appliance.desk.audit.service import Notes
from appliance.desk.people.model import Person
from appliance.desk.people.repository import Directory, Roles
from appliance.desk.people.rights import allowed
from appliance.desk.reports.errors import ReportOutOfScope
from appliance.desk.reports.files.filling import Taker, fill
from appliance.desk.reports.files.model import MEDIA, Form, Sheet
from appliance.desk.reports.files.writing import file_name, written
from appliance.desk.reports.model import SCOPED, Report
from appliance.desk.reports.posting.due import latest_due, next_due
from appliance.desk.reports.posting.model import Plan, Post, may_go_to, narrower
from appliance.desk.reports.posting.repository import AllowedAddresses, Plans
from appliance.desk.reports.saved.model import Saved
from appliance.desk.reports.saved.repository import SavedReports
from appliance.desk.reports.service import Reports
from appliance.desk.reports.wording import said

RIGHTS = frozenset({"reports.see", "reports.export"})
IDLE = 60.0
"""Seconds after which the plans are looked at all the same."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where everything about reports by mail is kept."""

    plans: Plans
    saved: SavedReports
    allowed: AllowedAddresses
    directory: Directory
    roles: Roles

    def stands(self, plan: Plan, saved: Saved) -> str:
        """Why nothing of a plan may be sent any more: its person, right, report or scope is gone; "" where it may."""
        person = self.directory.person(plan.person)
        if person is None or not person.active or person.barred:
            return "person"
        custom = {role.name: role.rights for role in self.roles.all()}
        if not allowed(person.roles, custom) >= RIGHTS:
            return "right"
        if not saved.seen_by(person):
            return "report"
        limited = person.scope.queues is not None or person.scope.teams is not None
        return "scope" if limited and saved.wish.kind not in SCOPED else ""


def shelf(database: Engine) -> Shelf:
    """All of it in one database."""
    return Shelf(
        Plans(database), SavedReports(database), AllowedAddresses(database), Directory(database), Roles(database)
    )


@dataclass
class Posting:
    """One per box: `posted` tells the outbox that there is something in it."""

    shelf: Shelf
    clock: Clock
    zone: tzinfo
    posted: Callable[[], None]
    pace: float = IDLE
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def work(self) -> None:
        """Until cancelled; `news` wakes it."""
        while True:
            self.news.clear()
            next_at = await self._round()
            left = (next_at - self.clock.now()).total_seconds() if next_at else self.pace
            await linger(self.news, max(0.0, min(left, self.pace)))

    def handlers(self) -> Mapping[str, Handler]:
        async def wake() -> None:
            """The plans were changed."""
            self.news.set()

        return {"report.plans_changed": wake}

    async def _round(self) -> datetime | None:
        try:
            await asyncio.to_thread(self.post)
            return await asyncio.to_thread(self.shelf.plans.next_at)
        except Exception:
            logger.exception("reports cannot be put into the outbox now")
            return None

    def post(self) -> None:
        """Put into the outbox whatever is due, each time once; of times that were missed only the last."""
        now = self.clock.now()
        for plan in self.shelf.plans.due(now):
            if (saved := self.shelf.saved.find(plan.report)) is None:
                continue
            due = latest_due(plan.every, plan.day, plan.at, plan.next_at, now, self.zone)
            coming, why = next_due(plan.every, plan.day, plan.at, due, self.zone), self.shelf.stands(plan, saved)
            rules, people = self.shelf.allowed.all(), self.shelf.directory.everybody()
            to = [one for one in plan.addresses if may_go_to(one, rules, people)]
            posts = [Post(uuid7(now), plan.id, due, one, notice=bool(why)) for one in to]
            if self.shelf.plans.post(plan, posts, coming, now, why) and posts:
                self.posted()


@dataclass(frozen=True, slots=True)
class ReportLetters:
    """The mails that bring reports; `others` are asked about every other mail."""

    shelf: Shelf
    reports: Reports
    notes: Notes
    clock: Clock
    zone: tzinfo
    font: str
    others: OtherLetters

    def letter(self, mail: Mail, sender: str) -> EmailMessage:
        if (post := self.shelf.plans.found_post(mail.message)) is None:
            return self.others.letter(mail, sender)
        plan = self.shelf.plans.find(post.plan)
        saved = self.shelf.saved.find(plan.report) if plan else None
        person = self.shelf.directory.person(plan.person) if plan else None
        if plan is None or saved is None or person is None:
            raise GoneError
        # Between the time when it was due and now something may have been taken away.
        why = plan.stopped or self.shelf.stands(plan, saved)
        if post.notice or why:
            return _notice(mail, sender, saved, person, why)
        return self._report(mail, sender, post, plan, saved, person)

    def _report(self, mail: Mail, sender: str, post: Post, plan: Plan, saved: Saved, person: Person) -> EmailMessage:
        question = saved.wish.question(post.due_at, self.zone)
        try:
            report = self.reports.make(question, person.scope, post.due_at)
        except ReportOutOfScope:
            return _notice(mail, sender, saved, person, "scope")
        who = f"{person.name} ({person.login})"
        sheet = fill(report, saved.wish.shown, Taker(who, self.clock.now(), person.scope, person.language, saved.name))
        data = written(sheet, plan.form, self.font)
        self._note(mail, plan, saved, person, sheet)
        return _letter(mail, sender, plan, person, sheet, report, data)

    def _note(self, mail: Mail, plan: Plan, saved: Saved, person: Person, sheet: Sheet) -> None:
        told = {"to": mail.recipient, "form": plan.form.value, "period": sheet.period, "rows": sheet.rows}
        by = Actor(person.id, f"{person.login} · {plan.every}")
        self.notes.note("report.mail", saved.name, after=told | {"try": mail.tries + 1}, by=by)


def letters(
    kept: Shelf, reports: Reports, database: Engine, clock: Clock, zone: tzinfo, font: str, others: OtherLetters
) -> ReportLetters:
    """Everything that letters of reports need, put together."""
    notes = Notes(AuditTrail(database), clock, lambda: Actor(who="jobs"))
    return ReportLetters(kept, reports, notes, clock, zone, font, others)


def _letter(
    mail: Mail, sender: str, plan: Plan, person: Person, sheet: Sheet, report: Report, data: bytes
) -> EmailMessage:
    language = person.language
    message = begun(mail, sender)
    message["Subject"] = said("mail-subject", language, name=sheet.title, period=sheet.period)
    lines = [f"{name}: {text}" for name, text in sheet.about]
    if narrower(person.scope, plan.scope):
        lines += ["", said("mail-narrower", language, who=person.name)]
    lines += ["", said(f"mail-attached-{plan.form}", language)]
    message.set_content("\n".join(lines) + "\n")
    kind, _, form = MEDIA[plan.form].partition(";")[0].partition("/")
    name = file_name(report.question, plan.form)
    if plan.form is Form.CSV:
        message.add_attachment(data, maintype=kind, subtype=form, filename=name, params={"charset": "utf-8"})
    else:
        message.add_attachment(data, maintype=kind, subtype=form, filename=name)
    return message


def _notice(mail: Mail, sender: str, saved: Saved, person: Person, why: str) -> EmailMessage:
    """That nothing is sent any more, and why; the figures are not in it."""
    language = person.language
    message = begun(mail, sender)
    message["Subject"] = said("mail-ended", language, name=saved.name)
    message.set_content(said(f"mail-ended-{why or 'right'}", language, name=saved.name, who=person.name) + "\n")
    return message
