"""Customers called back: an agent is rung first, and when that one is there, the customer."""

from datetime import datetime
from uuid import UUID

from appliance.contact.acd.model import Offer
from appliance.contact.callback.model import CallBack
from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp, Play, StopPlay
from appliance.contact.calls.destinations import outside
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.ending import Endings
from appliance.contact.calls.handover import Handover
from appliance.contact.calls.model import Call, Direction, Leg, Purpose, Result, Role
from appliance.contact.calls.offers import Offers
from appliance.contact.calls.ports import Directory, Identities, Line, Media, Routing, Trying
from appliance.contact.calls.whereabouts import Whereabouts
from appliance.contact.routes.model import Asker
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
        where: Whereabouts,
        ids: Identities,
        routing: Routing,
    ) -> None:
        self._book, self._media, self._line, self._where, self._ids = book, media, line, where, ids
        self._offers, self._dials, self._handover = offers, dials, handover
        self._endings, self._directory, self._routing = endings, directory, routing

    def check(self, number: str) -> None:
        """Raises a refusal if no call can be placed to the number at any time."""
        self._routing.check(number)

    def call_back(self, callback: CallBack, offer: Offer, now: datetime) -> None:
        """Ring the agent; the phone shows whom the call is about."""
        choice = self._routing.path(callback.number, Asker(agent=offer.agent, queues=(callback.queue,)), now)
        trunk = choice.ways[0].trunk if choice.ways else ""
        call = Call(self._ids.new(now), Direction.OUTBOUND, callback.number, callback.dialled, trunk, now)
        self._book.record(facts.opened(call, callback=callback.id, queue=callback.queue))
        if opened := self._book.call(call.id):
            self._offers.ring(opened, offer, self._directory.node, "", callback.number, now)

    def agent_there(self, call: Call, leg: Leg, now: datetime) -> None:
        """The agent has answered: dial the customer."""
        self._offers.taken(call, leg, now)
        if call.callback and self._where.on_the_phone(call.dialled):
            self._give_up(call, leg, "engaged", now)
            return
        asker = Asker(leg.phone, leg.agent, (call.queue,))
        try:
            choice = self._routing.ways(call.dialled, asker, now, preferred=call.trunk)
        except Refusal:
            self._give_up(call, leg, "unreachable", now)
            return
        if call.callback:
            self.trying.dialled(call.callback, call.id, now)
        self._media.send(Play(leg.channel, _run(call), (TOLD,), self._directory.language(call.caller)))
        seconds = self._line.rule(call.queue).callback_ring
        self._dials.ring(call, outside(call.dialled, choice, asker), Purpose.CALLBACK, leg, now, seconds=seconds)

    def customer_there(self, call: Call, leg: Leg, now: datetime) -> None:
        """The customer has answered: both hear each other."""
        agent = call.leg(Role.AGENT)
        if agent is None:
            self._media.send(HangUp(leg.channel))
            return
        if call.callback:
            self.trying.connected(call.callback, now)
        # What a channel hears is played to its end before it enters a bridge.
        self._media.send(StopPlay(_run(call)))
        self._handover.meet(call, (leg, agent), now)

    def customer_missed(self, call: Call, leg: Leg, outcome: str, now: datetime) -> None:
        """The customer was dialled in vain: the agent is free for others."""
        if agent := call.leg(Role.AGENT):
            self._give_up(call, agent, outcome, now)

    def over(self, call: Call, now: datetime) -> None:
        """The books of an attempt are closed; one that ended between agent and customer was in vain."""
        if call.callback and call.talking_since:
            self.trying.done(call.id, now)
        elif call.callback:
            self.trying.failed(call.callback, "unanswered", now, attempt=call.id)

    def stop(self, identity: UUID, now: datetime) -> None:
        """Hang up the attempt of a call-back that is no longer wanted; a conversation goes on."""
        if call := self._where.attempt(identity):
            self._offers.withdraw(call, now)
            self._dials.withdraw(call, now)
            if (agent := call.leg(Role.AGENT)) and agent.answered_at:
                self._endings.intend(call.id, Result.UNANSWERED)
                self._handover.let_go(call, agent, now, wrap_up=False)

    def _give_up(self, call: Call, agent: Leg, outcome: str, now: datetime) -> None:
        self._endings.intend(call.id, Result.UNANSWERED)
        self._handover.let_go(call, agent, now, wrap_up=False)
        if call.callback:
            self.trying.failed(call.callback, outcome, now)


def _run(call: Call) -> str:
    """The name of what the agent hears while the customer is dialled."""
    return f"{call.id}.agent"
