"""Everything about recordings in the jobs process, wired: sealing, keeping, deleting, and the commands for them."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from appliance.clock import SystemClock
from appliance.contact.calls.repository import Lines
from appliance.contact.fax.events import DONE as FAX_DONE
from appliance.contact.fax.events import LEFT as FAX_LEFT
from appliance.contact.fax.events import RESTED as FAX_RESTED
from appliance.contact.fax.repository import FaxRecords, FaxTable
from appliance.contact.fax.service import Faxes
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.recording.copies import Copies
from appliance.contact.recording.custody import Custody
from appliance.contact.recording.folders import AudioFolders, HeadFile, MessageFolders, PageFolders
from appliance.contact.recording.model import Recording
from appliance.contact.recording.repository import (
    ChangeRepository,
    Parties,
    RecordingRepository,
    RecordingRules,
    RetentionRuns,
    WrapRepository,
)
from appliance.contact.recording.rotation import Rotation
from appliance.contact.recording.service import Recorder
from appliance.contact.speech.repository import MarkRepository, SpeechDocuments, TaskRepository
from appliance.contact.speech.service import Transcription
from appliance.contact.voicemail.events import LEFT
from appliance.contact.voicemail.mail import MailServer
from appliance.contact.voicemail.repository import BoxDocuments, Mails, MailServers, Messages
from appliance.contact.voicemail.service import Voicemail
from appliance.control.client import ControlClient
from appliance.control.commands import Handler
from appliance.control.feed import EventFeed
from appliance.daemons.jobs import (
    copies,
    custody,
    fax_outbox,
    faxes,
    hearing,
    mail,
    playing,
    recordings,
    rekeying,
    report_posts,
    requests_of_people,
    smtp,
    voicemail,
)
from appliance.daemons.jobs.anchoring import commands as anchor_commands
from appliance.daemons.jobs.anchoring.service import Anchoring, Chains
from appliance.daemons.jobs.anchoring.shelf import Shelf
from appliance.daemons.jobs.at_phone import AtPhone
from appliance.daemons.jobs.calls import LedgerCalls, follow_ends
from appliance.daemons.jobs.copies import Copying
from appliance.daemons.jobs.fax_outbox import outbox
from appliance.daemons.jobs.fax_spool import BoxPost, FaxCalls, FaxLetters, FaxSealer, SealedPages
from appliance.daemons.jobs.keeping import Keeping, disk_of
from appliance.daemons.jobs.mailing import Mailer, Office
from appliance.daemons.jobs.messages import MessageCalls, MessageSealer, SealedMessages
from appliance.daemons.jobs.passwords import SealedPasswords
from appliance.daemons.jobs.recorder import SpoolWatcher
from appliance.daemons.jobs.rekeying import Rekeying
from appliance.daemons.jobs.report_posts import Posting, letters
from appliance.daemons.jobs.speech import commands as speech_commands
from appliance.daemons.jobs.speech.engine import EngineProcess
from appliance.daemons.jobs.speech.models import ModelFolders
from appliance.daemons.jobs.speech.vault import SealedTranscripts
from appliance.daemons.jobs.speech.work import Transcribing
from appliance.daemons.jobs.telling import Teller
from appliance.daemons.jobs.uploads import Uploads
from appliance.daemons.news import follow
from appliance.daemons.site import mail_context
from appliance.daemons.sounds import tools
from appliance.desk.reports.service import Reports
from appliance.events import Event
from appliance.node.alarms.ports import Alarms
from appliance.settings import Secret, Settings
from appliance.store.documents import Documents
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths

logger = logging.getLogger(__name__)


class Archive:
    """One per node, made inside the event loop; `work` is to be run until cancelled."""

    def __init__(
        self,
        settings: Settings,
        database: Engine,
        key: Keyring,
        feed: EventFeed,
        alarms: Alarms,
        made: Reports,
    ) -> None:
        self._paths, self._feed, node = Paths(settings.state), feed, settings.asterisk.node
        self._loop = asyncio.get_running_loop()
        clock, zone, pace = SystemClock(), ZoneInfo(settings.time_zone), settings.jobs.seconds
        rules, calls = RecordingRules(Documents(database)), LedgerCalls(database)
        register, changes = RecordingRepository(database, node), ChangeRepository(database, node)
        keys = self._paths.keys
        wraps, passwords = WrapRepository(database, node), SealedPasswords(database, key)
        head, changes_head = HeadFile(keys / "register.head"), HeadFile(keys / "changes.head")
        audio = AudioFolders(self._paths.spool, self._paths.recordings, self._paths.messages, self._paths.faxes)
        recorder = Recorder(register, changes, audio, head, changes_head, key, wraps, calls, rules.policy, clock, zone)
        self._transcribing, speech = self._speech(settings, database, recorder, alarms)
        beside = self._transcribing.forget
        kept = Custody(register, changes, changes_head, audio, rules.classes, recorder.books, beside)
        used, runs = disk_of(self._paths.recordings), RetentionRuns(database, node)
        self._keeping = Keeping(kept, rules, runs, calls, clock, zone, used, self._publish, alarms, pace)
        boxes, messages = BoxDocuments(Documents(database)), Messages(database)
        self.voicemail = Voicemail(boxes, messages, SealedMessages(recorder, kept), calls, clock, self._publish)
        noted, post = LedgerRepository(database, (FaxRecords(),)), BoxPost(boxes, Mails(database))
        pages = SealedPages(recorder, kept, noted)
        self.faxes = Faxes(FaxTable(database), pages, post, pages, clock, self._publish)
        spools = (self._paths.recordings, self._paths.spool, self._paths.messages)
        self._outbox = outbox(self.faxes, recorder, self._paths.faxes, spools, self._engine)
        self._outbox.sweep()
        self._plans, self._made = report_posts.shelf(database), made
        self._mailer = self._make_mailer(settings, database, key, calls, alarms)
        self._posting = Posting(self._plans, clock, zone, self._posted, pace)
        self._fax_watcher = self._make_fax_watcher(recorder, LedgerRepository(database), calls, alarms)
        self._messages = self._message_watcher(recorder, LedgerRepository(database), calls, alarms)
        rotation = Rotation(changes, changes_head, key, wraps, passwords, recorder.books)
        self._rekeying = Rekeying(rotation, passwords, calls, clock, self._publish, self._engine, alarms, pace)
        chains = Chains(register, changes, head, changes_head, recorder.books)
        shelf = Shelf(self._paths.anchors)
        self._anchoring = Anchoring(chains, rules, shelf, calls, clock, alarms, self._publish, pace)
        second = Copies(register, changes, changes_head, audio, recorder.books)
        self._copying = Copying(second, rules, clock, zone, alarms, pace)
        self._watcher = SpoolWatcher(self._paths.spool, recorder.seal, self._sealed, alarms)
        phones = AtPhone(self._paths.dictated, self._engine, calls, clock, self._publish)
        self.commands: Mapping[str, Handler] = {**self._commands(recorder, phones, database, key), **speech}

    def _commands(self, recorder: Recorder, phones: AtPhone, database: Engine, key: Keyring) -> dict[str, Handler]:
        return {
            **recordings.handlers(recorder),
            **playing.handlers(recorder, phones),
            **hearing.handlers(recorder, self._publish),
            **custody.handlers(self._keeping, Parties(database)),
            **requests_of_people.handlers(self._keeping, recorder),
            **rekeying.handlers(self._rekeying),
            **voicemail.handlers(self.voicemail, phones),
            **faxes.handlers(self.faxes),
            **anchor_commands.handlers(self._anchoring),
            **copies.handlers(self._copying),
            **mail.handlers(self._mailer, MailServers(Documents(database)), key),
            **self._posting.handlers(),
        }

    def work(self) -> tuple[Coroutine[Any, Any, None], ...]:
        """Seal what calls leave, hear of their ends, delete by plan, and look at the disk."""
        return (
            self._watcher.run(),
            self._messages.run(),
            self._fax_watcher.run(),
            self._mailer.work(),
            self._posting.work(),
            follow_ends(self._engine, self._call_ended),
            follow(self._engine, [FAX_RESTED, FAX_DONE], self._outbox.tidy),
            self._keeping.daily(),
            self._keeping.guard(),
            self._rekeying.work(),
            self._anchoring.work(),
            self._copying.work(),
            self._transcribing.work(),
        )

    def _speech(
        self, settings: Settings, database: Engine, recorder: Recorder, alarms: Alarms
    ) -> tuple[Transcribing, Mapping[str, Handler]]:
        """What was said in recordings: who transcribes them, and the commands for that."""
        documents, models = Documents(database), ModelFolders(self._paths.speech_models)
        rules, tasks, marks = SpeechDocuments(documents), TaskRepository(database), MarkRepository(database)
        files, ledger = AudioFolders(self._paths.spool, self._paths.transcripts), LedgerRepository(database)
        vault = SealedTranscripts(recorder, files, ledger, Lines(documents).numbers, settings.language)
        engine = EngineProcess(models.folder, lambda: rules.rule().threads)
        lists, clock = (lambda: rules.lists().values()), recorder.clock
        notes = Teller(recorder.calls, self._publish)
        one = Transcription(tasks, marks, models, vault, engine, lists, notes, clock)
        work = Transcribing(one, tasks, vault, engine, rules, alarms, settings.jobs.seconds)
        return work, speech_commands.handlers(work, models, marks)

    def sending(self, uploads: Uploads) -> Mapping[str, Handler]:
        """The commands for faxes that go out."""
        return fax_outbox.handlers(self._outbox, uploads)

    def _make_mailer(
        self, settings: Settings, database: Engine, key: Keyring, calls: LedgerCalls, alarms: Alarms
    ) -> Mailer:
        def password(server: MailServer) -> Secret | None:
            return key.open(server.password, mail_context(MailServers.ONLY)) if server.password else None

        servers, boxes, mp3 = MailServers(Documents(database)), self.voicemail.boxes, tools(settings).mp3
        zone = ZoneInfo(settings.time_zone)
        office = Office(servers.get, password, smtp.deliver, boxes.all, mp3, settings.language, zone)
        told, vault, clock = self.voicemail.messages, self.voicemail.vault, self.voicemail.clock
        pace = settings.jobs.seconds
        faxes = FaxLetters(self.faxes, boxes, settings.language, zone)
        others = letters(self._plans, self._made, database, clock, zone, str(settings.font), faxes)
        return Mailer(office, Mails(database), told, vault, calls, clock, self._publish, alarms, others, pace)

    def _message_watcher(
        self, recorder: Recorder, ledger: LedgerRepository, calls: LedgerCalls, alarms: Alarms
    ) -> SpoolWatcher:
        """Messages lie in a spool of their own; they are sealed into the same register."""
        spool, clock = self._paths.messages, recorder.clock
        audio = MessageFolders(spool, self._paths.recordings, self._paths.spool, self._paths.faxes)
        heard = MessageCalls(ledger, calls, self.voicemail)
        sealer = MessageSealer(replace(recorder, audio=audio, calls=heard), audio, heard, clock)
        return SpoolWatcher(spool, sealer.seal, self._sealed, alarms)

    def _make_fax_watcher(
        self, recorder: Recorder, ledger: LedgerRepository, calls: LedgerCalls, alarms: Alarms
    ) -> SpoolWatcher:
        """So do the pages of faxes."""
        spool = self._paths.faxes
        audio = PageFolders(spool, self._paths.recordings, self._paths.spool, self._paths.messages)
        told = FaxCalls(ledger, calls, self.faxes)
        sealer = FaxSealer(replace(recorder, audio=audio, calls=told), audio, told)
        return SpoolWatcher(spool, sealer.seal, self._sealed, alarms)

    def _posted(self) -> None:
        self._loop.call_soon_threadsafe(self._mailer.news.set)

    async def _call_ended(self) -> None:
        await self._watcher.call_ended()
        await self._fax_watcher.call_ended()

    def _engine(self) -> ControlClient:
        return ControlClient(self._paths.engine_socket)

    def _publish(self, event: Event) -> None:
        self._loop.call_soon_threadsafe(self._feed.publish, event.kind, event.to_json())
        if event.kind in (LEFT, FAX_LEFT):
            self._loop.call_soon_threadsafe(self._mailer.news.set)

    def _sealed(self, recording: Recording) -> None:
        logger.info("sealed %s: %s ms of channel %s", recording.id, recording.duration_ms, recording.channel)
        self._feed.publish("recording.sealed", recordings.shown(recording))
        self._copying.due.set()
        self._transcribing.sealed(recording)
