"""Customers called back: an agent is rung first, and when that one is there, the customer."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from appliance.contact.acd.model import Offer
from appliance.contact.callback.model import CallBack, subscriber
from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp, Play, StopPlay
from appliance.contact.calls.destinations import Destination
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.ending import Endings
from appliance.contact.calls.handover import Handover
from appliance.contact.calls.model import Call, Direction, Leg, Purpose, Result, Role
from appliance.contact.calls.offers import Offers
from appliance.contact.calls.ports import Directory, Identities, Line, Media, Seats, Trying
from appliance.contact.calls.trunks import way_out
from appliance.errors import Refusal

TOLD = "callback-connecting"


class Returns:
    """One attempt of a call-back is one outbound call; it says how that went."""

    trying: Trying

    def __init__(
        self,
        book: Book,
        media: Media,
        line: Line,
        offers: Offers,
        dials: Dials,
        handover: Handover,
        endings: Endings,
        directory: Directory,
        seats: Seats,
        ids: Identities,
    ) -> None:
        self._book, self._media, self._line, self._seats, self._ids = book, media, line, seats, ids
        self._offers, self._dials, self._handover = offers, dials, handover
        self._endings, self._directory = endings, directory

    def check(self, number: str) -> None:
        """Raises NumberUndialable or TrunkMissing if no call can be placed to the number."""
        way_out(number, self._directory.ways_out())

    def on_the_phone(self, number: str) -> bool:
        """Whether an open call is with that number."""
        who = subscriber(number)
        return any(call.customer and subscriber(_customers_number(call)) == who for call in self._book.calls())

    def spoken_with(self, contact: UUID) -> str:
        """The number that an agent talks with in this call right now, "" for none."""
        call = self._book.call(contact)
        if call is None or call.customer is None or call.customer.id not in call.parties or call.holder() is None:
            return ""
        return _customers_number(call)

    def talking(self) -> Iterable[UUID]:
        """The calls in which somebody talks right now."""
        return [call.id for call in self._book.calls() if self.spoken_with(call.id)]

    def call_back(self, callback: CallBack, offer: Offer, now: datetime) -> None:
        """Ring the agent; the phone shows whom the call is about."""
        trunk = way_out(callback.number, self._directory.ways_out())
        call = Call(self._ids.new(now), Direction.OUTBOUND, callback.number, callback.dialled, trunk.name, now)
        self._book.record(facts.opened(call, callback=callback.id, queue=callback.queue))
        if opened := self._book.call(call.id):
            self._offers.ring(opened, offer, self._directory.node, "", callback.number, now)

    def agent_there(self, call: Call, leg: Leg, now: datetime) -> None:
        """The agent has answered: dial the customer."""
        self._offers.taken(call, leg, now)
        if call.callback and self.on_the_phone(call.dialled):
            self._give_up(call, leg, "engaged", now)
            return
        try:
            trunk = way_out(call.dialled, self._directory.ways_out(), call.trunk)
        except Refusal:
            self._give_up(call, leg, "unreachable", now)
            return
        if call.callback:
            self.trying.dialled(call.callback, call.id, now)
        self._media.send(Play(leg.channel, _run(call), (TOLD,), self._directory.language(call.caller)))
        seconds = self._line.rule(call.queue).callback_ring
        to = Destination(number=call.dialled, trunk=trunk.name)
        self._dials.ring(call, to, Purpose.CALLBACK, leg, now, seconds=seconds)

    def customer_there(self, call: Call, leg: Leg, now: datetime) -> None:
        """The customer has answered: both hear each other."""
        agent = call.leg(Role.AGENT)
        if agent is None:
            self._media.send(HangUp(leg.channel))
            return
        if call.callback:
            self.trying.answered(call.callback, now)
        # What a channel hears is played to its end before it enters a bridge.
        self._media.send(StopPlay(_run(call)))
        self._handover.meet(call, (leg, agent), now)

    def customer_missed(self, call: Call, leg: Leg, outcome: str, now: datetime) -> None:
        """The customer was dialled in vain: the agent is free for others."""
        if agent := call.leg(Role.AGENT):
            self._give_up(call, agent, outcome, now)

    def over(self, call: Call, now: datetime) -> None:
        """The books of an attempt are closed; one that ended between agent and customer was in vain."""
        if call.callback and not call.talking_since:
            self.trying.failed(call.callback, "unanswered", now, attempt=call.id)

    def stop(self, identity: UUID, now: datetime) -> None:
        """Hang up the attempt of a call-back that is no longer wanted; a conversation goes on."""
        if call := self._attempt(identity):
            self._offers.withdraw(call, now)
            self._dials.withdraw(call, now)
            if (agent := call.leg(Role.AGENT)) and agent.answered_at:
                self._endings.intend(call.id, Result.UNANSWERED)
                self._handover.let_go(call, agent, now, wrap_up=False)

    def engaged(self, agent: str) -> bool:
        """Whether the agent's phone carries a leg."""
        return self._book.phones.in_use(self._seats.presence(agent).phone)

    def rings_for(self, identity: UUID) -> bool:
        """Whether an attempt of the call-back is under way that has not reached the customer."""
        return self._attempt(identity) is not None

    def _attempt(self, identity: UUID) -> Call | None:
        attempts = (call for call in self._book.calls() if call.callback == identity)
        return next((call for call in attempts if not call.talking_since), None)

    def _give_up(self, call: Call, agent: Leg, outcome: str, now: datetime) -> None:
        self._endings.intend(call.id, Result.UNANSWERED)
        self._handover.let_go(call, agent, now, wrap_up=False)
        if call.callback:
            self.trying.failed(call.callback, outcome, now)


def _run(call: Call) -> str:
    """The name of what the agent hears while the customer is dialled."""
    return f"{call.id}.agent"


def _customers_number(call: Call) -> str:
    return call.dialled if call.direction is Direction.OUTBOUND else call.caller
