"""Calls as their supervisors find them, and how one takes a call from an agent."""

from datetime import datetime
from uuid import UUID

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.errors import CallInConsult, CallNotTalking, CallUnknown
from appliance.contact.calls.handover import Handover, bridge_name
from appliance.contact.calls.model import MAIN, Call, CallState, Leg, LegState, Role, Target
from appliance.contact.calls.ports import Identities, Seats
from appliance.contact.monitoring.model import Heard

HOW = "take-over"


class Supervision:
    """Calls port of supervisors."""

    def __init__(self, book: Book, seats: Seats, handover: Handover, ids: Identities) -> None:
        self._book, self._seats, self._handover, self._ids = book, seats, handover, ids

    def heard(self, agent: str) -> Heard | None:
        """The conversation that an agent is in; of several the one in which the agent talks."""
        found = [
            (call, leg)
            for call in self._book.calls()
            for leg in call.live_legs
            if leg.at_desk and leg.agent == agent and call.bridge_of(leg.id)
        ]
        found.sort(key=lambda each: each[0].state is CallState.HELD)
        return next((Heard(call.id, leg.id, leg.channel, leg.phone) for call, leg in found), None)

    def bridge(self, contact: UUID, leg: UUID) -> str:
        """The bridge that a leg is in, by the media node's name; "" for none."""
        call = self._book.call(contact)
        where = call.bridge_of(leg) if call else ""
        return bridge_name(call, where) if call and where else ""

    def named(self, contact: UUID, bridge: str) -> str:
        """The media node's name for a bridge of a call; "" is the main one."""
        call = self._book.call(contact)
        return bridge_name(call, bridge or MAIN) if call else ""

    def check_take(self, contact: UUID, leg: UUID) -> None:
        """Raises a refusal where the call cannot be taken from that leg now."""
        self._found(contact, leg)

    def take(self, contact: UUID, leg: UUID, channel: str, phone: str, now: datetime) -> None:
        """Whoever talks with the agent talks on with the phone, and the agent is free as after any call."""
        call, by = self._found(contact, leg)
        self._handover.turns(call, now)
        person = self._seats.at_phone(phone)
        agent, node = person.agent if person else "", by.node
        new = Leg(self._ids.new(now), Role.AGENT, channel, node, phone, agent, LegState.OPENED, now)
        to = Target("agent", agent) if agent else Target("phone", phone)
        self._book.record(
            facts.leg_opened(call.id, new),
            facts.leg_step(facts.LEG_ANSWERED, call.id, new.id, now),
            facts.transferred(call.id, by, HOW, to, now),
        )
        taken = self._book.call(call.id) or call
        others = [each for each in call.members(MAIN) if each.id != by.id]
        self._handover.meet(taken, (*others, taken.legs[new.id]), now)
        self._handover.let_go(call, by, now)

    def _found(self, contact: UUID, leg: UUID) -> tuple[Call, Leg]:
        """The call as the agent sees it, and the agent's leg."""
        if (known := self._book.call(contact)) is None:
            raise CallUnknown(call=str(contact))
        call = known.seen_by(leg)
        if call.consult:
            raise CallInConsult(call=str(contact))
        if call.state not in (CallState.TALKING, CallState.HELD) or leg not in call.parties or call.customer is None:
            raise CallNotTalking(call=str(contact), state=call.state.value)
        return call, call.legs[leg]
