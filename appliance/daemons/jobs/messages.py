"""Messages on their way from the spool into their boxes, and their sealed audio."""

import io
import logging
import wave
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np

from appliance.clock import Clock
from appliance.contact.calls.events import LEG_OPENED, OPENED
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.recording.audio import RATE, WAV_HEADER
from appliance.contact.recording.custody import Custody, Deed
from appliance.contact.recording.model import Recording, SpooledAudio
from appliance.contact.recording.policy import Case
from appliance.contact.recording.ports import AudioStore, Calls
from appliance.contact.recording.service import Recorder
from appliance.contact.recording.story import Party, Span, Story, Stretch
from appliance.contact.voicemail import events as facts
from appliance.contact.voicemail.model import Message, spooled
from appliance.contact.voicemail.service import Voicemail
from appliance.events import Event

SHORTEST_MS = 1000
"""What is shorter is nobody's message: the caller has hung up at the tone."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the ledger knows of a message in the spool."""

    contact: UUID
    message: UUID
    box: str
    caller: str
    leg: UUID
    role: str
    phone: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class MessageCalls:
    """Calls port of the recorder, for messages: what is sealed arrives in its box."""

    ledger: LedgerRepository
    calls: Calls
    voicemail: Voicemail

    def spoken(self, channel: str) -> Spoken | None:
        """The message behind a name in the spool; None where the ledger knows of none."""
        if (names := spooled(channel)) is None:
            return None
        events = [entry.event for entry in self.ledger.of_contacts([names[0]])]
        started = next((one for one in events if one.kind == facts.STARTED and one.data["name"] == channel), None)
        opened = next((one for one in events if one.kind == OPENED), None)
        if started is None or opened is None or started.leg is None:
            return None
        leg = next((one.data for one in events if one.kind == LEG_OPENED and one.leg == started.leg), {})
        role, phone = str(leg.get("role", "")), str(leg.get("phone", ""))
        return Spoken(*names, started.data["box"], opened.data["caller"], started.leg, role, phone, started.at)

    def story(self, channel: str) -> Story:
        if (told := self.spoken(channel)) is None:
            return Story()
        heard = Stretch(told.leg, told.role, told.phone, Span(told.started_at, None))
        return Story(told.contact, ended=True, case=Case(message=True), stretches=(heard,))

    def class_of(self, contact: UUID) -> str | None:
        return self.calls.class_of(contact)

    def sealed(self, recording: Recording) -> None:
        if (told := self.spoken(recording.channel)) is None:
            logger.error("alarm: nobody knows whose message the recording %s is", recording.id)
            return
        length, at = recording.duration_ms, recording.started_at
        self.voicemail.arrive(Message(told.message, told.box, told.contact, told.caller, at, length, recording.id))

    def parties(self, recording: UUID, parties: Sequence[Party]) -> None:
        self.calls.parties(recording, parties)

    def note(self, event: Event) -> None:
        self.calls.note(event)


@dataclass(frozen=True, slots=True)
class MessageSealer:
    """Seals messages of the spool; those in which nobody spoke are let go."""

    recorder: Recorder
    audio: AudioStore
    calls: MessageCalls
    clock: Clock

    def seal(self, waiting: SpooledAudio) -> Recording | None:
        raw = self.audio.open_raw(waiting)
        raw.stream.close()
        if raw.size * 1000 >= SHORTEST_MS * RATE * 4:
            return self.recorder.seal(waiting)
        if told := self.calls.spoken(waiting.channel):
            self.calls.note(facts.empty(told.contact, told.message, told.box, self.clock.now()))
        self.audio.remove_raw(waiting)
        return None


@dataclass(frozen=True, slots=True)
class SealedMessages:
    """Vault on the recorder and its custody."""

    recorder: Recorder
    custody: Custody

    def audio(self, recording: UUID, who: str, reason: str) -> Iterator[bytes]:
        return self.recorder.hear(recording, reason, who)

    def discard(self, recording: UUID, who: str, reason: str, now: datetime) -> str:
        return self.custody.discard(recording, Deed(who, reason, now))


def caller_side(wav: Iterable[bytes]) -> bytes:
    """The caller's channel of a sealed WAV as one of its own, as phones and mails play it."""
    return _mono(_samples(wav)[1::2])


def both_sides(wav: Iterable[bytes]) -> bytes:
    """The two channels of a sealed WAV in one, as a phone plays it; loud on both sides is clipped, not wrapped."""
    samples = _samples(wav).astype(np.int32)
    return _mono((samples[0::2] + samples[1::2]).clip(-32768, 32767).astype("<i2"))


def _samples(wav: Iterable[bytes]) -> "np.ndarray[Any, np.dtype[np.int16]]":
    return np.frombuffer(b"".join(wav)[WAV_HEADER:], "<i2")


def _mono(samples: "np.ndarray[Any, np.dtype[np.int16]]") -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()
