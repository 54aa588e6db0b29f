"""Messages: put into their box, listed, heard, marked, and taken out again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from appliance.clock import Clock
from appliance.contact.voicemail import events as facts
from appliance.contact.voicemail.errors import BoxUnknown, MessageUnknown
from appliance.contact.voicemail.model import Count, Message, Standing
from appliance.contact.voicemail.ports import Boxes, Ledger, MessageStore, Vault
from appliance.events import Event


@dataclass(frozen=True, slots=True)
class Voicemail:
    """One per box. `publish` tells whoever follows the events; its methods may be called in any thread."""

    boxes: Boxes
    messages: MessageStore
    vault: Vault
    ledger: Ledger
    clock: Clock
    publish: Callable[[Event], None]

    def arrive(self, message: Message) -> None:
        """A message was sealed; may be repeated."""
        box = self.boxes.all().get(message.box)
        if self.messages.add(message, box.mail if box else ""):
            self._tell(facts.left(message, self.clock.now()))

    def list(self, box: str = "", standing: Standing | None = None, limit: int = 100) -> tuple[Message, ...]:
        """Messages, newest first; refused for a box that nobody knows and that never had one."""
        found = self.messages.select(box, standing, limit)
        if box and not found and box not in self.boxes.all():
            raise BoxUnknown(box=box, known=", ".join(sorted(self.boxes.all())))
        return found

    def find(self, identity: UUID) -> Message:
        """Raises MessageUnknown, also for one that was deleted."""
        message = self.messages.find(identity)
        if message is None or message.standing is Standing.DELETED:
            raise MessageUnknown(message=str(identity))
        return message

    def audio(self, identity: UUID, who: str, reason: str) -> Iterator[bytes]:
        """The message as a two-channel WAV."""
        return self.vault.audio(self.find(identity).recording, who, reason)

    def heard(self, identity: UUID, who: str) -> Message:
        """Somebody has listened to it: it is no longer new."""
        message, now = self.find(identity), self.clock.now()
        self._tell(facts.heard(message, who, now))
        if message.standing is Standing.NEW:
            self.messages.mark(identity, Standing.SAVED, who, now)
            self.publish(facts.marked(message, Standing.SAVED, who, now))
        return self.find(identity)

    def mark(self, identity: UUID, standing: Standing, who: str) -> Message:
        """New again, or saved."""
        message, now = self.find(identity), self.clock.now()
        self.messages.mark(identity, standing, who, now)
        self._tell(facts.marked(message, standing, who, now))
        return self.find(identity)

    def delete(self, identity: UUID, who: str, reason: str) -> str:
        """Out of the box; what became of the audio: `deleted`, `kept` or `held`."""
        message, now = self.find(identity), self.clock.now()
        audio = self.vault.discard(message.recording, who, reason, now)
        self.messages.mark(identity, Standing.DELETED, who, now)
        self._tell(facts.deleted(message, who, audio, now))
        return audio

    def counts(self) -> Mapping[str, Count]:
        """Of every box, also of those without messages."""
        counted = self.messages.counts()
        return {name: counted.get(name, Count()) for name in {*self.boxes.all(), *counted}}

    def _tell(self, event: Event) -> None:
        self.ledger.note(event)
        self.publish(event)
