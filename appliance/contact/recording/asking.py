"""Requests for recordings: asked for by one person, answered by another, used once where audio is taken away."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.recording import approval, chronicle
from appliance.contact.recording.approval import Asked, Stage
from appliance.contact.recording.custody import Custody, Deed
from appliance.contact.recording.errors import (
    RecordingApprovalOver,
    RecordingDeleted,
    RecordingReasonMissing,
    RecordingRequestOwn,
    RecordingRequestUnknown,
)
from appliance.contact.recording.model import Change, ChangeKind

KEPT = timedelta(days=90)
"""How long back requests are listed."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Each step is a fact about each recording in the chain of changes; callers let one step at a time."""

    custody: Custody

    def all(self, now: datetime) -> tuple[Asked, ...]:
        """Every request of the last 90 days, the newest first."""
        return approval.asked(self.custody.changes.asked(now - KEPT), now)[::-1]

    def export(self, identities: Sequence[UUID], name: str, deed: Deed) -> str:
        """Ask to take these recordings away, by a name that no other request has."""
        for identity in identities:
            self._there(identity)
        for identity in identities:
            self._note(identity, ChangeKind.REQUESTED, deed, f"{approval.EXPORT}{name}")
        return name

    def answer(self, name: str, deed: Deed, *, agree: bool) -> Asked:
        """Agree to somebody else's request, or refuse it; the request as it was."""
        one = self._known(name, deed.at)
        if one.stage is not Stage.OPEN:
            raise RecordingRequestUnknown(recording="-", request=name, known=self._open(deed.at))
        if one.who == deed.who:
            raise RecordingRequestOwn(request=name, who=deed.who)
        for identity in one.recordings:
            # What went by plan meanwhile cannot be given any more; the rest can.
            with suppress(RecordingDeleted):
                self._there(identity)
                self._note(identity, ChangeKind.APPROVED if agree else ChangeKind.REFUSED, deed, name)
        return one

    def use(self, name: str, who: str, now: datetime) -> Asked:
        """Take away what was agreed to, once; the request with the recordings that are still there."""
        one = self._known(name, now)
        if one.who != who or not one.export:
            raise RecordingRequestUnknown(recording="-", request=name, known="-")
        if one.stage is not Stage.APPROVED or one.by == who:
            raise RecordingApprovalOver(request=name, stage=one.stage.value)
        there = []
        for identity in one.recordings:
            with suppress(RecordingDeleted):
                self._there(identity)
                self._note(identity, ChangeKind.USED, Deed(who, one.reason, now), name)
                there.append(identity)
        return replace(one, recordings=tuple(there))

    def _there(self, identity: UUID) -> None:
        now = self.custody.standing(identity)[1]
        if now.deleted_at:
            raise RecordingDeleted(recording=str(identity), at=now.deleted_at.isoformat(), reason=now.deletion)

    def _note(self, identity: UUID, kind: ChangeKind, deed: Deed, value: str) -> None:
        if not deed.reason.strip() or not deed.who.strip():
            raise RecordingReasonMissing(recording=str(identity))
        changes, head = self.custody.changes, self.custody.head
        change = Change(changes.node, identity, kind, deed.at, deed.who.strip(), deed.reason.strip(), value)
        with self.custody.books:
            chronicle.write(change, changes, head)

    def _known(self, name: str, now: datetime) -> Asked:
        if (one := next((one for one in self.all(now) if one.name == name), None)) is None:
            raise RecordingRequestUnknown(recording="-", request=name, known=self._open(now))
        return one

    def _open(self, now: datetime) -> str:
        return ", ".join(one.name for one in self.all(now) if one.stage is Stage.OPEN)
