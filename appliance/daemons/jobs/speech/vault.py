"""Audio for the engine, and transcripts sealed beside it."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from appliance.contact.calls import events as calls
from appliance.contact.calls.model import Number
from appliance.contact.ivr import events as flows
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.recording.model import Recording, sealed_name
from appliance.contact.recording.ports import SealedFiles
from appliance.contact.recording.service import Recorder
from appliance.contact.recording.story import marks
from appliance.contact.speech import sealing
from appliance.contact.speech.document import decode
from appliance.contact.speech.errors import TranscriptDamaged, TranscriptMissing
from appliance.contact.speech.model import Transcript
from appliance.contact.speech.ports import Heard

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class SealedTranscripts:
    """Vault port. `files` are apart from the audio, which is checked against the register to the last file."""

    recorder: Recorder
    files: SealedFiles
    ledger: LedgerRepository
    numbers: Callable[[], Mapping[str, Number]]
    site_language: str

    def audio(self, recording: UUID, model: str) -> Heard:
        pieces = self.recorder.hear(recording, f"speech recognition by {model}", SYSTEM)
        wav = b"".join(pieces)
        found = self._known(recording)
        told = self.recorder.calls.story(found.channel)
        pauses = tuple(marks(told, found.started_at, found.duration_ms))
        return Heard(wav, "", found.contact, found.duration_ms, pauses)

    def language(self, recording: UUID) -> str:
        """What the caller heard last, by choice or by the number; else the site's."""
        self.recorder.beside(recording)
        contact = self._known(recording).contact
        events = [entry.event for entry in self.ledger.of_contacts([contact])] if contact else []
        chosen = [str(event.data["language"]) for event in events if event.kind == flows.LANGUAGE]
        dialled = (str(event.data["dialled"]) for event in events if event.kind == calls.OPENED)
        numbers = self.numbers()
        of_number = (numbers[did].language for did in dialled if did in numbers)
        return chosen[-1] if chosen else next(of_number, self.site_language)

    def keep(self, recording: UUID, plain: bytes) -> None:
        name = sealed_name(recording)
        chance = secrets.token_bytes(sealing.CHANCE)
        self.files.write(name, [sealing.seal(recording, self.recorder.beside(recording), plain, chance)])
        self.files.publish(name)

    def read(self, recording: UUID) -> Transcript:
        """For us, not yet for a person: whoever is shown it is permitted first."""
        key = self.recorder.beside(recording)
        try:
            with self.files.open_sealed(sealed_name(recording)) as file:
                sealed = file.read()
        except OSError as fault:
            raise TranscriptMissing(recording=str(recording)) from fault
        try:
            return decode(sealing.unseal(recording, key, sealed))
        except (ValueError, KeyError, TypeError) as fault:
            raise TranscriptDamaged(recording=str(recording)) from fault

    def forget(self, recording: UUID) -> None:
        self.files.remove_sealed(sealed_name(recording))

    def _known(self, recording: UUID) -> Recording:
        found = self.recorder.register.find(recording)
        assert found is not None  # noqa: S101 - whoever asks has been given its key or its audio
        return found
