"""The outbox worked off: each mail is tried when it is due, again and again, until it is taken or given up."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from email.message import EmailMessage
from typing import Protocol
from uuid import UUID

from appliance.clock import Clock, uuid7
from appliance.contact.voicemail import events as facts
from appliance.contact.voicemail.errors import MailNotTaken, MailServerMissing, MailUnknown
from appliance.contact.voicemail.mail import Mail, MailServer, MailState, again_at
from appliance.contact.voicemail.model import Attachment, Box, Message, Standing
from appliance.contact.voicemail.ports import Ledger, MessageStore, Vault
from appliance.contact.voicemail.repository import Mails
from appliance.daemons.jobs.letters import Sound, letter, trial
from appliance.daemons.jobs.messages import caller_side
from appliance.daemons.jobs.smtp import MailDelayedError, MailRefusedError
from appliance.daemons.lingering import linger
from appliance.errors import Refusal
from appliance.events import Event
from appliance.node.alarms.ports import Alarms
from appliance.settings import Secret

UNDELIVERED, STUCK = "mail-undelivered", "mail-stuck"
IDLE = 60.0
"""Seconds after which an idle outbox is looked at all the same."""
SYSTEM = "mail"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Office:
    """What a mail needs: `deliver` hands it over, `mp3` makes a small file of a WAV; all of it runs in a thread."""

    server: Callable[[], MailServer | None]
    password: Callable[[MailServer], Secret | None]
    deliver: Callable[[MailServer, Secret | None, EmailMessage], None]
    boxes: Callable[[], dict[str, Box]]
    mp3: Callable[[bytes], bytes]
    language: str
    zone: tzinfo


class OtherLetters(Protocol):
    """Mails about something else than messages."""

    def letter(self, mail: Mail, sender: str) -> EmailMessage:
        """Raises Gone when there is nothing to tell of any more."""
        ...


class GoneError(Exception):
    """What a mail was to tell of is no longer there."""


@dataclass
class Mailer:
    """One per box. It looks at its outbox when something comes, when a mail is due, and every `pace` seconds."""

    office: Office
    mails: Mails
    messages: MessageStore
    vault: Vault
    ledger: Ledger
    clock: Clock
    publish: Callable[[Event], None]
    alarms: Alarms
    others: OtherLetters
    pace: float = IDLE
    news: asyncio.Event = field(default_factory=asyncio.Event)
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def work(self) -> None:
        """Until cancelled; `news` wakes it."""
        while True:
            self.news.clear()
            due = await self._round()
            left = (due - self.clock.now()).total_seconds() if due else self.pace
            await linger(self.news, max(0.0, min(left, self.pace)))

    async def trial(self, to: str) -> None:
        """Send a mail without a message now; raises MailServerMissing or MailNotTaken."""
        now = self.clock.now()
        mail = Mail(uuid7(now), UUID(int=0), "", to, now, now)
        try:
            await asyncio.to_thread(self._hand_over, mail, lambda sender: trial(mail, sender, self.office.language))
        except (MailRefusedError, MailDelayedError) as fault:
            raise MailNotTaken(to=to, problem=str(fault)) from fault

    async def retry(self, identity: UUID) -> Mail:
        """Try a mail now that waits or has failed."""
        async with self.one_at_a_time:
            mail = await asyncio.to_thread(self.mails.find, identity)
            if mail is None or mail.state in (MailState.SENT, MailState.DROPPED):
                raise MailUnknown(mail=str(identity))
            now = self.clock.now()
            mail = replace(mail, state=MailState.WAITING, due_at=now, created_at=now)
            await asyncio.to_thread(self.mails.put, mail)
        self.news.set()
        return mail

    async def _round(self) -> datetime | None:
        """Try everything that is due; when the next one is."""
        try:
            due = await self._try_all()
        except Exception as fault:
            logger.exception("the outbox of mails could not be worked off")
            self.alarms.raise_(STUCK, "", str(fault))
            return None
        self.alarms.clear(STUCK)
        return due

    async def _try_all(self) -> datetime | None:
        for mail in await asyncio.to_thread(self.mails.waiting):
            if mail.due_at > self.clock.now():
                return mail.due_at
            async with self.one_at_a_time:
                await asyncio.to_thread(self._try, mail)
        return None

    def _try(self, mail: Mail) -> None:
        message = self.messages.find(mail.message)
        try:
            self._hand_over(mail, lambda sender: self._letter(mail, message, sender))
        except GoneError:
            self.mails.put(replace(mail, state=MailState.DROPPED))
        except MailRefusedError as fault:
            self._failed(mail, MailState.REFUSED, str(fault))
        except (MailDelayedError, Refusal) as fault:
            self._later(mail, fault.sentence("en").what if isinstance(fault, Refusal) else str(fault))
        else:
            now, tries = self.clock.now(), mail.tries + 1
            self.mails.put(replace(mail, state=MailState.SENT, tries=tries, sent_at=now, problem=""))
            self._tell(facts.mailed(mail.message, mail.box, mail.recipient, tries, now))
            self.alarms.clear(UNDELIVERED, mail.recipient)

    def _hand_over(self, mail: Mail, written: Callable[[str], EmailMessage]) -> None:
        if (server := self.office.server()) is None:
            raise MailServerMissing(to=mail.recipient)
        self.office.deliver(server, self.office.password(server), written(server.sender))

    def _letter(self, mail: Mail, message: Message | None, sender: str) -> EmailMessage:
        if message is None:
            return self.others.letter(mail, sender)
        if message.standing is Standing.DELETED:
            raise GoneError
        box = self.office.boxes().get(mail.box)
        attach = box.attach if box else Attachment.NONE
        sound = None
        if attach != Attachment.NONE:
            wav = caller_side(self.vault.audio(message.recording, SYSTEM, f"mailed to {mail.recipient}"))
            sound = Sound(attach, self.office.mp3(wav) if attach == Attachment.MP3 else wav)
        return letter(mail, message, sender, self.office.language, self.office.zone, sound)

    def _later(self, mail: Mail, problem: str) -> None:
        """Once more later, or never again."""
        due = again_at(mail, self.clock.now())
        if due is None:
            self._failed(mail, MailState.GIVEN_UP, problem)
            return
        self.mails.put(replace(mail, due_at=due, tries=mail.tries + 1, problem=problem))
        self.alarms.raise_(UNDELIVERED, mail.recipient, problem)

    def _failed(self, mail: Mail, state: MailState, problem: str) -> None:
        self.mails.put(replace(mail, state=state, tries=mail.tries + 1, problem=problem))
        self._tell(facts.mail_failed(mail.message, mail.box, mail.recipient, problem, self.clock.now()))
        self.alarms.raise_(UNDELIVERED, mail.recipient, problem)

    def _tell(self, event: Event) -> None:
        # A report belongs to no box: that it went out is in the audit trail.
        if not event.data["box"]:
            return
        self.ledger.note(event)
        self.publish(event)
