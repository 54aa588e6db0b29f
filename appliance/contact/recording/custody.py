"""What is done with sealed recordings: their class, holds, requests and approvals, and their end by plan."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.recording import approval, chronicle, retention
from appliance.contact.recording.errors import (
    RecordingDeleted,
    RecordingHeld,
    RecordingNotHeld,
    RecordingReasonMissing,
    RecordingRequestOwn,
    RecordingRequestUnknown,
    RecordingUnknown,
    RetentionClassUnknown,
)
from appliance.contact.recording.model import Change, ChangeKind, Recording, sealed_name
from appliance.contact.recording.ports import AudioStore, ChangeStore, HeadStore, RegisterStore
from appliance.contact.recording.retention import Doomed, RetentionClass
from appliance.contact.recording.standing import Standing, kept, standing


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did it and why, in their words, and when."""

    who: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Custody:
    """Changes are facts in a chain of their own; the register is never edited. `books` keeps writers apart."""

    register: RegisterStore
    changes: ChangeStore
    head: HeadStore
    audio: AudioStore
    classes: Callable[[], Mapping[str, RetentionClass]]
    books: AbstractContextManager[Any]
    beside: Callable[[UUID], None] = lambda identity: None
    """Lets go what belongs to the audio."""

    def standing(self, identity: UUID) -> tuple[Recording, Standing]:
        """A recording and how it stands now; refused when it is unknown."""
        if (recording := self.register.find(identity)) is None:
            raise RecordingUnknown(recording=str(identity))
        return recording, standing(recording, self.changes.of(identity))

    def classify(self, identity: UUID, name: str, deed: Deed) -> None:
        """Keep it in another class from now on."""
        self._there(identity)
        refuse_unknown(name, self.classes())
        self._note(identity, ChangeKind.CLASS, deed, name)

    def hold(self, identity: UUID, deed: Deed) -> None:
        """Keep it whatever its age, until it is released."""
        if (now := self._there(identity)).hold:
            raise RecordingHeld(recording=str(identity), who=now.held_by, reason=now.hold)
        self._note(identity, ChangeKind.HOLD, deed)

    def release(self, identity: UUID, deed: Deed) -> None:
        if not self._there(identity).hold:
            raise RecordingNotHeld(recording=str(identity))
        self._note(identity, ChangeKind.RELEASE, deed)

    def request(self, identity: UUID, deed: Deed) -> str:
        """Ask for a recording; the number of the request."""
        self._there(identity)
        return approval.name(self._note(identity, ChangeKind.REQUESTED, deed))

    def approve(self, identity: UUID, request: str, deed: Deed) -> None:
        """Agree to somebody else's request, for all recordings that it is about."""
        self._there(identity)
        waiting = {approval.name(item): item for item in approval.open_requests(self.changes.of(identity))}
        if (asked := waiting.get(request)) is None:
            raise RecordingRequestUnknown(recording=str(identity), request=request, known=", ".join(sorted(waiting)))
        if asked.who == deed.who:
            raise RecordingRequestOwn(request=request, who=deed.who)
        for item in self.changes.asked(asked.at):
            if item.kind is ChangeKind.REQUESTED and approval.name(item) == request:
                self._note(item.recording, ChangeKind.APPROVED, deed, request)

    def discard(self, identity: UUID, deed: Deed) -> str:
        """Whom it was left for needs it no more: `deleted`, or until then `kept` (its class's minimum) or `held`."""
        recording, present = self.standing(identity)
        if present.deleted_at:
            return "deleted"
        if not present.discarded:
            self._note(identity, ChangeKind.DISCARDED, deed)
        item = kept(recording, replace(present, discarded=True))
        for doomed in retention.plan([item], self.classes(), deed.at).doomed:
            self.delete(doomed, deed.who, deed.at)
            return "deleted"
        return "held" if item.held else "kept"

    def plan(self, now: datetime) -> retention.Plan:
        """What would go by age; nothing is changed."""
        return retention.plan(self.changes.kept(), self.classes(), now)

    def relief(self, now: datetime, wanted: int) -> tuple[Doomed, ...]:
        """What would go early to free `wanted` bytes; nothing is changed."""
        return retention.relief(self.changes.kept(), self.classes(), now, wanted)

    def delete(self, doomed: Doomed, who: str, now: datetime) -> None:
        """Remove the audio; that it goes is on record before it does. A hold put on meanwhile is refused."""
        identity = doomed.kept.recording
        if (present := self._there(identity)).hold:
            raise RecordingHeld(recording=str(identity), who=present.held_by, reason=present.hold)
        reason = f"{doomed.cause}: {present.retention}, {doomed.days} days"
        self._note(identity, ChangeKind.DELETED, Deed(who, reason, now), doomed.cause)
        self.audio.remove_sealed(sealed_name(identity))
        self.beside(identity)

    def finish(self) -> int:
        """After a start: end what was cut short between two writes; how many files were still to be removed."""
        with self.books:
            chronicle.settle(self.changes, self.head)
        names = self.audio.names()
        left = [name for name in map(sealed_name, self.changes.deleted()) if name in names]
        for name in left:
            self.audio.remove_sealed(name)
        return len(left)

    def done(self, identities: Iterable[UUID], deed: Deed) -> None:
        """Messages that somebody has dealt with."""
        for identity in identities:
            self._note(identity, ChangeKind.DONE, deed)

    def _there(self, identity: UUID) -> Standing:
        now = self.standing(identity)[1]
        if now.deleted_at:
            raise RecordingDeleted(recording=str(identity), at=now.deleted_at.isoformat(), reason=now.deletion)
        return now

    def _note(self, identity: UUID, kind: ChangeKind, deed: Deed, value: str = "") -> Change:
        if not deed.reason.strip() or not deed.who.strip():
            raise RecordingReasonMissing(recording=str(identity))
        change = Change(self.changes.node, identity, kind, deed.at, deed.who.strip(), deed.reason.strip(), value)
        with self.books:
            return chronicle.write(change, self.changes, self.head)


def refuse_unknown(name: str, known: Mapping[str, RetentionClass]) -> None:
    """Raise RetentionClassUnknown where there is no class of that name."""
    if name not in known:
        raise RetentionClassUnknown(name=name, known=", ".join(sorted(known)))
