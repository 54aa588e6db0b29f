"""Offers: one call rings one agent's phone until it is answered, refused, or no longer wanted."""

from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.acd.model import Departure, Offer
from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp, Join, Ring
from appliance.contact.calls.lines import Lines
from appliance.contact.calls.model import Call, Leg, LegState, Role
from appliance.contact.calls.ports import Duty, Identities, Line, Media, Seats, Timers
from appliance.contact.calls.voice import Voice

RING_TIME = "offer-ring-time"
GRACE = 5
WITHDRAWN = "withdrawn"
OUTCOMES = {0: WITHDRAWN, 17: "busy", 21: "rejected", 16: "no-answer", 18: "no-answer", 19: "no-answer"}


class Offers:
    """Rings agents for waiting calls; an agent has one offer open at most, a call too unless its queue rings all."""

    def __init__(
        self,
        book: Book,
        media: Media,
        timers: Timers,
        line: Line,
        duty: Duty,
        seats: Seats,
        voice: Voice,
        ids: Identities,
        lines: Lines,
    ) -> None:
        self._book, self._media, self._timers, self._ids = book, media, timers, ids
        self._line, self._duty, self._seats, self._voice, self._lines = line, duty, seats, voice, lines
        self._open: dict[UUID, str] = {}

    def make(self, offer: Offer, now: datetime) -> None:
        """Ring the agent's phone for the call."""
        call, caller = self._book.call(offer.contact), self._book.caller(offer.contact)
        if call and caller:
            self.ring(call, offer, caller.node, caller.channel, call.caller, now)

    def ring(self, call: Call, offer: Offer, node: str, originator: str, shown: str, now: datetime) -> None:
        """Ring the agent's phone, which shows the number `shown`, for a call that may not have another leg yet."""
        phone = self._seats.presence(offer.agent).phone
        identity = self._ids.new(now)
        leg = Leg(identity, Role.AGENT, str(identity), node, phone, offer.agent, LegState.OPENED, now)
        seconds = self._line.rule(offer.queue).ring_time
        self._open[identity] = offer.queue
        self._book.record(
            facts.offer_made(call.id, identity, offer.agent, offer.queue, now), facts.leg_opened(call.id, leg)
        )
        self._duty.ringing(offer.agent, call.id, now)
        self._media.send(Ring(leg.channel, phone, shown, seconds + GRACE, originator))
        self.watch(call.id, leg, now + timedelta(seconds=seconds))

    def restore(self, call: Call, leg: Leg, now: datetime) -> None:
        """Take back an offer that was open before a restart; its ring time starts anew."""
        self._open[leg.id] = call.served_by
        self.watch(call.id, leg, now + timedelta(seconds=self._line.rule(call.served_by).ring_time))

    def watch(self, contact: UUID, leg: Leg, until: datetime) -> None:
        """Give the agent until then to answer."""
        self._timers.arm((RING_TIME, str(contact), str(leg.id)), until)

    def is_open(self, leg: Leg) -> bool:
        return leg.id in self._open

    def answered(self, call: Call, leg: Leg, now: datetime) -> None:
        """The agent has picked up: join the caller, or let go if there is nobody left to be joined."""
        queue, caller = self._close(call, leg), call.customer
        if queue is None or caller is None:
            self._media.send(HangUp(leg.channel))
            return
        self._lines.make_way(leg.phone, now, call.id)
        self._voice.hush(call.id)
        self._book.record(facts.offer_ended(call.id, leg.id, leg.agent, "answered", now))
        self._line.leave(call.id, Departure.ANSWERED, now, served_by=queue)
        self._book.record(facts.joined(call.id, (caller.id, leg.id), now))
        self._media.send(Join(str(call.id), (caller.channel, leg.channel)))
        self._duty.talking(leg.agent, call.id, now)
        self._lines.talks(call, caller, now)
        self.withdraw(call, now)

    def taken(self, call: Call, leg: Leg, now: datetime) -> None:
        """The agent has picked up an offer of a call in which there is nobody yet to be joined."""
        self._close(call, leg)
        self._lines.make_way(leg.phone, now, call.id)
        self._book.record(facts.offer_ended(call.id, leg.id, leg.agent, "answered", now))
        self._duty.talking(leg.agent, call.id, now)

    def picked_up(self, call: Call, taken: Leg, now: datetime) -> None:
        """Somebody has taken the call at another phone, whose leg it has already: nobody rings for it any more."""
        caller = call.customer
        if caller is None:
            return
        self.withdraw(call, now)
        self._lines.make_way(taken.phone, now, call.id)
        self._voice.hush(call.id)
        self._line.leave(call.id, Departure.ANSWERED, now, served_by=call.served_by)
        self._book.record(facts.joined(call.id, (caller.id, taken.id), now))
        self._media.send(Join(str(call.id), (caller.channel, taken.channel)))
        if taken.agent:
            self._duty.talking(taken.agent, call.id, now)
        self._lines.talks(call, caller, now)

    def refused(self, call: Call, leg: Leg, cause: int, now: datetime) -> None:
        """The agent did not take the call and is paused; the call waits on at its old place.

        Cause 0 means that nobody knows why the leg is gone: that is not held against the agent.
        """
        self._close(call, leg)
        outcome = OUTCOMES.get(cause, "unreachable")
        self._book.record(facts.offer_ended(call.id, leg.id, leg.agent, outcome, now))
        if outcome == WITHDRAWN:
            self._duty.withdrawn(leg.agent, call.id, now)
        else:
            self._duty.missed(leg.agent, call.id, outcome, now)
        if not any(self.is_open(other) for other in call.live_legs):
            self._line.refused(call.callback or call.id, now)

    def expired(self, contact: UUID, identity: UUID, now: datetime) -> None:
        """The ring time is over: stop ringing and go on as if the phone had said so."""
        call = self._book.call(contact)
        leg = call.legs.get(identity) if call else None
        if call and leg and self.is_open(leg):
            self._media.send(HangUp(leg.channel))
            self.refused(call, leg, 19, now)

    def withdraw(self, call: Call, now: datetime) -> None:
        """The call is no longer there to be taken: stop ringing; the agent is free again and loses no place."""
        for leg in call.live_legs:
            if self.is_open(leg):
                self._close(call, leg)
                self._book.record(facts.offer_ended(call.id, leg.id, leg.agent, WITHDRAWN, now))
                self._media.send(HangUp(leg.channel))
                self._duty.withdrawn(leg.agent, call.id, now)

    def _close(self, call: Call, leg: Leg) -> str | None:
        self._timers.cancel((RING_TIME, str(call.id), str(leg.id)))
        return self._open.pop(leg.id, None)
