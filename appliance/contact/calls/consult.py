"""Enquiries: an agent asks somebody else while the customer waits, then brings them together or not."""

from datetime import datetime
from uuid import UUID

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.destinations import Destinations
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.errors import CallInConsult, ConsultMissing, PartyUnknown
from appliance.contact.calls.handover import Handover
from appliance.contact.calls.model import CONSULT, MAIN, Actor, Call, CallState, Leg, Purpose, Role, Target
from appliance.contact.calls.transfer import Transfers


class Consults:
    """Consult, toggle, complete, cancel, conference, and a party that is dropped from it."""

    def __init__(
        self,
        book: Book,
        destinations: Destinations,
        dials: Dials,
        handover: Handover,
        transfers: Transfers,
    ) -> None:
        self._book = book
        self._destinations, self._dials, self._handover, self._transfers = destinations, dials, handover, transfers

    def begin(self, contact: UUID, to: Target, agent: Actor, now: datetime) -> None:
        """Ring somebody for the agent; the customer hears music meanwhile."""
        call, customer, by = self._transfers.parties(contact, agent)
        if call.consult or len(call.members(MAIN)) > 2:
            raise CallInConsult(call=str(contact))
        destination = self._destinations.find(to, call, now)
        self._handover.turns(call, now)
        if call.state is not CallState.HELD:
            self._book.record(facts.leg_step(facts.LEG_HELD, call.id, by.id, now, by="consult"))
            self._handover.holds(call, by, now)
        if call.state is not CallState.HELD or call.held_by == "phone":
            self._handover.take_out(call, customer, now)
        leg = self._dials.ring(call, destination, Purpose.CONSULT, by, now)
        self._book.record(facts.consult_begun(call.id, by.id, leg.id, to, now))

    def answered(self, call: Call, leg: Leg, now: datetime) -> None:
        """Agent and who was asked hear each other; without an agent it has become a transfer."""
        by = call.legs.get(call.consult.by) if call.consult else None
        if by is None or not by.live:
            self._transfers.answered(call, leg, now)
            return
        self._handover.meet(call, (by, leg), now, CONSULT)

    def failed(self, call: Call, leg: Leg, outcome: str, now: datetime) -> None:
        """Nobody was reached: agent and customer talk again; without an agent it has become a transfer."""
        if call.consult is None:
            self._transfers.failed(call, leg, outcome, now)
            return
        self._book.record(facts.consult_ended(call.id, leg.id, outcome, now))
        self._back_to_customer(self._now(call), now)

    def toggle(self, contact: UUID, agent: str, now: datetime) -> None:
        """Between the customer and who is asked, one of whom waits with music."""
        call, customer, by, to = self._parties(contact, agent)
        if call.state is CallState.CONSULTING:
            self._handover.meet(call, (customer, by), now)
            self._handover.sets_aside(call, to, now)
        else:
            self._handover.takes_up(to)
            self._handover.take_out(call, customer, now)
            self._handover.meet(call, (by, to), now, CONSULT)

    def complete(self, contact: UUID, agent: str, now: datetime) -> None:
        """The customer goes to who was asked; the agent is free."""
        call, _, by, to = self._parties(contact, agent)
        self._over(call, "completed", now)
        self._handover.let_go(call, by, now)
        self._pass_on(call, by, to, now)

    def cancel(self, contact: UUID, agent: Actor, now: datetime) -> None:
        """Who was asked leaves, rung or talking; agent and customer talk again."""
        call, _, _ = self._transfers.parties(contact, agent)
        if (to := call.asked) is None:
            raise ConsultMissing(call=str(contact))
        self._dials.withdraw(call, now)
        self._over(call, "cancelled", now)
        self._without(call, to, now)

    def conference(self, contact: UUID, agent: str, now: datetime) -> None:
        """All three hear each other."""
        call, customer, by, to = self._parties(contact, agent)
        self._over(call, "conference", now)
        if call.state is not CallState.CONSULTING:
            self._handover.takes_up(to)
        self._handover.meet(call, (customer, by, to), now)
        self._handover.dissolve(call, CONSULT)

    def drop(self, contact: UUID, party: str, now: datetime) -> None:
        """One party, by agent, phone or number, leaves a conference; the others go on."""
        call, customer, _ = self._transfers.parties(contact, "")
        others = [leg for leg in call.members(MAIN) if leg != customer]
        leg = next((leg for leg in others if party in (leg.agent, leg.phone)), None)
        if leg is None or len(others) < 2:
            raise PartyUnknown(
                call=str(contact), party=party, known=", ".join(leg.agent or leg.phone for leg in others)
            )
        self._handover.let_go(call, leg, now)

    def agent_left(self, call: Call, by: Leg, now: datetime) -> None:
        """Who consults has hung up: that completes it, or leaves the ringing to go on for the customer."""
        if (to := call.asked) is None:
            return
        self._handover.follow(call, by, now)
        self._handover.free(call, by, now)
        self._over(call, "completed", now)
        if to.answered_at:
            self._pass_on(call, by, to, now)
        else:
            self._book.record(facts.transferred(call.id, by, "blind", _named(to), now))

    def asked_left(self, call: Call, to: Leg, now: datetime) -> None:
        """Who was asked has hung up."""
        self._handover.free(call, to, now, wrap_up=False)
        self._over(call, "over", now)
        self._without(call, to, now, leg_lives=False)

    def _without(self, call: Call, to: Leg, now: datetime, *, leg_lives: bool = True) -> None:
        """Agent and customer as before; `call` as it was before the enquiry ended."""
        talking = call.state is CallState.TALKING
        if leg_lives and call.bridge_of(to.id):
            self._handover.let_go(call, to, now, wrap_up=False)
        if not talking:
            self._back_to_customer(call, now)
        self._handover.dissolve(call, CONSULT)

    def _pass_on(self, call: Call, by: Leg, to: Leg, now: datetime) -> None:
        """Customer and who was asked talk on without the agent."""
        if (customer := call.customer) is None:
            return
        self._book.record(facts.transferred(call.id, by, "consult", _named(to), now))
        if call.state is not CallState.CONSULTING:
            self._handover.takes_up(to)
        self._handover.meet(call, (customer, to), now)
        self._handover.dissolve(call, CONSULT)

    def _back_to_customer(self, call: Call, now: datetime) -> None:
        customer, by = call.customer, call.holder()
        if customer and by:
            self._handover.meet(call, (customer, by), now)

    def _over(self, call: Call, outcome: str, now: datetime) -> None:
        if call.consult:
            self._book.record(facts.consult_ended(call.id, call.consult.to, outcome, now))

    def _parties(self, contact: UUID, agent: str) -> tuple[Call, Leg, Leg, Leg]:
        """Customer, agent and who was asked, once the latter has answered; raises ConsultMissing."""
        call, customer, by = self._transfers.parties(contact, agent)
        if (to := call.asked) is None or not to.answered_at or not to.live:
            raise ConsultMissing(call=str(contact))
        return call, customer, by, to

    def _now(self, call: Call) -> Call:
        return self._book.call(call.id) or call


def _named(leg: Leg) -> Target:
    if leg.agent:
        return Target("agent", leg.agent)
    return Target("number" if leg.role is Role.OUTSIDE else "phone", leg.phone)
