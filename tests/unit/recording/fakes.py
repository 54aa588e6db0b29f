"""A recorder's world in memory; it obeys the ports and can lose power after any step."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from appliance.contact.recording.custody import Custody
from appliance.contact.recording.events import CLASSED
from appliance.contact.recording.model import Access, Change, ChangeKind, Recording, Search, SpooledAudio, Wrap
from appliance.contact.recording.policy import Policy
from appliance.contact.recording.ports import RawAudio, SealedFile
from appliance.contact.recording.register import Head
from appliance.contact.recording.retention import CLASSES, Kept, RetentionClass
from appliance.contact.recording.rotation import Rotation
from appliance.contact.recording.service import Recorder
from appliance.contact.recording.standing import kept, standing
from appliance.contact.recording.story import Party, Story
from appliance.errors import Refusal
from appliance.events import Event

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


class PowerCutError(Exception):
    """The power fails here."""


@dataclass
class Power:
    """Counts the steps that change something; the power fails after `steps` of them."""

    steps: int | None = None
    taken: list[str] = field(default_factory=list)

    def step(self, name: str) -> None:
        self.taken.append(name)
        if self.steps is not None and len(self.taken) >= self.steps:
            raise PowerCutError(name)


@dataclass
class MemoryClock:
    """Goes on by one millisecond with every reading."""

    at: datetime = START

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


class MemoryKeyWrong(Refusal):
    """It was wrapped by another key."""

    code = "box-key-wrong"


@dataclass
class MemoryKey:
    """Wraps by exclusive or with one byte, and its name before: no secret, but an inverse."""

    key_id: str = "00000001"
    mask: int = 0x5A

    def wrap(self, data_key: bytes) -> bytes:
        return bytes([self.mask]) + bytes(byte ^ self.mask for byte in data_key)

    def unwrap(self, wrapped: bytes) -> bytes:
        if wrapped[:1] != bytes([self.mask]):
            raise MemoryKeyWrong(key=self.key_id)
        return bytes(byte ^ self.mask for byte in wrapped[1:])


@dataclass
class MemoryKeys:
    """Keys that survive a power cut; the first is in force."""

    power: Power = field(default_factory=Power)
    keys: list[MemoryKey] = field(default_factory=lambda: [MemoryKey()])
    made: MemoryKey | None = None
    count: int = 1

    @property
    def current(self) -> MemoryKey:
        return self.keys[0]

    def find(self, key_id: str) -> MemoryKey | None:
        return next((key for key in self.keys if key.key_id == key_id), None)

    def ids(self) -> tuple[str, ...]:
        return tuple(key.key_id for key in self.keys)

    def next(self) -> str | None:
        return self.made.key_id if self.made else None

    def make_next(self) -> str:
        self.count += 1
        self.made = MemoryKey(f"{self.count:08}", 0x5A + self.count)
        self.power.step("make key")
        return self.made.key_id

    def drop_next(self) -> None:
        self.made = None
        self.power.step("drop key")

    def switch(self) -> None:
        assert self.made
        self.keys.insert(0, self.made)
        self.made = None
        self.power.step("switch key")

    def destroy(self, key_id: str) -> None:
        self.keys = [key for key in self.keys if key.key_id != key_id]
        self.power.step("destroy key")


@dataclass
class NoPasswords:
    """`closed` says how many each key closed."""

    closed: dict[str, int] = field(default_factory=dict)

    def closed_by(self, key_id: str) -> int:
        return self.closed.get(key_id, 0)


@dataclass
class MemoryRegister:
    power: Power
    node: str = "box"
    rows: list[Recording] = field(default_factory=list)
    accesses: list[Access] = field(default_factory=list)

    def find(self, identity: UUID) -> Recording | None:
        return next((row for row in self.rows if row.id == identity), None)

    def last(self) -> Recording | None:
        return max(self.rows, key=lambda row: row.seq, default=None)

    def append(self, recording: Recording) -> None:
        if any(row.id == recording.id or row.seq == recording.seq for row in self.rows):
            raise ValueError("already in the register")
        self.rows.append(recording)
        self.power.step("register")

    def entries(self, until: int) -> Iterator[Recording]:
        return iter(sorted((row for row in self.rows if row.seq <= until), key=lambda row: row.seq))

    def select(self, search: Search) -> tuple[Recording, ...]:
        found = [
            row
            for row in self.rows
            if search.contact in (None, row.contact)
            and (search.start is None or search.start <= row.started_at)
            and (search.end is None or row.started_at < search.end)
        ]
        return tuple(sorted(found, key=lambda row: row.started_at, reverse=True)[: search.limit])

    def log_access(self, access: Access) -> None:
        self.power.step("access")
        self.accesses.append(access)

    def given(self, recording: UUID, who: str, since: datetime) -> bool:
        return any(one.recording == recording and one.who == who and one.at > since for one in self.accesses)


@dataclass
class MemoryChanges:
    power: Power
    register: MemoryRegister
    node: str = "box"
    rows: list[Change] = field(default_factory=list)

    def last(self) -> Change | None:
        return max(self.rows, key=lambda row: row.seq, default=None)

    def append(self, change: Change) -> None:
        self.rows.append(change)
        self.power.step("change")

    def entries(self, until: int) -> Iterator[Change]:
        return iter(sorted((row for row in self.rows if row.seq <= until), key=lambda row: row.seq))

    def of(self, recording: UUID) -> tuple[Change, ...]:
        return tuple(row for row in self.rows if row.recording == recording)

    def asked(self, since: datetime) -> tuple[Change, ...]:
        kinds = (ChangeKind.REQUESTED, ChangeKind.APPROVED, ChangeKind.REFUSED, ChangeKind.USED)
        return tuple(row for row in self.rows if row.kind in kinds and row.at >= since)

    def deleted(self) -> frozenset[UUID]:
        return frozenset(row.recording for row in self.rows if row.kind is ChangeKind.DELETED)

    def moved(self) -> frozenset[UUID]:
        known = {row.recording for row in self.rows if row.kind is ChangeKind.MOVED}
        found = (self.register.find(identity) for identity in known)
        return frozenset(row.id for row in found if row and standing(row, self.of(row.id)).moved)

    def kept(self) -> tuple[Kept, ...]:
        there = [row for row in self.register.rows if row.id not in self.deleted()]
        return tuple(kept(row, standing(row, self.of(row.id))) for row in there)


@dataclass
class MemoryWraps:
    power: Power
    register: MemoryRegister
    changes: MemoryChanges
    rows: list[Wrap] = field(default_factory=list)

    def of(self, recording: UUID) -> tuple[Wrap, ...]:
        return tuple(row for row in reversed(self.rows) if row.recording == recording)

    def put(self, wraps: Sequence[Wrap]) -> None:
        there = {(row.recording, row.key_id) for row in self.rows}
        self.rows += [wrap for wrap in wraps if (wrap.recording, wrap.key_id) not in there]
        self.power.step("wrap")

    def waiting(self, key_id: str, after: int, limit: int) -> tuple[Recording, ...]:
        return tuple(row for row in self._kept(after) if key_id not in self._keys(row))[:limit]

    def opened_by(self, key_id: str, after: int, limit: int) -> tuple[Recording, ...]:
        return tuple(row for row in self._kept(after) if key_id in self._keys(row))[:limit]

    def needing(self, key_id: str, current: str) -> int:
        held = (self._keys(row) for row in self._kept(0))
        return sum(key_id in keys and current not in keys for keys in held)

    def _kept(self, after: int) -> list[Recording]:
        return [row for row in self.register.rows if row.id not in self.changes.deleted() and row.seq > after]

    def _keys(self, row: Recording) -> set[str]:
        return {row.key_id, *(wrap.key_id for wrap in self.of(row.id))}


@dataclass
class MemoryCalls:
    """Stories by channel; what is booked and indexed."""

    stories: dict[str, Story] = field(default_factory=dict)
    booked: list[Event] = field(default_factory=list)
    index: dict[UUID, tuple[Party, ...]] = field(default_factory=dict)
    told: list[UUID] = field(default_factory=list)
    known: set[UUID] = field(default_factory=set)

    def class_of(self, contact: UUID) -> str | None:
        given = [event.data["class"] for event in self.booked if (event.kind, event.contact) == (CLASSED, contact)]
        return given[-1] if given else "" if contact in self.known else None

    def story(self, channel: str) -> Story:
        return self.stories.get(channel, Story())

    def parties(self, recording: UUID, parties: Sequence[Party]) -> None:
        self.index[recording] = tuple(parties)

    def sealed(self, recording: Recording) -> None:
        self.told.append(recording.id)

    def note(self, event: Event) -> None:
        self.booked.append(event)


@dataclass
class MemoryHead:
    power: Power
    head: Head = field(default_factory=Head)

    def read(self) -> Head:
        return self.head

    def write(self, head: Head) -> None:
        self.head = head
        self.power.step("head")


@dataclass
class MemoryAudio:
    power: Power
    spool: dict[str, bytes] = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)
    sealed: dict[str, bytes] = field(default_factory=dict)
    ended_at: datetime = START

    def claim(self, spooled: SpooledAudio, identity: UUID) -> SpooledAudio:
        if spooled.name not in self.spool:
            raise FileNotFoundError(spooled.name)
        if spooled.id:
            return spooled
        claimed = spooled.claimed(identity)
        self.spool[claimed.name] = self.spool.pop(spooled.name)
        self.power.step("claim")
        return claimed

    def open_raw(self, spooled: SpooledAudio) -> RawAudio:
        raw = self.spool[spooled.name]
        return RawAudio(BytesIO(raw), len(raw), self.ended_at)

    def remove_raw(self, spooled: SpooledAudio) -> None:
        self.spool.pop(spooled.name, None)
        self.power.step("remove raw")

    def claimed(self) -> frozenset[UUID]:
        waiting = (SpooledAudio.parse(name) for name in self.spool)
        return frozenset(audio.id for audio in waiting if audio and audio.id)

    def write(self, name: str, pieces: Iterable[bytes]) -> SealedFile:
        self.parts[name] = b""
        for piece in pieces:
            self.parts[name] += piece
            self.power.step("write")
        return SealedFile(len(self.parts[name]), sha256(self.parts[name]).hexdigest())

    def publish(self, name: str) -> None:
        self.sealed[name] = self.parts.pop(name)
        self.power.step("publish")

    def open_sealed(self, name: str) -> BinaryIO:
        if name not in self.sealed:
            raise FileNotFoundError(name)
        return BytesIO(self.sealed[name])

    def remove_sealed(self, name: str) -> None:
        self.sealed.pop(name, None)
        self.power.step("remove sealed")

    def names(self) -> frozenset[str]:
        return frozenset(self.sealed)


class World:
    """A recorder and everything around it; `cut_after` steps the power fails, until `restore`."""

    def __init__(self, cut_after: int | None = None) -> None:
        self.power = Power(cut_after)
        self.register = MemoryRegister(self.power)
        self.changes = MemoryChanges(self.power, self.register)
        self.head, self.changes_head = MemoryHead(self.power), MemoryHead(self.power)
        self.audio = MemoryAudio(self.power)
        self.keys, self.calls = MemoryKeys(self.power), MemoryCalls()
        self.wraps, self.passwords = MemoryWraps(self.power, self.register, self.changes), NoPasswords()
        self.clock = MemoryClock()
        self.policy = Policy()
        self.classes: dict[str, RetentionClass] = dict(CLASSES)
        self.recorder = Recorder(
            self.register,
            self.changes,
            self.audio,
            self.head,
            self.changes_head,
            self.keys,
            self.wraps,
            self.calls,
            lambda: self.policy,
            self.clock,
        )
        books = self.recorder.books
        self.custody = Custody(self.register, self.changes, self.changes_head, self.audio, lambda: self.classes, books)

        self.rotation = Rotation(self.changes, self.changes_head, self.keys, self.wraps, self.passwords, books)

    def restore(self) -> None:
        self.power.steps = None

    def record(self, channel: str, raw: bytes) -> Recording | None:
        """Spool `raw` for `channel` and seal it."""
        self.audio.spool[f"{channel}.raw"] = raw
        return self.recorder.seal(SpooledAudio(f"{channel}.raw", channel))

    def sweep(self) -> list[Recording | None]:
        """Seal all that waits, as a start does."""
        waiting = [SpooledAudio.parse(name) for name in sorted(self.audio.spool)]
        return [self.recorder.seal(audio) for audio in waiting if audio]

    def exported(self, recording: Recording) -> bytes:
        return b"".join(self.recorder.export(recording.id, "complaint 12", "li"))
