"""Where the console is put together: the only place that opens the database, the keys and the sockets."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import Engine

from appliance.clock import Clock, SystemClock
from appliance.contact.calls.repository import CallBooks
from appliance.contact.ledger.repository import LedgerRepository
from appliance.control.once import call_once, stream_once
from appliance.desk.audit.repository import AuditTrail
from appliance.desk.audit.service import Notes
from appliance.desk.boards.repository import Boards
from appliance.desk.boards.service import Wallboards
from appliance.desk.contacts.repository import Contacts, Roster
from appliance.desk.crm.repository import ContactNotes, Customers, ScreenPops
from appliance.desk.crm.service import Cards, CustomerBook
from appliance.desk.people.accounts.repository import Ways
from appliance.desk.people.accounts.service import Accounts
from appliance.desk.people.entrance.service import Entrance
from appliance.desk.people.hashing import Argon2
from appliance.desk.people.ldap.service import CompanyPasswords, Ldap
from appliance.desk.people.openid import wire
from appliance.desk.people.openid.service import OpenId
from appliance.desk.people.passkeys.repository import Passkeys
from appliance.desk.people.passkeys.service import PasskeyDesk
from appliance.desk.people.proofs.service import SecondFactor
from appliance.desk.people.repository import Directory, Doors, Roles
from appliance.desk.people.staff.service import RoleBook, Staff
from appliance.desk.people.tokens.repository import Replies, TokenShelf
from appliance.desk.people.tokens.service import Tokens
from appliance.desk.recordings.repository import Register, Remarks
from appliance.desk.recordings.service import Remarking
from appliance.desk.reports.posting.repository import AllowedAddresses, Plans
from appliance.desk.reports.posting.service import PlanBook
from appliance.desk.reports.saved.repository import SavedReports
from appliance.desk.reports.saved.service import ReportShelf
from appliance.desk.settings.flows.repository import PublishedFlows
from appliance.errors import Refusal
from appliance.node.lines.repository import SpanHistory
from appliance.settings import Secret, Settings
from appliance.store.engine import open_engine
from appliance.store.outage import Outage
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from manager.present import actor, language

NAME = "callstead"
LIMIT = 10.0
"""Seconds that a command of the engine may take before a page says that it is away."""


class Keys:
    """The box's keys as they are now: they can be changed while the console runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp, self._ring = 0, Keyring.load(folder)

    def seal(self, text: str, context: str) -> str:
        return self._now().seal(text, context)

    def open(self, sealed: str, context: str) -> Secret:
        return self._now().open(sealed, context)

    def _now(self) -> Keyring:
        stamp = self._folder.stat().st_mtime_ns
        if stamp != self._stamp:
            self._stamp, self._ring = stamp, Keyring.load(self._folder)
        return self._ring


@dataclass(frozen=True, slots=True)
class Console:
    """What pages are handed."""

    settings: Settings
    engine: Engine
    keys: Keys
    clock: Clock
    outage: Outage
    directory: Directory
    roles: Roles
    doors: Doors
    hasher: Argon2
    entrance: Entrance
    boards: Wallboards
    saved_reports: ReportShelf
    report_plans: PlanBook
    staff: Staff
    role_book: RoleBook
    second: SecondFactor
    passkeys: PasskeyDesk
    accounts: Accounts
    accounts_ways: Ways
    openid: OpenId
    ldap: Ldap
    trail: AuditTrail
    notes: Notes
    cards: Cards
    pops: ScreenPops
    contacts: Contacts
    roster: Roster
    register: Register
    remarks: Remarks
    remarking: Remarking
    flows: PublishedFlows
    calls: CallBooks
    ledger: LedgerRepository
    span_history: SpanHistory
    customers: CustomerBook
    tokens: Tokens
    replies: Replies
    paces: Path
    sockets: Mapping[str, Path]

    def ask(self, process: str, command: str, /, *, within: float = LIMIT, **args: Any) -> Any:
        """The result of a command of "engine", "jobs" or "live"; raises what that refuses, or why nobody answers."""
        given = {name: value for name, value in args.items() if value is not None}
        return call_once(self.sockets[process], command, given, within, language())

    def follow(self, process: str, command: str, /, *, within: float, **args: Any) -> Iterator[Any]:
        """The parts of a command as they come; raises as `ask` does, also after `within` seconds without one."""
        yield from stream_once(self.sockets[process], command, args, within, language())

    def gather(self, process: str, command: str, /, *, within: float = LIMIT, **args: Any) -> tuple[list[Any], Any]:
        """The parts of a command that answers in parts, and what closed them; raises as `ask` does."""
        given = {name: value for name, value in args.items() if value is not None}
        stream, parts = stream_once(self.sockets[process], command, given, within, language()), []
        while True:
            try:
                parts.append(next(stream))
            except StopIteration as over:
                return parts, over.value


def cookie_secret(settings: Settings) -> bytes:
    """What signs the cookies; derived from the box key, so that it is on no disk."""
    return Keyring.load(Paths(settings.state).keys).derived("console cookies")


def connect(settings: Settings, clock: Clock | None = None) -> Console:
    """Everything for one process of the console; nothing is asked or opened yet but the keys."""
    engine, time, paths = open_engine(settings.database_url), clock or SystemClock(), Paths(settings.state)
    directory, roles, doors, trail = Directory(engine), Roles(engine), Doors(engine), AuditTrail(engine)
    keys = Keys(paths.keys)
    notes, hasher = Notes(trail, time, actor), Argon2()
    staff, ways = Staff(directory, roles, doors, hasher, notes, time), Ways.over(engine)
    accounts, ldap = Accounts(directory, roles, staff, notes, time), Ldap(ways, keys, time)
    entrance = Entrance(directory, roles, doors, hasher, notes, time, CompanyPasswords(ldap, accounts))
    return Console(
        settings=settings,
        engine=engine,
        keys=keys,
        clock=time,
        outage=Outage(settings.database_url),
        directory=directory,
        roles=roles,
        doors=doors,
        hasher=hasher,
        entrance=entrance,
        boards=Wallboards(Boards(engine), notes, time.now),
        saved_reports=ReportShelf(SavedReports(engine), notes, time),
        report_plans=_report_plans(engine, notes, time, ZoneInfo(settings.time_zone), directory, paths.jobs_socket),
        staff=staff,
        role_book=RoleBook(directory, roles, notes),
        second=SecondFactor(directory, keys, notes, time),
        passkeys=PasskeyDesk(Passkeys(engine), notes, time),
        accounts=accounts,
        accounts_ways=ways,
        openid=OpenId(ways, keys, time, wire.client),
        ldap=ldap,
        trail=trail,
        notes=notes,
        contacts=Contacts(engine),
        roster=Roster(engine),
        register=Register(engine),
        remarks=Remarks(engine),
        remarking=Remarking(Remarks(engine), Register(engine), time),
        flows=PublishedFlows(engine),
        calls=CallBooks(engine),
        ledger=LedgerRepository(engine),
        span_history=SpanHistory(engine),
        pops=ScreenPops.over(engine),
        cards=Cards(Customers(engine), ContactNotes(engine), time),
        customers=CustomerBook(Customers(engine), time),
        tokens=Tokens(TokenShelf(engine), directory, entrance.rights, notes, time),
        replies=Replies(engine),
        paces=paths.run / "api",
        sockets={"engine": paths.engine_socket, "jobs": paths.jobs_socket, "live": paths.live_control},
    )


def _report_plans(engine: Engine, notes: Notes, time: Clock, zone: ZoneInfo, people: Directory, jobs: Path) -> PlanBook:
    """Reports by mail; the jobs are woken when one is ordered."""
    return PlanBook(Plans(engine), AllowedAddresses(engine), notes, time, zone, people.everybody, lambda: _wake(jobs))


def _wake(jobs: Path) -> None:
    """Have the jobs look at what is to be sent; without them it waits until they are there and look themselves."""
    with suppress(Refusal):
        call_once(jobs, "report.plans_changed", {}, LIMIT, language())


def console() -> Console:
    """The console of the request at hand."""
    return cast("Console", current_app.extensions[NAME])
