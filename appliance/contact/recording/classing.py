"""The retention class of a whole call: of its recordings that are sealed, and of those that will be."""

from dataclasses import dataclass
from uuid import UUID

from appliance.contact.recording import events as facts
from appliance.contact.recording.custody import Custody, Deed, refuse_unknown
from appliance.contact.recording.errors import RecordingCallUnknown, RecordingReasonMissing
from appliance.contact.recording.model import Recording, Search
from appliance.contact.recording.ports import Calls
from appliance.events import Event

MOST = 1000


@dataclass(frozen=True, slots=True)
class Classing:
    """A ticket knows its call and not the recordings of it, and may become a complaint while the call still runs."""

    custody: Custody
    calls: Calls

    def classify(self, contact: UUID, name: str, deed: Deed) -> tuple[Event, tuple[UUID, ...]]:
        """Keep all audio of a call in a class from now on: the fact of it, and which recordings moved at once.

        What is sealed later follows, for the fact is durable before the register is looked at under the lock that
        sealing enters under. A call that is recorded on demand is kept for it.
        """
        refuse_unknown(name, self.custody.classes())
        if not deed.reason.strip() or not deed.who.strip():
            raise RecordingReasonMissing(recording=str(contact))
        if self.calls.class_of(contact) is None:
            raise RecordingCallUnknown(call=str(contact))
        fact = facts.classed(contact, deed.who.strip(), name, deed.reason.strip(), deed.at)
        self.calls.note(fact)
        with self.custody.books:
            found = self.custody.register.select(Search(contact, limit=MOST))
        moving = [recording.id for recording in found if self._moves(recording, name)]
        for identity in moving:
            self.custody.classify(identity, name, deed)
        return fact, tuple(moving)

    def _moves(self, recording: Recording, name: str) -> bool:
        _, now = self.custody.standing(recording.id)
        return now.deleted_at is None and now.retention != name
