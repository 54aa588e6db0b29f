"""The second copy: sealed files in a central store, as they are; what is done, and what waits."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any, BinaryIO
from uuid import UUID

from appliance.contact.recording import chronicle
from appliance.contact.recording.custody import Deed
from appliance.contact.recording.errors import (
    RecordingCopyMissing,
    RecordingDeleted,
    RecordingHere,
    RecordingReasonMissing,
    RecordingUnknown,
)
from appliance.contact.recording.model import Change, ChangeKind, Finding, FindingKind, Recording, sealed_name
from appliance.contact.recording.ports import AudioStore, ChangeStore, HeadStore, RegisterStore, SealedFiles
from appliance.contact.recording.standing import standing

SYSTEM = "system"
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class CopyRule:
    """`folder` is where the store is mounted, "" for none. Copies are made between `start` and `end` of the day, all
    day where both are equal, with `rate` kB/s at most (0: as fast as it goes). Audio that is older than `local_days`
    lies in the store only (0: never)."""

    folder: str = ""
    start: str = "00:00"
    end: str = "00:00"
    rate: int = 0
    local_days: int = 0


def opens_in(rule: CopyRule, now: datetime) -> timedelta:
    """How long until copies may be made; zero inside the hours. `now` is in the site's zone."""
    start, end = time.fromisoformat(rule.start), time.fromisoformat(rule.end)
    clock = now.time().replace(tzinfo=None)
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if start == end or inside:
        return timedelta(0)
    opening = now.replace(hour=start.hour, minute=start.minute, second=0, microsecond=0)
    return (opening if opening > now else opening + timedelta(days=1)) - now


def pause(done: int, seconds: float, rate: int) -> float:
    """Seconds to wait after `done` bytes in `seconds`, so as to stay within `rate` kB/s."""
    return max(0.0, done / (rate * 1000) - seconds) if rate else 0.0


@dataclass(frozen=True, slots=True)
class Copies:
    """What lies in the store is asked of the store; that audio left the box is a fact in the chain."""

    register: RegisterStore
    changes: ChangeStore
    head: HeadStore
    audio: AudioStore
    books: AbstractContextManager[Any]

    def waiting(self, store: SealedFiles) -> tuple[UUID, ...]:
        """Recordings that are not in the store yet, the oldest first."""
        there = store.names()
        kept = sorted(self.changes.kept(), key=lambda item: (item.started_at, item.recording))
        return tuple(item.recording for item in kept if item.local and sealed_name(item.recording) not in there)

    def copy(self, identity: UUID, store: SealedFiles, paced: Callable[[int], None]) -> int:
        """Put one into the store, and read it back; its bytes. `paced` is told of each piece and may take its time."""
        recording = self._found(identity)
        with self.audio.open_sealed(recording.file) as stream:
            written = store.write(recording.file, _paced(stream, paced))
        if written.sha256 != recording.sha256:
            raise OSError(f"{recording.file} is not what was sealed")
        store.publish(recording.file)
        if (read := _digest(store, recording.file)) != recording.sha256:
            raise OSError(f"{recording.file} reads back as {read[:12]}")
        return written.bytes

    def remove_deleted(self, store: SealedFiles) -> int:
        """Remove from the store what was deleted by plan; how many."""
        there = store.names()
        gone = [name for name in map(sealed_name, self.changes.deleted()) if name in there]
        for name in gone:
            store.remove_sealed(name)
        return len(gone)

    def move(self, days: int, now: datetime, store: SealedFiles) -> int:
        """Let audio older than `days` lie in the store only, each after its copy was read there; how many."""
        old = [item for item in self.changes.kept() if item.local and now - item.started_at >= timedelta(days=days)]
        there, moved = store.names(), 0
        for item in old:
            recording = self._found(item.recording)
            if recording.file not in there or _digest(store, recording.file) != recording.sha256:
                continue
            self._note(recording, ChangeKind.MOVED, Deed(SYSTEM, f"older than {days} days", now))
            self.audio.remove_sealed(recording.file)
            moved += 1
        return moved

    def recall(self, identity: UUID, deed: Deed, store: SealedFiles) -> None:
        """Bring audio that lies in the store only back to the box."""
        if not deed.reason.strip() or not deed.who.strip():
            raise RecordingReasonMissing(recording=str(identity))
        recording = self._found(identity)
        now = standing(recording, self.changes.of(identity))
        if now.deleted_at:
            raise RecordingDeleted(recording=str(identity), at=now.deleted_at.isoformat(), reason=now.deletion)
        if not now.moved and recording.file in self.audio.names():
            raise RecordingHere(recording=str(identity))
        if recording.file not in store.names():
            raise RecordingCopyMissing(recording=str(identity))
        with store.open_sealed(recording.file) as stream:
            written = self.audio.write(recording.file, iter(lambda: stream.read(BLOCK), b""))
        if written.sha256 != recording.sha256:
            raise RecordingCopyMissing(recording=str(identity))
        self.audio.publish(recording.file)
        self._note(recording, ChangeKind.RECALLED, deed)

    def verify(self, store: SealedFiles) -> Iterator[Finding]:
        """Everything wrong with the copies."""
        there = store.names()
        expected = set[str]()
        for item in self.changes.kept():
            recording = self._found(item.recording)
            expected.add(recording.file)
            if recording.file not in there:
                if not item.local:
                    yield Finding(FindingKind.REMOVED, recording.file, "neither here nor in the store")
            elif _digest(store, recording.file) != recording.sha256:
                yield Finding(FindingKind.FLIPPED, recording.file, "the copy is not what was sealed")
        gone = set(map(sealed_name, self.changes.deleted()))
        for name in sorted(there - expected - gone):
            yield Finding(FindingKind.PUT_IN, name, "in the store, not in the register")

    def finish(self) -> None:
        """After a start: remove what was on record as moved before its file went."""
        names = self.audio.names()
        for name in map(sealed_name, self.changes.moved()):
            if name in names:
                self.audio.remove_sealed(name)

    def status(self, store: SealedFiles) -> Mapping[str, int]:
        """How many are copied, wait, and lie in the store only."""
        kept, there = self.changes.kept(), store.names()
        copied = [item for item in kept if sealed_name(item.recording) in there]
        return {
            "copied": len(copied),
            "waiting": sum(item.local for item in kept) - sum(item.local for item in copied),
            "bytes_waiting": sum(item.bytes for item in kept if item.local and item not in copied),
            "moved": sum(not item.local for item in kept),
        }

    def _found(self, identity: UUID) -> Recording:
        if (recording := self.register.find(identity)) is None:
            raise RecordingUnknown(recording=str(identity))
        return recording

    def _note(self, recording: Recording, kind: ChangeKind, deed: Deed) -> None:
        change = Change(self.changes.node, recording.id, kind, deed.at, deed.who.strip(), deed.reason.strip())
        with self.books:
            chronicle.write(change, self.changes, self.head)


def _paced(stream: BinaryIO, paced: Callable[[int], None]) -> Iterator[bytes]:
    while piece := stream.read(BLOCK):
        yield piece
        paced(len(piece))


def _digest(store: SealedFiles, name: str) -> str:
    digest = sha256()
    with store.open_sealed(name) as stream:
        while piece := stream.read(BLOCK):
            digest.update(piece)
    return digest.hexdigest()
