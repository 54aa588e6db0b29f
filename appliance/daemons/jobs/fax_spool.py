"""Received faxes on their way from the spool into their boxes, their sealed pages, and the mails that tell of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from email.message import EmailMessage
from uuid import UUID

from appliance.contact.fax import events as facts
from appliance.contact.fax.errors import FaxUnknown
from appliance.contact.fax.model import Fax, named
from appliance.contact.fax.service import Faxes
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.recording.custody import Custody, Deed
from appliance.contact.recording.model import Recording, SpooledAudio
from appliance.contact.recording.policy import Case
from appliance.contact.recording.ports import AudioStore, Calls
from appliance.contact.recording.service import PATIENCE, Recorder, StoryUnfinishedError
from appliance.contact.recording.story import Party, Story
from appliance.contact.voicemail.mail import Mail
from appliance.contact.voicemail.model import FaxAttachment
from appliance.contact.voicemail.ports import Boxes
from appliance.contact.voicemail.repository import Mails
from appliance.daemons.jobs import pages
from appliance.daemons.jobs.letters import Sound, fax_letter
from appliance.daemons.jobs.mailing import SYSTEM, GoneError
from appliance.events import Event


@dataclass(frozen=True, slots=True)
class FaxCalls:
    """Calls port of the recorder, for faxes: what is sealed arrives in its box."""

    ledger: LedgerRepository
    calls: Calls
    faxes: Faxes

    def story(self, channel: str) -> Story:
        """Ended with the transmission; a file that no fact speaks of is kept all the same."""
        if (names := named(channel)) is None:
            return Story(ended=True, case=Case(fax=True))
        told = [entry.event for entry in self.ledger.of_contacts([names[0]])]
        ended = any(event.kind == facts.ENDED and event.data["fax"] == str(names[1]) for event in told)
        return Story(names[0], ended=ended, case=Case(fax=True))

    def class_of(self, contact: UUID) -> str | None:
        return self.calls.class_of(contact)

    def sealed(self, recording: Recording) -> None:
        if names := named(recording.channel):
            tiff = b"".join(self.faxes.vault.pages(recording.id, SYSTEM, "pages counted"))
            self.faxes.arrive(names[1], recording.id, pages.count(tiff))

    def parties(self, recording: UUID, parties: Sequence[Party]) -> None:
        self.calls.parties(recording, parties)

    def note(self, event: Event) -> None:
        self.calls.note(event)


@dataclass(frozen=True, slots=True)
class FaxSealer:
    """Seals the pages of the spool; a fax without a page is let go."""

    recorder: Recorder
    audio: AudioStore
    calls: FaxCalls

    def seal(self, waiting: SpooledAudio) -> Recording | None:
        raw = self.audio.open_raw(waiting)
        with raw.stream:
            there = pages.count(raw.stream.read())
        if there or waiting.id:
            return self.recorder.seal(waiting)
        clock = self.recorder.clock
        if not self.calls.story(waiting.channel).ended and clock.now() - raw.ended_at < PATIENCE:
            raise StoryUnfinishedError(waiting.channel)
        if names := named(waiting.channel):
            fax = self.calls.faxes.store.find(names[1])
            self.calls.faxes.ledger.note(facts.empty(*names, fax.box if fax else "", clock.now()))
        self.audio.remove_raw(waiting)
        return None


@dataclass(frozen=True, slots=True)
class SealedPages:
    """Vault and Ledger of faxes, on the recorder and its custody."""

    recorder: Recorder
    custody: Custody
    ledger: LedgerRepository

    def pages(self, recording: UUID, who: str, reason: str) -> Iterator[bytes]:
        return self.recorder.hear(recording, reason, who)

    def discard(self, recording: UUID, who: str, reason: str, now: datetime) -> str:
        return self.custody.discard(recording, Deed(who, reason, now))

    def note(self, event: Event) -> None:
        self.ledger.append([event])


@dataclass(frozen=True, slots=True)
class BoxPost:
    """Post by the outbox of mails."""

    boxes: Boxes
    mails: Mails

    def send(self, fax: Fax, at: datetime) -> None:
        box = self.boxes.all().get(fax.box)
        if box and box.mail:
            self.mails.add(fax.id, fax.box, box.mail, at)


@dataclass(frozen=True, slots=True)
class FaxLetters:
    """The mails that tell of faxes."""

    faxes: Faxes
    boxes: Boxes
    language: str
    zone: tzinfo

    def letter(self, mail: Mail, sender: str) -> EmailMessage:
        try:
            fax = self.faxes.find(mail.message)
        except FaxUnknown as fault:
            raise GoneError from fault
        box = self.boxes.all().get(fax.box)
        attached = self._attached(fax, mail, box.attach_fax if box else "")
        return fax_letter(mail, fax, sender, self.language, self.zone, attached)

    def _attached(self, fax: Fax, mail: Mail, form: str) -> Sound | None:
        if form not in FORMS:
            return None
        tiff = b"".join(self.faxes.pages(fax.id, SYSTEM, f"mailed to {mail.recipient}"))
        return Sound(form, FORMS[form](tiff))


FORMS: dict[str, Callable[[bytes], bytes]] = {FaxAttachment.PDF: pages.as_pdf, FaxAttachment.TIFF: bytes}
