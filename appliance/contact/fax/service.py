"""Faxes: put into their box, listed, given out, and deleted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from appliance.clock import Clock
from appliance.contact.fax import events as facts
from appliance.contact.fax.errors import FaxReasonMissing, FaxStillOpen, FaxUnknown, FaxWithoutPages
from appliance.contact.fax.model import OPEN, Direction, Fax, State
from appliance.contact.fax.ports import FaxStore, Ledger, Post, Vault
from appliance.events import Event


@dataclass(frozen=True, slots=True)
class Faxes:
    """One per box. `publish` tells whoever follows the events; its methods may be called in any thread."""

    store: FaxStore
    vault: Vault
    post: Post
    ledger: Ledger
    clock: Clock
    publish: Callable[[Event], None]

    def arrive(self, identity: UUID, recording: UUID, pages: int) -> None:
        """The pages of a received fax were sealed; may be repeated."""
        fax, now = self.store.find(identity), self.clock.now()
        if fax is None or fax.recording is not None or fax.contact is None:
            return
        self.post.send(replace(fax, recording=recording, pages=pages), now)
        self._tell(facts.left(fax.contact, identity, fax.box, recording, pages, now))

    def list(
        self, *, box: str = "", direction: Direction | None = None, state: State | None = None, limit: int = 100
    ) -> tuple[Fax, ...]:
        """The newest first; deleted ones only when asked for."""
        return self.store.select(box=box, direction=direction, state=state, limit=limit)

    def find(self, identity: UUID) -> Fax:
        """Raises FaxUnknown, also for one that was deleted."""
        fax = self.store.find(identity)
        if fax is None or fax.state is State.DELETED:
            raise FaxUnknown(fax=str(identity))
        return fax

    def pages(self, identity: UUID, who: str, reason: str) -> Iterator[bytes]:
        """The TIFF of a fax, for a reason that is kept on record."""
        if not reason.strip():
            raise FaxReasonMissing(fax=str(identity))
        fax = self.find(identity)
        if fax.recording is None:
            raise FaxWithoutPages(fax=str(identity), state=fax.state.value)
        return self.vault.pages(fax.recording, who, reason)

    def delete(self, identity: UUID, who: str, reason: str) -> str:
        """Out of the list; what became of the pages: `deleted`, `kept`, `held`, or `none` where there were none."""
        if not reason.strip():
            raise FaxReasonMissing(fax=str(identity))
        fax, now = self.find(identity), self.clock.now()
        if fax.state in OPEN:
            raise FaxStillOpen(fax=str(identity), state=fax.state.value)
        pages = self.vault.discard(fax.recording, who, reason, now) if fax.recording else "none"
        self._tell(facts.deleted(identity, fax.box, who, pages, now))
        return pages

    def _tell(self, event: Event) -> None:
        self.ledger.note(event)
        self.publish(event)
