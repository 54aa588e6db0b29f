"""Walks in which a caller may turn out to be a fax."""

from datetime import datetime
from uuid import UUID

from appliance.contact.ivr import interpreter
from appliance.contact.ivr.service import Walks


class FaxWalks(Walks):
    """All callers in flows, people and machines."""

    def awaits_fax(self, contact: UUID) -> bool:
        """Whether the flow has an exit for a caller whose fax calls."""
        place = self._places.get(contact)
        return place is not None and interpreter.fax_exit(place) is not None

    def tone(self, contact: UUID, now: datetime) -> None:
        """A fax calls: on with the flow at its exit for that."""
        place = self._places.get(contact)
        step = interpreter.tone_heard(place, self._world(contact, now)) if place else None
        if step:
            self._go(contact, step, now)

    def faxed(self, contact: UUID, now: datetime, *, pages: bool) -> None:
        """A fax is over, and the caller is still there."""
        if place := self._places.get(contact):
            self._go(contact, interpreter.faxed(place, self._world(contact, now), pages=pages), now)
        else:
            self._stage.end(contact, closed_hours=False, now=now)
