"""Whom flows ring: an agent, a phone or a number that a node names."""

from datetime import datetime
from uuid import UUID

from appliance.contact.calls.book import Book
from appliance.contact.calls.destinations import Destinations
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.errors import TargetBusy
from appliance.contact.calls.model import Call, Leg, Purpose, Target
from appliance.contact.calls.ports import Walks
from appliance.contact.calls.transfer import Transfers
from appliance.contact.calls.voice import Voice
from appliance.errors import Refusal


class FlowRings:
    """Rings for callers in flows; what comes to nothing leads the flow on."""

    def __init__(
        self, book: Book, voice: Voice, walks: Walks, transfers: Transfers, destinations: Destinations, dials: Dials
    ) -> None:
        self._book, self._voice, self._walks = book, voice, walks
        self._transfers, self._destinations, self._dials = transfers, destinations, dials

    def ring(self, contact: UUID, wanted: Target, seconds: int, now: datetime) -> None:
        """Ring somebody for the caller, with music meanwhile; who cannot be rung leads the flow on at once."""
        call, caller = self._book.call(contact), self._book.caller(contact)
        if call is None or caller is None:
            return
        if call.lent_by:
            self._transfers.forgo(call, now)
        try:
            destination = self._destinations.find(wanted, call, now)
        except Refusal as refusal:
            self._walks.unreached(contact, "busy" if isinstance(refusal, TargetBusy) else refusal.code, now)
        else:
            self._voice.music(contact)
            self._dials.ring(call, destination, Purpose.FLOW, caller, now, seconds=seconds)

    def failed(self, call: Call, leg: Leg, outcome: str, now: datetime) -> None:
        """Nobody has answered."""
        if call.customer:
            self._voice.hush(call.id)
            self._walks.unreached(call.id, outcome, now)
