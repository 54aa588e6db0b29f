"""Parked calls, and calls that somebody else takes: from a slot, or from a colleague's ringing phone."""

from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.acd.model import Offer
from appliance.contact.agents.model import State
from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.destinations import Destination, Destinations
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.errors import CallInConsult, CallNotWaiting, CallUnknown, SlotTaken
from appliance.contact.calls.handover import Handover
from appliance.contact.calls.model import Actor, Call, CallState, Purpose, Target, of_browser
from appliance.contact.calls.offers import Offers
from appliance.contact.calls.ports import Seats, Timers
from appliance.contact.calls.transfer import Transfers
from appliance.contact.calls.voice import Voice

PARK_TIME = "park-time"
SECONDS = 180
FIRST_SLOT = 701


class Parking:
    """A parked caller hears music; nobody comes in time, and it goes back in front of its queue."""

    def __init__(
        self,
        book: Book,
        timers: Timers,
        voice: Voice,
        seats: Seats,
        offers: Offers,
        dials: Dials,
        destinations: Destinations,
        handover: Handover,
        transfers: Transfers,
    ) -> None:
        self._book, self._timers, self._voice, self._seats = book, timers, voice, seats
        self._offers, self._dials, self._destinations = offers, dials, destinations
        self._handover, self._transfers = handover, transfers

    def park(self, contact: UUID, slot: str, agent: Actor, now: datetime) -> str:
        """Put the customer into `slot`, "" is the first free one; the slot. Raises SlotTaken."""
        call, _, by = self._transfers.parties(contact, agent)
        if call.consult:
            raise CallInConsult(call=str(contact))
        chosen = slot or self._free_slot()
        if self._in(chosen):
            raise SlotTaken(slot=chosen)
        self._handover.turns(call, now)
        self._book.record(facts.parked(contact, by, chosen, now))
        self._handover.leave_customer(call, now)
        self._voice.music(contact)
        self._watch(contact, now)
        return chosen

    def pick_up(self, contact: UUID, to: Target, now: datetime) -> None:
        """Ring somebody else for a parked call, or for one that rings at a colleague's phone."""
        if (call := self._book.call(contact)) is None:
            raise CallUnknown(call=str(contact))
        destination = self._destinations.find(to, call, now)
        if call.state is CallState.OFFERED:
            self._take_over(call, destination, now)
        elif call.state in (CallState.PARKED, CallState.TRANSFERRING) and call.customer:
            self._dials.withdraw(call, now)
            self._timers.cancel((PARK_TIME, str(contact)))
            self._book.record(facts.transferred(contact, None, "pick-up", to, now))
            self._dials.ring(call, destination, Purpose.TRANSFER, call.customer, now)
        else:
            raise CallNotWaiting(call=str(contact), state=call.state.value)

    def taken(self, call: Call) -> None:
        """Somebody has come for the call."""
        self._timers.cancel((PARK_TIME, str(call.id)))

    def restore(self, call: Call, now: datetime) -> None:
        """After a restart the time in the slot starts anew."""
        if call.state is CallState.PARKED and not of_browser(call.slot):
            self._watch(call.id, now)

    def due(self, contact: UUID, now: datetime) -> None:
        """Nobody has come for the call."""
        call = self._book.call(contact)
        if call and call.state is CallState.PARKED:
            self._transfers.fall_back(call, now)

    def _take_over(self, call: Call, to: Destination, now: datetime) -> None:
        """The offer goes from one agent to another; the call keeps its place in line all the while."""
        if not to.agent or self._seats.presence(to.agent).state is not State.READY:
            raise CallNotWaiting(call=str(call.id), state=call.state.value)
        self._offers.withdraw(call, now)
        self._offers.make(Offer(call.id, to.agent, call.served_by), now)

    def _watch(self, contact: UUID, now: datetime) -> None:
        self._timers.arm((PARK_TIME, str(contact)), now + timedelta(seconds=SECONDS))

    def _in(self, slot: str) -> bool:
        return any(call.slot == slot for call in self._book.calls())

    def _free_slot(self) -> str:
        taken = {call.slot for call in self._book.calls()}
        return next(str(slot) for slot in range(FIRST_SLOT, FIRST_SLOT + 1 + len(taken)) if str(slot) not in taken)
