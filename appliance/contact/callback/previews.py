"""Agents who look at a call-back before it is dialled, and decide."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.acd.model import Offer
from appliance.contact.agents import events as agent_facts
from appliance.contact.callback import events as facts
from appliance.contact.callback.errors import CallBackHindered, CallBackNotOffered, PhoneInUse, ReasonMissing
from appliance.contact.callback.hindrance import Hindrances
from appliance.contact.callback.keeping import PREVIEW, Keeping
from appliance.contact.callback.model import CallBack, Return, State
from appliance.contact.callback.ports import Dialler, Duty, Rules, Seats, Staff, Timers, Whereabouts
from appliance.events import Event

LEFT = "callback-preview-left"
MISSED = "no-answer"


class Previews:
    """One agent looks at one call-back, and takes no other call meanwhile."""

    dialler: Dialler

    def __init__(
        self,
        keeping: Keeping,
        hindrances: Hindrances,
        rules: Rules,
        timers: Timers,
        duty: Duty,
        seats: Seats,
        staff: Staff,
        where: Whereabouts,
    ) -> None:
        self._keeping, self._hindrances, self._rules, self._timers = keeping, hindrances, rules, timers
        self._duty, self._seats, self._staff, self._where = duty, seats, staff, where

    def show(self, callback: CallBack, agent: str, now: datetime) -> None:
        """Let the agent decide within the queue's time."""
        until = now + timedelta(seconds=self._rules.rule(callback.queue).callback_preview)
        self._keeping.record(facts.offered(callback, agent, until, now))
        self._duty.looking(agent, callback.id, now)
        self._timers.arm((PREVIEW, str(callback.id)), until)

    def accept(self, identity: UUID, by: str, now: datetime) -> CallBack:
        """The agent wants it: ring the agent's phone, then the customer; raises a Refusal."""
        callback = self._offered(identity)
        agent = callback.offered_to
        if self._where.engaged(agent):
            raise PhoneInUse(callback=str(identity), agent=agent)
        self._timers.cancel((PREVIEW, str(identity)))
        if hindrance := self._hindrances.of(callback, now):
            self._give_back(callback, Return.WITHDRAWN, hindrance.why, "system", now)
            self._keeping.hinder(self._keeping.open[identity], hindrance, now)
            self._duty.withdrawn(agent, identity, now)
            raise CallBackHindered(callback=str(identity), number=callback.number, reason=hindrance.why)
        self._keeping.record(facts.accepted(callback, by, now))
        self.dialler.call_back(callback, Offer(identity, agent, callback.queue), now)
        return callback

    def refuse(self, identity: UUID, reason: str, by: str, now: datetime) -> CallBack:
        """Somebody else is to take it, or it waits for later when there is nobody else; raises a Refusal."""
        callback = self._offered(identity)
        if not reason.strip():
            raise ReasonMissing(callback=str(identity))
        self._unwanted(callback, Return.REFUSED, reason, by, now)
        self._duty.turned_down(callback.offered_to, now)
        return callback

    def expired(self, identity: UUID, now: datetime) -> None:
        """The agent said nothing, and may not be there: paused, like one who lets a phone ring."""
        callback = self._keeping.open.get(identity)
        if callback and callback.state is State.OFFERED:
            self._unwanted(callback, Return.TIMED_OUT, "", "system", now)
            self._duty.missed(callback.offered_to, identity, MISSED, now)

    def take(self, events: Iterable[Event]) -> None:
        """Hear of agents who do something else; looked into when that has been carried out."""
        for event in events:
            if event.kind == agent_facts.STATE:
                for callback in self._keeping.open.values():
                    if callback.offered_to == event.data["agent"] and event.data.get("preview") != str(callback.id):
                        self._timers.arm((LEFT, str(callback.id)), event.at)

    def left(self, identity: UUID, now: datetime) -> None:
        """The agent has gone away, or talks: the call-back is back at its place, and nobody has refused it."""
        callback = self._keeping.open.get(identity)
        if callback and callback.state is State.OFFERED and not self._looks(callback):
            self._give_back(callback, Return.WITHDRAWN, "", "system", now)
            self._keeping.into_line(self._keeping.open[identity], now)

    def restore(self, now: datetime) -> None:
        """After a restart: who looked before looks on, and nobody looks at what is no longer shown."""
        for callback in tuple(self._keeping.open.values()):
            if callback.state is State.OFFERED:
                self._timers.arm((PREVIEW, str(callback.id)), max(now, callback.offered_until or now))
                self.left(callback.id, now)
        shown = {callback.offered_to for callback in self._keeping.open.values()}
        for _, person in self._seats.everybody():
            if person.preview and person.agent not in shown:
                self._duty.withdrawn(person.agent, person.preview, now)

    def _offered(self, identity: UUID) -> CallBack:
        callback = self._keeping.known(identity)
        if callback.state is not State.OFFERED:
            raise CallBackNotOffered(callback=str(identity), state=callback.state.value)
        return callback

    def _looks(self, callback: CallBack) -> bool:
        return self._seats.presence(callback.offered_to).preview == callback.id

    def _unwanted(self, callback: CallBack, outcome: Return, reason: str, by: str, now: datetime) -> None:
        """To somebody else who is signed in for it; else later, to anybody."""
        self._give_back(callback, outcome, reason, by, now)
        callback = self._keeping.open[callback.id]
        rule = self._rules.rule(callback.queue)
        if self._staff.signed_in(rule, callback.refused_by):
            self._keeping.into_line(callback, now)
        else:
            self._keeping.rest(callback, now + timedelta(seconds=rule.callback_spacing), outcome.value, now)

    def _give_back(self, callback: CallBack, outcome: Return, reason: str, by: str, now: datetime) -> None:
        self._timers.cancel((PREVIEW, str(callback.id)))
        counted = callback.refusals + (outcome is not Return.WITHDRAWN)
        most = self._rules.rule(callback.queue).callback_refusals
        alarming = bool(most) and counted >= most and outcome is not Return.WITHDRAWN
        self._keeping.record(facts.returned(callback, outcome, reason, by, now, alarming=alarming))
