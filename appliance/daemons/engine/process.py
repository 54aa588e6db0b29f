"""The engine process: one input at a time into the centre, facts to the ledger, commands to Asterisk."""

import asyncio
import hmac
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Engine as Database

from appliance import __version__
from appliance.clock import Clock, SystemClock
from appliance.contact.acd import handling
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import Agent
from appliance.contact.agents.repository import PresenceRecords, presences
from appliance.contact.callback import events as callback_facts
from appliance.contact.calls import events as call_facts
from appliance.contact.calls import fullness
from appliance.contact.calls.repository import CallBooks, CallRecords
from appliance.contact.fax.events import DELETED as FAX_DELETED
from appliance.contact.fax.events import deleted as fax_deleted
from appliance.contact.fax.model import OPEN
from appliance.contact.fax.model import Outcome as FaxOutcome
from appliance.contact.fax.model import State as FaxState
from appliance.contact.fax.repository import FaxRecords, FaxTable
from appliance.contact.ivr.lookup import Answer
from appliance.contact.ivr.repository import LookUpHost
from appliance.contact.ledger.journal import JournalFile
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.ledger.service import LedgerWriter
from appliance.contact.paging import events as page_facts
from appliance.contact.routes import events as route_facts
from appliance.contact.routes import usage as route_usage
from appliance.contact.voicemail import events as voicemail_facts
from appliance.contact.voicemail.pin import LOCK
from appliance.contact.voicemail.repository import Messages
from appliance.control.client import ControlClient
from appliance.control.feed import EventFeed
from appliance.daemons.engine import configuration
from appliance.daemons.engine.centre import Centre
from appliance.daemons.engine.configuration import Configuration
from appliance.daemons.engine.fax_press import FaxPress
from appliance.daemons.engine.faxes import FaxResults
from appliance.daemons.engine.figures import LiveFigures
from appliance.daemons.engine.hardware import Cards, listen
from appliance.daemons.engine.lamps import Lamps
from appliance.daemons.engine.linetests import LIMIT, LineTests
from appliance.daemons.engine.listenings import Desk, Listenings
from appliance.daemons.engine.lookups import LookUps
from appliance.daemons.engine.media import EVENTS, MediaNode
from appliance.daemons.engine.missing import MissingPrompts
from appliance.daemons.engine.outbox import Outbox
from appliance.daemons.engine.promises import Promises
from appliance.daemons.engine.spans import LineLoop, line_groups
from appliance.daemons.engine.timers import LoopTimers
from appliance.daemons.engine.tracing import Tracing
from appliance.daemons.engine.upkeep import Upkeep
from appliance.daemons.engine.watch import FAX_ALARMS, Watch
from appliance.daemons.live.snapshot import CONFIGURED, LINES
from appliance.daemons.news import follow
from appliance.daemons.site import pin_context, token_context
from appliance.daemons.sounds import shelf
from appliance.events import Event
from appliance.node.alarms import events as alarm_facts
from appliance.node.alarms.service import StandingAlarms
from appliance.node.lines.repository import SpanHistory
from appliance.node.lines.service import LineWatch
from appliance.settings import Settings
from appliance.store.engine import open_engine
from appliance.store.outage import Outage
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from appliance.telephony.ami.client import AmiClient
from appliance.telephony.ami.link import Link as ManagerLink
from appliance.telephony.ari.client import AriClient
from appliance.telephony.ari.picture import Picture
from appliance.telephony.config.render.lines import FILE as LINES_FILE
from drivers.dahdi.look import look

logger = logging.getLogger(__name__)
T = TypeVar("T")

RECENT = timedelta(hours=2)
WRITER_LOCK_WAIT = 0.2
STARTED = "engine.started"
OF_CHANNELS = frozenset({call_facts.LEG_OPENED, call_facts.LEG_ENDED})
MEDIA_UP, MEDIA_DOWN, MEDIA_LOST = "media.up", "media.down", "media.lost"


class Engine:
    """Everything of the engine process; `run` serves until cancelled."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings, self.clock = settings, clock or SystemClock()
        self.started_at = self.clock.now()
        self.media_up: datetime | None = None
        self.media_started_at: datetime | None = None
        zone = ZoneInfo(settings.time_zone)
        self.database: Database = open_engine(settings.database_url)
        # Whoever holds the database's lock must not hold up calls: the writer asks again by itself.
        writing = open_engine(settings.database_url, lock_wait=WRITER_LOCK_WAIT, ping=False)
        self.ledger = LedgerRepository(writing, (CallRecords(), PresenceRecords(), FaxRecords()))
        self.books = CallBooks(self.database)
        journal = JournalFile(Paths(settings.state).state / "ledger-journal.jsonl")
        self.alarms = StandingAlarms("engine", self.clock, self.book)
        self.watch, self.promises = Watch(self.alarms, settings.asterisk.node), Promises(self.alarms)
        self.writer = LedgerWriter(
            self.ledger,
            journal,
            self.clock,
            on_trouble=self.watch.ledger_trouble,
            on_recovered=self.watch.ledger_recovered,
        )
        self.feed = EventFeed()
        missing = MissingPrompts(shelf(settings).has, self.alarms)
        self.node = MediaNode(settings.asterisk, self.input, self.alarms, missing)
        self.outbox = Outbox(self.writer, self.node.deliver, self._publish, self.watch.ledger_refused)
        timers = LoopTimers(self.clock, self._due)
        self.centre = Centre(self.outbox, self.outbox, timers, zone)
        self.figures = LiveFigures(zone, lambda: self.centre.directory.now.queues)
        self.centre.directory.node, self.centre.directory.site_language = settings.asterisk.node, settings.language
        self.centre.orders.pins = self
        self.node.centre = self.centre
        self.node.client = AriClient(
            settings.asterisk,
            on_event=self.node.on_event,
            on_up=self._up,
            on_down=self._down,
            on_gone=self._gone,
            kinds=EVENTS,
        )
        self.lookups = LookUps(
            lambda: self.centre.directory.now.hosts, self._token, self._looked_up, self.alarms, self.clock.now
        )
        self.centre.walks.lookups = self.lookups
        desk = Desk(lambda: self.node.client, self._jobs, self.clock.now, self.book, self.input, zone)
        self.node.listenings = self.centre.orders.listener = self.listenings = Listenings(self.centre, desk)
        self.lamps = Lamps(self.centre, lambda: self.node.client, Messages(self.database).counts)
        self.outage = Outage(settings.database_url)
        self.upkeep = Upkeep(partial(configuration.read, self.database), self._take, self.outage.refusal, self.alarms)
        self.lines, self.span_history, self.cards, self.tracing, self.line_tests = self._watching()
        self.manager, self._resumed = ManagerLink(settings.asterisk, self._manager_told), False

    def _watching(self) -> tuple[LineLoop, SpanHistory, Cards, Tracing, LineTests]:
        """Who watches the lines and the cards; a trunk of lines that carry nothing leaves the routes."""
        self.faxes = self.centre.faxing.results = FaxResults(lambda: self.node.client, self._faxed)
        self.node.fax_over = self.faxes.note
        self.press = self.centre.faxes.press = FaxPress(self._jobs, partial(self.input, self.centre.faxes.ready))
        watch, directory = LineWatch(self.alarms, self.outbox.record, self.node), self.centre.directory
        paths = Paths(self.settings.state)
        groups = partial(line_groups, paths.asterisk_config / "current" / LINES_FILE)
        manager = AmiClient(self.settings.asterisk)
        told, trunks = partial(self.feed.publish, LINES, {}), directory.trunks
        lines = LineLoop(watch, look, groups, manager, self.input, trunks, self.centre.outages, self.clock, told)
        tracing = Tracing(manager, paths.asterisk / "log")
        tests = LineTests(AmiClient(self.settings.asterisk, LIMIT), paths.asterisk / "spool", self.book)
        return lines, SpanHistory(self.database), Cards(self.alarms, self.book, self.clock.now), tracing, tests

    def start(self) -> None:
        """Read the configuration and the books; call it inside the event loop, before `run`."""
        self.writer.start()
        self.alarms.begin(self.ledger.each(alarm_facts.KINDS))
        self.lamps.load()
        now = self.clock.now()
        self.figures.load(self.ledger, now)
        self.centre.roster.restore(presences(self.database), now)
        self._take(configuration.read(self.database))
        entries = self.ledger.of_contacts(self.books.open_contacts())
        self.centre.book.restore(entry.event for entry in entries)
        self.centre.monitoring.restore(entry.event for entry in entries)
        today = [*self.ledger.each((*route_facts.KINDS, *fullness.KINDS), now - route_usage.KEPT)]
        self.centre.restore_routes(today, now)
        self.watch.take(route_facts.standing(today))
        trails = (call.trail for call in self.centre.book.calls())
        self.centre.directory.older = configuration.older_flows(self.database, trails)
        self._restore_faxes(now)
        self.input(self.centre.recovery.restore)
        self._restore_callbacks(now)
        self.input(self.centre.pages.restore, [*self.ledger.each(page_facts.KINDS, now - RECENT)])
        self.listenings.restore(self.ledger.each([voicemail_facts.PIN_REFUSED], now - LOCK))
        self.input(self.centre.pauses.restore)
        self.note(STARTED, version=__version__, node=self.settings.asterisk.node)

    def _restore_faxes(self, now: datetime) -> None:
        """Faxes that were on their way, and those that wait."""
        table = FaxTable(self.database)
        on_their_way = table.in_states((FaxState.RECEIVING, FaxState.SENDING))
        self.centre.faxes.restore(table.in_states(OPEN), now, lambda call: self.centre.book.call(call) is not None)
        self.centre.faxing.restore(self.centre.book.calls(), on_their_way)

    def _restore_callbacks(self, now: datetime) -> None:
        """Whoever waits for a call back, and what calls took lately, as the ledger tells it."""
        self.centre.handling.take(self.ledger.each(handling.KINDS, now - RECENT))
        kept = [one for one in callback_facts.fold({}, self.ledger.each(callback_facts.KINDS)).values() if one.open]
        calls = self.centre.book.calls()
        ringing = [call.callback for call in calls if call.callback and not call.talking_since]
        self.input(self.centre.callbacks.restore, kept, ringing)
        self.promises.begin(self.centre.callbacks.open())

    async def run(self) -> None:
        """Keep the link to Asterisk until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.node.client.run())
                tasks.create_task(follow(self._jobs, ["voicemail"], self.lamps.recount))
                tasks.create_task(follow(self._jobs, [FAX_DELETED], self._faxes_deleted))
                tasks.create_task(self.tracing.clear())
                tasks.create_task(self.lines.run(self.span_history))
                tasks.create_task(self.manager.run())
                tasks.create_task(listen(self.cards, self.lines.kick))
        finally:
            self.upkeep.close()
            await self.lookups.close()
            await self.press.close()
            self.outbox.close()
            await self.writer.close()

    def _manager_told(self, event: Mapping[str, str]) -> None:
        """A hook was flashed, or a line has changed."""
        if event["Event"] == "Flash":
            self.input(self.centre.flashes.flashed, event.get("Uniqueid", ""))
        else:
            self.lines.kick()

    def input(self, step: Callable[..., None], *about: Any) -> None:
        """One input: a step of the centre, with what it leads to; a fault in it never stops the engine."""
        try:
            step(*about, self.clock.now())
        except Exception as error:
            logger.exception("an input failed: %s %s", step, about)
            self.watch.input_failed(getattr(step, "__qualname__", str(step)), error)
        finally:
            self.outbox.flush()

    def ask(self, step: Callable[..., T], *about: Any) -> T:
        """One wish of a person: like `input`, but its result and its refusals go back to who asked."""
        try:
            return step(*about, self.clock.now())
        finally:
            self.outbox.flush()

    def note(self, kind: str, **data: Any) -> None:
        """Book a fact about the process itself."""
        self.book(Event(kind, self.clock.now(), data=data))

    def book(self, event: Event) -> None:
        """Book a fact that no input of the centre has led to."""
        self.outbox.record(event)
        self.outbox.flush()

    def _take(self, configured: Configuration) -> None:
        """Go on by that configuration; hooks are heard of only where there are telephones on ports."""
        ports = _has_ports(self.centre.directory.now)
        self.input(self.centre.configure, configured)
        if _has_ports(configured) is not ports:
            self.manager.renew()
        self.lamps.refresh()
        self.alarms.clear_all("flow-trouble")
        self.feed.publish(CONFIGURED, {})

    def _jobs(self) -> ControlClient:
        return ControlClient(Paths(self.settings.state).jobs_socket)

    def _looked_up(self, contact: UUID, visit: int, answer: Answer) -> None:
        self.input(self.centre.walks.looked_up, contact, visit, answer)

    async def _faxes_deleted(self) -> None:
        """Nobody needs to look after a fax that was deleted."""
        about = {UUID(alarm.subject) for alarm in self.alarms.standing() if alarm.code in FAX_ALARMS.values()}
        for fax in about:
            known = await asyncio.to_thread(FaxTable(self.database).find, fax)
            if known is None or known.state is FaxState.DELETED:
                self.watch.take([fax_deleted(fax, "", "", "", self.clock.now())])

    def _faxed(self, name: str, outcome: FaxOutcome) -> None:
        self.input(self.centre.faxing.told, name, outcome)

    def _token(self, host: LookUpHost) -> str:
        return Keyring.load(Paths(self.settings.state).keys).open(host.token, token_context(host.name)).reveal()

    def fits(self, agent: Agent, typed: str) -> bool:
        """Whether that is the agent's PIN."""
        sealed = Keyring.load(Paths(self.settings.state).keys).open(agent.pin, pin_context(agent.number))
        return hmac.compare_digest(sealed.reveal().encode(), typed.encode())

    def _due(self, key: tuple[str, ...]) -> None:
        self.input(self.centre.due, key)

    def _publish(self, events: Sequence[Event]) -> None:
        self.figures.take(events)
        if any(event.kind == agent_facts.STATE for event in events):
            self.lamps.refresh()
        if any(event.kind in OF_CHANNELS for event in events):
            self.lines.calls_changed()
        self.watch.take(events)
        self.promises.take(events)
        if self.feed.subscribers:
            for event in events:
                self.feed.publish(event.kind, event.to_json())

    async def _up(self, picture: Picture) -> None:
        if self.media_started_at not in (None, picture.started_at):
            self.input(self.centre.recovery.lost)
        elif not self._resumed:
            self.input(partial(self.centre.recovery.lost, before=picture.started_at))
        self.media_started_at = picture.started_at
        self.input(partial(self.node.reconcile, picture, resume=not self._resumed))
        self._resumed = True
        self.note(MEDIA_UP, node=self.settings.asterisk.node, channels=len(picture.channels))
        self.lamps.again()
        self.faxes.again()
        await self.outbox.settled()
        self.media_up = self.clock.now()
        self.watch.asterisk_back()

    def _down(self, reason: str) -> None:
        self.media_up = None
        self.watch.asterisk_away(reason)
        self.note(MEDIA_DOWN, node=self.settings.asterisk.node, reason=reason)

    def _gone(self) -> None:
        self.input(self.centre.recovery.lost)
        self.centre.phones.replace(())
        self.watch.asterisk_away("nobody listens at its port")
        self.note(MEDIA_LOST, node=self.settings.asterisk.node)


def _has_ports(configuration: Configuration) -> bool:
    return any(phone.channel for phone in configuration.phones.values())
