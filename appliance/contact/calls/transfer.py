"""Transfers: the customer goes on to somebody else, into a queue or a flow, and the agent is free."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.boxes import BoxesOfAgents
from appliance.contact.calls.commands import HangUp, Part
from appliance.contact.calls.destinations import VOICEMAIL, Destinations
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.ending import Endings
from appliance.contact.calls.errors import (
    CallInConsult,
    CallNeverQueued,
    CallNotTalking,
    CallUnknown,
    TargetBusy,
    TargetUnknown,
)
from appliance.contact.calls.handover import Handover, bridge_name
from appliance.contact.calls.model import RUNG, Actor, Call, CallState, Leg, Purpose, Result, Target
from appliance.contact.calls.ports import Directory, Line, Media, Walks
from appliance.contact.calls.voice import Voice
from appliance.contact.voicemail.model import FLOW

IN_HAND = frozenset({CallState.TALKING, CallState.HELD, CallState.CONSULTING})


class Transfers:
    """What an agent does to pass a call on. Every refusal comes before the customer notices anything."""

    def __init__(
        self,
        book: Book,
        media: Media,
        voice: Voice,
        line: Line,
        walks: Walks,
        directory: Directory,
        destinations: Destinations,
        dials: Dials,
        handover: Handover,
        endings: Endings,
        boxes: BoxesOfAgents,
    ) -> None:
        self._book, self._media, self._voice, self._line, self._walks = book, media, voice, line, walks
        self._directory, self._destinations = directory, destinations
        self._dials, self._handover, self._endings, self._boxes = dials, handover, endings, boxes

    def transfer(self, contact: UUID, to: Target, agent: Actor, back: bool, now: datetime) -> None:
        """Pass the customer on without asking there first; with `back` a flow's end brings the same agent again."""
        call, customer, by = self.parties(contact, agent)
        if call.consult:
            raise CallInConsult(call=str(contact))
        if to.kind in RUNG:
            self._to_somebody(call, customer, by, to, now)
        elif to.kind == "queue":
            self._into_queue(call, by, to, now)
        else:
            self._into_flow(call, customer, by, to, back, now)

    def requeue(self, contact: UUID, agent: str, now: datetime) -> None:
        """Back into the queue the call came from, at the place its whole wait gives it."""
        call, _, by = self.parties(contact, agent)
        if call.consult:
            raise CallInConsult(call=str(contact))
        if not call.queue or call.entered_at is None or call.about:
            raise CallNeverQueued(call=str(contact))
        self._leave(call, by, Target("queue", call.queue), now, how="requeue")
        self._again(call, now)

    def answered(self, call: Call, leg: Leg, now: datetime) -> None:
        """Who was rung has picked up."""
        if (customer := call.customer) is None:
            self._media.send(HangUp(leg.channel))
            return
        self._handover.meet(call, (customer, leg), now)

    def failed(self, call: Call, leg: Leg, outcome: str, now: datetime) -> None:
        """Nobody is lost: back to the head of the queue the call came from, else to an end that is booked."""
        self._book.record(facts.transfer_failed(call.id, leg.id, leg.agent, outcome, now))
        if not self._boxes.take(call, leg.agent, outcome, now):
            self.fall_back(call, now)

    def fall_back(self, call: Call, now: datetime) -> None:
        customer = call.customer
        if customer is None:
            return
        if call.queue and call.entered_at and not call.about and self._line.rule(call.queue).name:
            self._book.record(facts.transferred(call.id, None, "requeue", Target("queue", call.queue), now))
            self._again(call, now)
            return
        self._endings.intend(call.id, Result.ANSWERED if call.talking_since else Result.NO_AGENT)
        self._media.send(HangUp(customer.channel))

    def returns(self, call: Call, now: datetime) -> bool:
        """The flow of a lent customer is over: back to the agent who waits; whether there is one."""
        agent, customer = call.legs.get(call.lent_by) if call.lent_by else None, call.customer
        if agent is None or not agent.live or customer is None:
            return False
        self._walks.leave(call.id)
        self._book.record(facts.returned(call.id, agent.id, now))
        self._handover.meet(call, (customer, agent), now)
        return True

    def forgo(self, call: Call, now: datetime) -> None:
        """A lent customer goes on into a queue: the agent who waits is free."""
        agent = call.legs.get(call.lent_by) if call.lent_by else None
        if agent and agent.live:
            self._book.record(facts.returned(call.id, agent.id, now))
            self._handover.let_go(call, agent, now)

    def parties(self, contact: UUID, agent: Actor) -> tuple[Call, Leg, Leg]:
        """The call, the customer and the agent's leg that has it in hand; raises CallUnknown or CallNotTalking.

        Of two phones of ours `agent` may name either; it turns the call for whoever takes a step, by `turns`.
        """
        if (known := self._book.call(contact)) is None:
            raise CallUnknown(call=str(contact))
        call = known.seen_by(agent)
        customer, by = call.customer, call.holder(agent)
        if call.state not in IN_HAND or customer is None or by is None:
            raise CallNotTalking(call=str(contact), state=call.state.value)
        return call, customer, by

    def _leave(self, call: Call, by: Leg, to: Target, now: datetime, how: str = "blind") -> None:
        """The conversation is over for all but the customer."""
        self._handover.turns(call, now)
        self._book.record(facts.transferred(call.id, by, how, to, now))
        self._handover.leave_customer(call, now)

    def _to_somebody(self, call: Call, customer: Leg, by: Leg, to: Target, now: datetime) -> None:
        try:
            destination = self._destinations.find(to, call, now)
        except TargetBusy as busy:
            if to.kind != "agent" or not self._boxes.takes(to.name, busy.details["state"]):
                raise
            self._leave(call, by, to, now)
            self._boxes.take(call, to.name, busy.details["state"], now)
            return
        self._leave(call, by, to, now)
        self._voice.music(call.id)
        self._dials.ring(call, destination, Purpose.TRANSFER, customer, now)

    def _into_queue(self, call: Call, by: Leg, to: Target, now: datetime) -> None:
        if self._line.rule(to.name).name != to.name:
            raise TargetUnknown(target=str(to), known="queue")
        with self._line.still():
            self._leave(call, by, to, now)
            self._voice.music(call.id)
            self._line.enter(call.id, to.name, 0, now, without=call.own_agents)
        self._line.distribute(now)

    def _again(self, call: Call, now: datetime) -> None:
        with self._line.still():
            self._voice.music(call.id)
            wish, own = replace(call.wish, agent=""), call.own_agents
            self._line.enter(call.id, call.queue, call.priority, now, since=call.entered_at, wish=wish, without=own)
        self._line.distribute(now)

    def _into_flow(self, call: Call, customer: Leg, by: Leg, to: Target, back: bool, now: datetime) -> None:
        flow = self._directory.flow(FLOW + to.name if to.kind == VOICEMAIL else to.name)
        if flow is None:
            raise TargetUnknown(target=str(to), known=to.kind)
        if not back:
            self._leave(call, by, to, now)
            self._walks.begin(call.id, flow, now)
            return
        self._handover.turns(call, now)
        self._book.record(
            facts.transferred(call.id, by, "blind", to, now, back=True),
            facts.leg_step(facts.LEG_HELD, call.id, by.id, now, by="flow"),
            facts.parted(call.id, customer.id, "main", now),
        )
        for leg in (by, customer):
            self._handover.holds(call, leg, now)
        self._media.send(Part(bridge_name(call), customer.channel))
        self._walks.begin(call.id, flow, now)
