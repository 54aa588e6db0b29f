"""Calls that a phone takes on the channel on which it asks for them: from a slot, a colleague or the team."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import Answer, HangUp
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.errors import NothingToPark, NothingToPickUp, SlotEmpty, TargetBusy
from appliance.contact.calls.handover import Handover
from appliance.contact.calls.model import Call, CallState, Direction, Leg, LegState, Purpose, Role, Target
from appliance.contact.calls.offers import Offers
from appliance.contact.calls.parking import Parking
from appliance.contact.calls.ports import Identities, Media, Seats
from appliance.contact.calls.transfer import IN_HAND

RINGING = frozenset({LegState.OPENED, LegState.RINGING})
Found: TypeAlias = tuple[Call, Leg]


class Pickups:
    """Parks what a phone has in hand, and gives it what waits or rings elsewhere."""

    def __init__(
        self,
        book: Book,
        media: Media,
        seats: Seats,
        ids: Identities,
        offers: Offers,
        dials: Dials,
        handover: Handover,
        parking: Parking,
    ) -> None:
        self._book, self._media, self._seats, self._ids = book, media, seats, ids
        self._offers, self._dials, self._handover, self._parking = offers, dials, handover, parking

    def park(self, phone: str, now: datetime) -> str:
        """Park the call that the phone has in hand; the slot. Raises NothingToPark."""
        for call in sorted(self._book.calls(), key=lambda call: call.state is CallState.HELD):
            own = next((leg for leg in call.live_legs if leg.at_desk and leg.phone == phone), None)
            view = call.seen_by(own.id) if own else call
            if own and call.state in IN_HAND and view.customer and view.holder(own.id):
                return self._parking.park(call.id, "", own.id, now)
        raise NothingToPark(phone=phone)

    def from_slot(self, slot: str, channel: str, node: str, phone: str, now: datetime) -> None:
        """Raises SlotEmpty."""
        call = next((call for call in self._book.calls() if call.slot == slot and call.customer), None)
        if call is None or call.state is not CallState.PARKED:
            raise SlotEmpty(slot=slot)
        self._is_free(phone)
        self._parking.taken(call)
        self._hand_over(call, channel, node, phone, now)

    def from_phone(self, where: str, channel: str, node: str, phone: str, now: datetime) -> None:
        """The call that rings at a phone, or at an agent's wherever that is. Raises NothingToPickUp."""
        self._take(lambda leg: where in (leg.phone, leg.agent), channel, node, phone, now)

    def from_team(self, agents: Collection[str], channel: str, node: str, phone: str, now: datetime) -> None:
        """The call that rings longest at one of these agents. Raises NothingToPickUp."""
        self._take(lambda leg: leg.agent in agents, channel, node, phone, now)

    def _take(self, wanted: Callable[[Leg], bool], channel: str, node: str, phone: str, now: datetime) -> None:
        ringing = sorted(self._ringing(phone), key=lambda found: found[1].opened_at)
        call, leg = next((found for found in ringing if wanted(found[1])), (None, None))
        if call is None or leg is None:
            raise NothingToPickUp(phone=phone)
        self._is_free(phone)
        if self._offers.is_open(leg):
            taken = self._sits_down(call, channel, node, phone, now)
            self._offers.picked_up(self._now(call.id, call), taken, now)
        elif call.direction is Direction.INTERNAL and not leg.purpose:
            self._media.send(HangUp(leg.channel))
            self._hand_over(call, channel, node, phone, now)
        else:
            self._dials.withdraw(call, now)
            self._hand_over(call, channel, node, phone, now)

    def _is_free(self, phone: str) -> None:
        """Raises TargetBusy for somebody whose lines all have a call in hand."""
        person = self._seats.at_phone(phone)
        if person and len(person.in_hand) >= self._seats.lines(person.agent):
            raise TargetBusy(target=f"agent:{person.agent}", state=person.state.value)

    def _ringing(self, asking: str) -> Iterator[Found]:
        """Legs that ring somewhere else for a customer who is there; enquiries are for whom they were meant."""
        for call in self._book.calls():
            for leg in call.live_legs if call.customer else ():
                ours = leg.role is Role.AGENT and leg.state in RINGING and leg.phone != asking
                meant = leg.purpose in (Purpose.NONE, Purpose.TRANSFER, Purpose.FLOW)
                if ours and meant and self._wanted(call, leg):
                    yield call, leg

    def _wanted(self, call: Call, leg: Leg) -> bool:
        """Whether it is still to be answered: not told to end, its end not yet reported."""
        between_phones = call.direction is Direction.INTERNAL and not leg.purpose
        return between_phones or self._offers.is_open(leg) or self._dials.is_open(leg)

    def _hand_over(self, call: Call, channel: str, node: str, phone: str, now: datetime) -> None:
        leg = self._sits_down(call, channel, node, phone, now)
        self._book.record(facts.transferred(call.id, None, "pick-up", _named(leg), now))
        if customer := call.customer:
            if customer.answered_at is None:
                self._media.send(Answer(customer.channel))
            self._handover.meet(self._now(call.id, call), (customer, leg), now)

    def _sits_down(self, call: Call, channel: str, node: str, phone: str, now: datetime) -> Leg:
        """The asking phone's channel becomes a leg of the call."""
        person = self._seats.at_phone(phone)
        agent = person.agent if person else ""
        leg = Leg(self._ids.new(now), Role.AGENT, channel, node, phone, agent, LegState.OPENED, now)
        self._book.record(facts.leg_opened(call.id, leg), facts.leg_step(facts.LEG_ANSWERED, call.id, leg.id, now))
        self._media.send(Answer(channel))
        return self._now(call.id, call).legs[leg.id]

    def _now(self, contact: UUID, before: Call) -> Call:
        return self._book.call(contact) or before


def _named(leg: Leg) -> Target:
    return Target("agent", leg.agent) if leg.agent else Target("phone", leg.phone)
