"""The recorder: seals what was spooled, gives it out for a reason, and checks that all is as it was sealed."""

import hashlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from threading import Lock
from typing import BinaryIO
from uuid import UUID

from appliance.clock import Clock, uuid7
from appliance.contact.recording import approval, audio, envelope, policy, register, story, wrapping
from appliance.contact.recording import events as facts
from appliance.contact.recording.echo import Ear
from appliance.contact.recording.errors import (
    RecordingDamaged,
    RecordingDeleted,
    RecordingKeyChanged,
    RecordingKeyUnknown,
    RecordingKeyWrong,
    RecordingMissing,
    RecordingMoved,
    RecordingNotApproved,
    RecordingReasonMissing,
    RecordingUnknown,
)
from appliance.contact.recording.model import (
    Access,
    Change,
    Finding,
    FindingKind,
    Recording,
    Search,
    SpooledAudio,
    sealed_name,
)
from appliance.contact.recording.outline import Outline, outline
from appliance.contact.recording.policy import Policy, Ruling
from appliance.contact.recording.ports import (
    AudioStore,
    Calls,
    ChangeStore,
    HeadStore,
    Keys,
    RawAudio,
    RegisterStore,
    WrapStore,
)
from appliance.contact.recording.standing import standing
from appliance.contact.recording.story import Story

PATIENCE = timedelta(minutes=1)
LASTS = timedelta(minutes=30)
"""How long a reason that was given opens a recording to who gave it."""
_BLOCK = 1 << 20


class StoryUnfinishedError(Exception):
    """The audio is there, but the ledger does not know yet how its call ended."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """One per node: entries of a node's register are made by one recorder. Its methods may be called in any thread."""

    register: RegisterStore
    changes: ChangeStore
    audio: AudioStore
    head: HeadStore
    changes_head: HeadStore
    keys: Keys
    wraps: WrapStore
    calls: Calls
    policy: Callable[[], Policy]
    clock: Clock
    zone: tzinfo = UTC
    books: Lock = field(default_factory=Lock)

    def seal(self, spooled: SpooledAudio) -> Recording | None:
        """Seal finished audio and enter it in the register; the raw file is removed.

        None when the file was empty, or when the call is not to be kept. May be repeated after a failure or a power
        cut at any step: the result is one entry, one sealed file and no raw file; until then the raw file stays.
        Raises FileNotFoundError when it is not there, and StoryUnfinishedError for a minute at most.
        """
        claimed = self.audio.claim(spooled, spooled.id or uuid7(self.clock.now()))
        assert claimed.id is not None  # noqa: S101 - what claiming means; tells the type checker
        recording = self.register.find(claimed.id)
        if recording:
            self._settle_head()
        else:
            recording = self._seal_new(claimed, claimed.id)
        if recording:
            self.calls.sealed(recording)
        self.audio.remove_raw(claimed)
        return recording

    def list(self, *, contact: UUID | None = None, day: date | None = None, limit: int = 100) -> tuple[Recording, ...]:
        """Recordings, newest first; `day` is one in the site's zone."""
        start = datetime.combine(day, time(), self.zone).astimezone(UTC) if day else None
        after = datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC) if day else None
        return self.register.select(Search(contact, start, after, limit))

    def export(self, identity: UUID, reason: str, who: str) -> Iterator[bytes]:
        """The WAV in pieces, each authenticated before it is given; the access is on record before the first one.

        Refused at once without a reason or a name, and for what is unknown or not in its place; a piece that was
        changed is refused when it is reached.
        """
        return self._opened(self._admitted(identity, reason, who))

    def part(self, identity: UUID, who: str, place: range) -> tuple[bytes, int]:
        """Some of the WAV and the size of all of it, for whoever was given the recording less than `LASTS` ago."""
        recording = self._given(identity, who)
        data_key = self._data_key(recording)
        with self._sealed_file(recording) as (header, start, stream):
            pieces = envelope.unseal_part(stream, header, start, data_key, recording.bytes, place)
            return b"".join(pieces), envelope.plain_size(header, start, recording.bytes)

    def shape(self, identity: UUID, who: str) -> Outline:
        """How loud it is when and where it was paused, for whoever was given the recording."""
        recording = self._given(identity, who)
        with self._sealed_file(recording) as (header, _, _):
            pauses = header.pauses
        return replace(outline(self._opened(recording)), pauses=pauses)

    @contextmanager
    def _sealed_file(self, recording: Recording) -> Iterator[tuple[envelope.Header, bytes, BinaryIO]]:
        """What the sealed file says of itself, the bytes before its audio, and the open file."""
        try:
            with self.audio.open_sealed(recording.file) as stream:
                header, start = envelope.read_header(stream)
                if not _belongs(header, recording):
                    raise envelope.EnvelopeDamagedError("the file belongs to another recording")
                yield header, start, stream
        except envelope.EnvelopeDamagedError as fault:
            raise RecordingDamaged(recording=str(recording.id), file=recording.file, reason=str(fault)) from fault
        except OSError as fault:
            raise RecordingMissing(recording=str(recording.id), file=recording.file) from fault

    def _given(self, identity: UUID, who: str) -> Recording:
        if (recording := self.register.find(identity)) is None:
            raise RecordingUnknown(recording=str(identity))
        self._refuse_gone(recording)
        if not self.register.given(identity, who, self.clock.now() - LASTS):
            raise RecordingReasonMissing(recording=str(identity))
        return recording

    def hear(self, identity: UUID, reason: str, who: str) -> Iterator[bytes]:
        """A message for whoever it was left for: on record like any other access, but nobody needs to agree to it."""
        return self._opened(self.grant(identity, reason, who))

    def grant(self, identity: UUID, reason: str, who: str) -> Recording:
        """Open it to somebody of whom it is settled that they may: on record like any other access."""
        recording = self.register.find(identity)
        if recording is None:
            raise RecordingUnknown(recording=str(identity))
        self._refuse_gone(recording)
        now = self.clock.now()
        self.register.log_access(Access(uuid7(now), identity, now, who, reason))
        return recording

    def beside(self, identity: UUID) -> bytes:
        """The key of a recording that is there, for what belongs to its audio and is sealed with it."""
        recording = self.register.find(identity)
        if recording is None:
            raise RecordingUnknown(recording=str(identity))
        self._refuse_gone(recording)
        return self._data_key(recording)

    def permit(self, identity: UUID, reason: str, who: str) -> None:
        """Somebody is given what belongs to the audio: refused, and on record, as the audio itself is."""
        self._admitted(identity, reason, who)

    def verify(self) -> tuple[Finding, ...]:
        """Everything wrong with this node's register, its changes and its sealed files; empty when all is well.

        Audio that was deleted by plan, or lies in the central store only, is missing rightly; audio that is missing
        without such a change is a finding.
        """
        with self.books:
            head, last, names = self.head.read(), self.register.last(), self.audio.names()
            changed, change = self.changes_head.read(), self.changes.last()
            waiting = {sealed_name(identity) for identity in self.audio.claimed()}
        until = last.seq if last else 0
        findings = list[Finding](register.check(self.register.entries(until), head))
        findings += register.check_changes(self.changes.entries(change.seq if change else 0), changed)
        elsewhere = self.changes.deleted() | self.changes.moved()
        for entry in self.register.entries(until):
            findings.extend(() if entry.id in elsewhere else self._check_file(entry))
            waiting.add(entry.file)
        findings.extend(Finding(FindingKind.PUT_IN, name, "not in the register") for name in sorted(names - waiting))
        return tuple(findings)

    def _admitted(self, identity: UUID, reason: str, who: str) -> Recording:
        if not reason.strip() or not who.strip():
            raise RecordingReasonMissing(recording=str(identity))
        recording = self.register.find(identity)
        if recording is None:
            raise RecordingUnknown(recording=str(identity))
        now = self.clock.now()
        self._permit(recording, who.strip(), now)
        self.register.log_access(Access(uuid7(now), identity, now, who.strip(), reason.strip()))
        return recording

    def _permit(self, recording: Recording, who: str, now: datetime) -> None:
        changes = self._refuse_gone(recording)
        if self.policy().two_person and not approval.approved(changes, who, now):
            raise RecordingNotApproved(recording=str(recording.id), who=who)

    def _refuse_gone(self, recording: Recording) -> Sequence[Change]:
        changes = self.changes.of(recording.id)
        present = standing(recording, changes)
        if present.deleted_at:
            at = present.deleted_at.isoformat()
            raise RecordingDeleted(recording=str(recording.id), at=at, reason=present.deletion)
        if present.moved:
            raise RecordingMoved(recording=str(recording.id))
        return changes

    def _seal_new(self, claimed: SpooledAudio, identity: UUID) -> Recording | None:
        raw = self.audio.open_raw(claimed)
        with raw.stream:
            if not raw.size:
                return None
            told = self._story(claimed, raw)
            ruled = policy.ruling(told.case, self.policy())
            if ruled.discard:
                self.calls.note(facts.discarded(told.contact, claimed.channel, ruled.discard, self.clock.now()))
                return None
            return self._enter(self._sealed(claimed, identity, raw, told, ruled))

    def _story(self, claimed: SpooledAudio, raw: RawAudio) -> Story:
        told = self.calls.story(claimed.channel)
        if told.contact and not told.ended and self.clock.now() - raw.ended_at < PATIENCE:
            raise StoryUnfinishedError(claimed.channel)
        return told

    def _sealed(self, claimed: SpooledAudio, identity: UUID, raw: RawAudio, told: Story, ruled: Ruling) -> Recording:
        duration = audio.duration_ms(raw.size, raw.form)
        started = raw.ended_at - timedelta(milliseconds=duration)
        data_key, key = secrets.token_bytes(envelope.KEY), self.keys.current
        pauses = story.marks(told, started, duration)
        header = envelope.Header(identity, key.key_id, key.wrap(data_key), pauses=pauses, audio=raw.form)
        plain = (
            audio.plain_chunks(raw.stream, raw.size, header.chunk)
            if raw.form == audio.TIFF
            else audio.wav_chunks(raw.stream, raw.size, header.chunk, swap=not told.agent_side)
        )
        ear = Ear(line_left=told.line_left)
        heard = ear.hearing(plain) if told.line and raw.form != audio.TIFF else plain
        sealed = self.audio.write(sealed_name(identity), envelope.seal(header, data_key, heard))
        if parties := story.parties(told, started, duration):
            self.calls.parties(identity, parties)
        if told.line and (echo := ear.echo()):
            self.calls.note(facts.echo(told.contact, told.line, identity, echo, self.clock.now()))
        if told.cut:
            self.calls.note(facts.cut(told.contact, identity, raw.ended_at, self.clock.now()))
        return Recording(
            id=identity,
            node=self.register.node,
            contact=told.contact,
            channel=claimed.channel,
            started_at=started,
            duration_ms=duration,
            bytes=sealed.bytes,
            file=sealed_name(identity),
            sha256=sealed.sha256,
            key_id=header.key_id,
            wrapped_key=header.wrapped_key.hex(),
            retention=ruled.retention,
        )

    def _enter(self, recording: Recording) -> Recording:
        """Under the lock, so that a check never sees a file without its entry or an entry without its head."""
        with self.books:
            if self.keys.find(recording.key_id) is None:
                raise RecordingKeyChanged(recording=str(recording.id), key=recording.key_id)
            if recording.contact and (wanted := self.calls.class_of(recording.contact)):
                recording = replace(recording, retention=wanted)
            self.audio.publish(recording.file)
            recording = register.chained(recording, self.register.last(), self.head.read())
            self.register.append(recording)
            self.head.write(register.Head(recording.seq, recording.hash))
        return recording

    def _settle_head(self) -> None:
        """Move the head to an entry whose writing was cut short; a head that contradicts the register stays."""
        with self.books:
            last = self.register.last()
            if last and register.follows(last, self.head.read()):
                self.head.write(register.Head(last.seq, last.hash))

    def _opened(self, recording: Recording) -> Iterator[bytes]:
        data_key = self._data_key(recording)
        try:
            stream = self.audio.open_sealed(recording.file)
        except OSError as fault:
            raise RecordingMissing(recording=str(recording.id), file=recording.file) from fault
        return _pieces(recording, data_key, stream)

    def _data_key(self, recording: Recording) -> bytes:
        wraps = self.wraps.of(recording.id)
        if data_key := wrapping.data_key(recording, wraps, self.keys):
            return data_key
        refusal = RecordingKeyWrong if wrapping.has_key(recording, wraps, self.keys) else RecordingKeyUnknown
        key = wraps[0].key_id if wraps else recording.key_id
        raise refusal(recording=str(recording.id), key=key, ours=self.keys.current.key_id)

    def _check_file(self, entry: Recording) -> Iterator[Finding]:
        try:
            stream = self.audio.open_sealed(entry.file)
        except OSError as fault:
            yield Finding(FindingKind.REMOVED, entry.file, fault.strerror or str(fault))
            return
        with stream:
            digest = hashlib.sha256()
            while block := stream.read(_BLOCK):
                digest.update(block)
            if digest.hexdigest() != entry.sha256:
                yield Finding(FindingKind.FLIPPED, entry.file, "the content is not what was sealed")
            elif not _names(stream, entry):
                yield Finding(FindingKind.FLIPPED, entry.file, "the content belongs to another recording")
            elif wrapping.data_key(entry, self.wraps.of(entry.id), self.keys) is None:
                yield Finding(FindingKind.KEY_LOST, entry.file, "no key of this box opens it")


def _pieces(recording: Recording, data_key: bytes, stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        try:
            header, start = envelope.read_header(stream)
            if not _belongs(header, recording):
                raise envelope.EnvelopeDamagedError("the file belongs to another recording")
            yield from envelope.unseal(stream, header, start, data_key)
        except envelope.EnvelopeDamagedError as fault:
            raise RecordingDamaged(recording=str(recording.id), file=recording.file, reason=str(fault)) from fault


def _names(stream: BinaryIO, entry: Recording) -> bool:
    stream.seek(0)
    with suppress(envelope.EnvelopeDamagedError):
        return _belongs(envelope.read_header(stream)[0], entry)
    return False


def _belongs(header: envelope.Header, recording: Recording) -> bool:
    ours = (recording.id, recording.key_id, recording.wrapped_key)
    return (header.recording, header.key_id, header.wrapped_key.hex()) == ours
