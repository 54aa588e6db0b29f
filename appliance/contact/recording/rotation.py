"""The box key changed: data keys are wrapped anew under the next one, the audio is not touched."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appliance.contact.recording import chronicle, wrapping
from appliance.contact.recording.custody import Deed
from appliance.contact.recording.errors import (
    RecordingKeyInForce,
    RecordingKeyNeeded,
    RecordingKeyNotHere,
    RecordingKeyReasonMissing,
)
from appliance.contact.recording.model import KEYS, Change, ChangeKind, KeyState, Recording, Wrap
from appliance.contact.recording.ports import ChangeStore, HeadStore, KeyKeeper, Passwords, WrapStore

BATCH = 200
SYSTEM = "system"
UNNEEDED = "nothing needs it any more"
_ARROW = ">"


@dataclass(frozen=True, slots=True)
class Batch:
    """Recordings up to `seq` were looked at: so many wrapped anew, and those that no key of the box opens."""

    seq: int
    wrapped: int
    lost: tuple[Recording, ...]


@dataclass(frozen=True, slots=True)
class Rotation:
    """Who changes the key, and why, is on record before the key changes. `books` keeps writers of the chain apart."""

    changes: ChangeStore
    head: HeadStore
    keys: KeyKeeper
    wraps: WrapStore
    passwords: Passwords
    books: AbstractContextManager[Any]

    def rotate(self, deed: Deed) -> tuple[str, str]:
        """A new key is in force from now on, the old one still opens what it closed; the ids of both."""
        _refuse_nameless(deed)
        with self.books:
            self._end_switch()
            old, new = self.keys.current.key_id, self.keys.make_next()
            self._note(ChangeKind.KEY_ROTATED, deed, f"{old}{_ARROW}{new}")
            self.keys.switch()
        return old, new

    def rewrap(self, after: int, now: datetime, limit: int = BATCH) -> Batch | None:
        """Wrap up to `limit` of the recordings that wait, of a `seq` above `after`; None when there are none."""
        current = self.keys.current
        waiting = self.wraps.waiting(current.key_id, after, limit)
        if not waiting:
            return None
        found, lost = list[Wrap](), list[Recording]()
        for recording in waiting:
            if data_key := wrapping.data_key(recording, self.wraps.of(recording.id), self.keys):
                found.append(wrapping.wrap(recording.id, data_key, current, now))
            else:
                lost.append(recording)
        self.wraps.put(found)
        return Batch(waiting[-1].seq, len(found), tuple(lost))

    def retire(self, now: datetime) -> tuple[str, ...]:
        """Note the old keys that nothing needs any more; their ids."""
        with self.books:
            known = {change.value for change in self._facts(ChangeKind.KEY_RETIRED)}
            idle = tuple(key for key in self.keys.ids()[1:] if key not in known and not self._needing(key))
            for key in idle:
                self._note(ChangeKind.KEY_RETIRED, Deed(SYSTEM, UNNEEDED, now), key)
        return idle

    def destroy(self, key_id: str, deed: Deed) -> None:
        """Remove an old key for ever; refused for the one in force, and while something is opened only by it."""
        _refuse_nameless(deed)
        with self.books:
            if key_id == self.keys.current.key_id:
                raise RecordingKeyInForce(key=key_id)
            if key_id not in self.keys.ids():
                raise RecordingKeyNotHere(key=key_id, known=", ".join(self.keys.ids()))
            recordings, passwords = self._only_by(key_id), self.passwords.closed_by(key_id)
            if recordings or passwords:
                raise RecordingKeyNeeded(key=key_id, recordings=recordings, passwords=passwords)
            self._note(ChangeKind.KEY_DESTROYED, deed, key_id)
            self.keys.destroy(key_id)

    def finish(self) -> None:
        """After a start: end a change of keys, or the destruction of one, that was cut short."""
        with self.books:
            chronicle.settle(self.changes, self.head)
            self._end_switch()
            gone = {change.value for change in self._facts(ChangeKind.KEY_DESTROYED)}
            for key_id in gone.intersection(self.keys.ids()[1:]):
                self.keys.destroy(key_id)

    def states(self) -> tuple[KeyState, ...]:
        """Every key that the box has or had: the one in force first, destroyed ones last."""
        present = tuple(self._state(key_id) for key_id in self.keys.ids())
        gone = self._facts(ChangeKind.KEY_DESTROYED)
        return (*present, *(KeyState(fact.value, "destroyed", fact.at, fact.who, fact.reason) for fact in gone))

    def _state(self, key_id: str) -> KeyState:
        made = next((fact for fact in self._facts(ChangeKind.KEY_ROTATED) if _new(fact) == key_id), None)
        recordings, passwords = self._needs(key_id)
        idle = "wrapping" if recordings or passwords else "retired"
        state = "current" if key_id == self.keys.current.key_id else idle
        if made is None:
            return KeyState(key_id, state, recordings=recordings, passwords=passwords)
        return KeyState(key_id, state, made.at, made.who, made.reason, recordings, passwords)

    def _needs(self, key_id: str) -> tuple[int, int]:
        current = self.keys.current.key_id
        return self.wraps.needing(key_id, current), self.passwords.closed_by(key_id)

    def _only_by(self, key_id: str) -> int:
        """How many recordings would be lost with a key: each of the others is tried, for there is no way back."""
        others = wrapping.Without(self.keys, key_id)
        count = after = 0
        while page := self.wraps.opened_by(key_id, after, BATCH):
            opened = [wrapping.data_key(item, self.wraps.of(item.id), others) for item in page]
            count, after = count + opened.count(None), page[-1].seq
        return count

    def _needing(self, key_id: str) -> bool:
        return any(self._needs(key_id))

    def _end_switch(self) -> None:
        """A key that was made goes into force if that is on record, else it never was."""
        if (waiting := self.keys.next()) is None:
            return
        rotated = self._facts(ChangeKind.KEY_ROTATED)
        if rotated and _new(rotated[-1]) == waiting:
            self.keys.switch()
        else:
            self.keys.drop_next()

    def _facts(self, kind: ChangeKind) -> tuple[Change, ...]:
        node = self.changes.node
        return tuple(fact for fact in self.changes.of(KEYS) if fact.kind is kind and fact.node == node)

    def _note(self, kind: ChangeKind, deed: Deed, value: str) -> None:
        change = Change(self.changes.node, KEYS, kind, deed.at, deed.who.strip(), deed.reason.strip(), value)
        chronicle.write(change, self.changes, self.head)


def passes(rotation: Rotation, now: datetime) -> Iterator[Batch]:
    """Every recording that waits, batch after batch."""
    after = 0
    while batch := rotation.rewrap(after, now):
        after = batch.seq
        yield batch


def _new(fact: Change) -> str:
    return fact.value.partition(_ARROW)[2]


def _refuse_nameless(deed: Deed) -> None:
    if not deed.reason.strip() or not deed.who.strip():
        raise RecordingKeyReasonMissing
