"""Legs that are rung for somebody who is named: transfers, enquiries and calls to the outside."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.agents.model import State
from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp, Ring, RingOut
from appliance.contact.calls.destinations import Destination
from appliance.contact.calls.history import SPOOL_SUFFIX
from appliance.contact.calls.model import Call, Direction, Leg, LegState, Purpose, Role
from appliance.contact.calls.ports import Duty, Identities, Media, Seats, Timers
from appliance.contact.calls.presentation import Presentation

DIAL_TIME = "dial-ring-time"
SECONDS, SECONDS_OUT = 25, 45
GRACE = 5
NO_ANSWER = 19
OUTCOMES = {17: "busy", 21: "rejected", 0: "withdrawn", 16: "no-answer", 18: "no-answer", 19: "no-answer"}

Answered = Callable[[Call, Leg, datetime], None]
Failed = Callable[[Call, Leg, str, datetime], None]


class Dials:
    """Rings one leg at a time for a purpose and tells whoever that purpose belongs to what came of it."""

    def __init__(
        self,
        book: Book,
        media: Media,
        timers: Timers,
        duty: Duty,
        seats: Seats,
        ids: Identities,
        presentation: Presentation,
    ) -> None:
        self._book, self._media, self._timers = book, media, timers
        self._duty, self._seats, self._ids = duty, seats, ids
        self._presentation = presentation
        self._open: set[UUID] = set()
        self.heard: Mapping[Purpose, tuple[Answered, Failed]] = {}

    def ring(
        self,
        call: Call,
        to: Destination,
        purpose: Purpose,
        originator: Leg,
        now: datetime,
        *,
        seconds: int = 0,
        hidden: bool = False,
    ) -> Leg:
        """Make the leg and ring it, as long as usual or `seconds`; an agent who was ready counts as rung.

        With `hidden` whoever is called outside does not see our number.
        """
        identity = self._ids.new(now)
        role = Role.OUTSIDE if to.number else Role.AGENT
        phone = to.number or to.phone
        leg = Leg(
            identity, role, str(identity), originator.node, phone, to.agent, LegState.OPENED, now, purpose=purpose
        )
        self._open.add(identity)
        seconds = seconds or (SECONDS_OUT if to.number else SECONDS)
        if to.number:
            self._ring_out(call, to, leg, originator, seconds, hidden)
        else:
            self._book.record(facts.leg_opened(call.id, leg))
            if to.agent and self._seats.presence(to.agent).state is not State.PAUSED:
                self._duty.ringing(to.agent, call.id, now)
            self._media.send(Ring(leg.channel, to.phone, call.caller, seconds + GRACE, originator.channel))
        self._watch(call.id, leg, now + timedelta(seconds=seconds))
        return leg

    def restore(self, call: Call, now: datetime) -> None:
        """Take back what was ringing before a restart; its time starts anew."""
        for leg in call.live_legs:
            if leg.purpose and leg.state in (LegState.OPENED, LegState.RINGING):
                self._open.add(leg.id)
                self._watch(call.id, leg, now + timedelta(seconds=SECONDS_OUT if leg.role is Role.OUTSIDE else SECONDS))

    def is_open(self, leg: Leg) -> bool:
        return leg.id in self._open

    def answered(self, call: Call, leg: Leg, now: datetime) -> None:
        self._close(call, leg)
        self.heard[leg.purpose][0](call, leg, now)

    def failed(self, call: Call, leg: Leg, cause: int, now: datetime) -> None:
        """The leg has ended without an answer, with a Q.850 cause; 0 means that nobody knows why."""
        self._close(call, leg)
        outcome = OUTCOMES.get(cause, "unreachable")
        if leg.agent and (person := self._seats.presence(leg.agent)).doing(call.id):
            # An empty chair must not be rung again; who is busy, declines or has another call is there.
            if outcome in ("no-answer", "unreachable") and len(person.in_hand) == 1:
                self._duty.missed(leg.agent, call.id, outcome, now)
            else:
                self._duty.withdrawn(leg.agent, call.id, now)
        self.heard[leg.purpose][1](call, leg, outcome, now)

    def expired(self, contact: UUID, identity: UUID, now: datetime) -> None:
        """It has rung long enough."""
        call = self._book.call(contact)
        leg = call.legs.get(identity) if call else None
        if call and leg and self.is_open(leg):
            self._media.send(HangUp(leg.channel))
            self.failed(call, leg, NO_ANSWER, now)

    def withdraw(self, call: Call, now: datetime) -> None:
        """Nobody needs the ringing any more."""
        for leg in call.live_legs:
            if self.is_open(leg):
                self._close(call, leg)
                self._media.send(HangUp(leg.channel))
                if leg.agent and self._seats.presence(leg.agent).doing(call.id):
                    self._duty.withdrawn(leg.agent, call.id, now)

    def _ring_out(self, call: Call, to: Destination, leg: Leg, originator: Leg, seconds: int, hidden: bool) -> None:
        """The customer of an outbound call is who its recording follows."""
        seen = self._presentation.of(call, to.trunk, leg.purpose, originator, hidden=hidden)
        recorded = call.direction is Direction.OUTBOUND and not call.recorded
        self._book.record(facts.leg_opened(call.id, leg, to.trunk, shown=seen.number, hidden=seen.hidden))
        if recorded:
            self._book.record(facts.recording(call.id, leg.id, leg.channel + SPOOL_SUFFIX, leg.opened_at))
        limit = seconds + GRACE
        self._media.send(
            RingOut(leg.channel, to.number, to.trunk, seen.number, limit, originator.channel, seen.hidden, recorded)
        )

    def _watch(self, contact: UUID, leg: Leg, until: datetime) -> None:
        self._timers.arm((DIAL_TIME, str(contact), str(leg.id)), until)

    def _close(self, call: Call, leg: Leg) -> None:
        self._open.discard(leg.id)
        self._timers.cancel((DIAL_TIME, str(call.id), str(leg.id)))
