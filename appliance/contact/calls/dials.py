"""Legs that are rung for somebody who is named: transfers, enquiries and calls to the outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from appliance.contact.agents.model import State
from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp, Ring, RingOut
from appliance.contact.calls.destinations import Destination
from appliance.contact.calls.history import SPOOL_SUFFIX
from appliance.contact.calls.model import Call, Direction, Leg, LegState, Purpose, Role, Target
from appliance.contact.calls.ports import Duty, Identities, Media, Routing, Seats, Timers
from appliance.contact.calls.presentation import Presentation

DIAL_TIME = "dial-ring-time"
SECONDS, SECONDS_OUT = 25, 45
GRACE = 5
NO_ANSWER = 19
CONGESTED = frozenset({2, 3, 27, 34, 38, 41, 42, 43, 44, 47, 49, 58, 63, 102, 127})
"""Q.850 causes that speak of the trunk or the carrier, not of whoever was called: another trunk may succeed."""

OUTCOMES = {
    0: "withdrawn",
    16: "no-answer",
    17: "busy",
    18: "no-answer",
    19: "no-answer",
    21: "rejected",
    23: "redirected",
}
"""A carrier that points elsewhere (SIP 3xx, Q.850 cause 23) is not followed: docs/decisions/redirects.md."""

Answered = Callable[[Call, Leg, datetime], None]
Failed = Callable[[Call, Leg, str, datetime], None]


class Lines(Protocol):
    """Who gets an emergency call a line."""

    def free(self, trunk: str, emergency: UUID, now: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class Try:
    """What it takes to ring the next way when this one fails; `originator` is the leg that waits."""

    to: Destination
    originator: Leg
    purpose: Purpose
    seconds: int
    hidden: bool


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
        routing: Routing,
    ) -> None:
        self._book, self._media, self._timers = book, media, timers
        self._duty, self._seats, self._ids = duty, seats, ids
        self._presentation, self._routing = presentation, routing
        self._tries: dict[UUID, Try] = {}
        self._open: set[UUID] = set()
        self.preemption: Lines
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
        picks_up: bool = False,
    ) -> Leg:
        """Make the leg and ring it, as long as usual or `seconds`; an agent who was ready counts as rung.

        With `picks_up` a phone of ours answers by itself.

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
            self._tries[identity] = Try(to, originator, purpose, seconds, hidden)
            self._ring_out(call, leg, self._tries[identity])
        else:
            self._book.record(facts.leg_opened(call.id, leg))
            if to.agent and not picks_up and self._seats.presence(to.agent).state is not State.PAUSED:
                self._duty.ringing(to.agent, call.id, now)
            ring = Ring(leg.channel, to.phone, call.number, seconds + GRACE, originator.channel, picks_up)
            self._media.send(ring)
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
        """The leg has ended without an answer, with a Q.850 cause; 0 means that nobody knows why.

        A trunk that could not carry the call is followed by the next way, which whoever waits does not notice.
        """
        tried = self._tries.get(leg.id)
        self._close(call, leg)
        if tried and cause in CONGESTED and leg.state is LegState.OPENED and self._goes_on(call, tried, now):
            return
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

    def _goes_on(self, call: Call, tried: Try, now: datetime) -> bool:
        """Ring the next way; whether there is one, and somebody who waits for it."""
        now_open = self._book.call(call.id)
        waits = now_open.legs.get(tried.originator.id) if now_open else None
        if tried.purpose is Purpose.FAX:
            waits = tried.originator
        if now_open is None or waits is None or not waits.live or (to := self._next(tried.to, call.id, now)) is None:
            return False
        leg = self.ring(
            now_open,
            to,
            tried.purpose,
            waits,
            now,
            seconds=tried.seconds,
            hidden=tried.hidden,
        )
        if now_open.consult and tried.purpose is Purpose.CONSULT:
            wanted = Target("number", tried.to.number)
            self._book.record(facts.consult_begun(call.id, now_open.consult.by, leg.id, wanted, now))
        return True

    def _next(self, to: Destination, contact: UUID, now: datetime) -> Destination | None:
        """What is left of the ways; an emergency call then takes another call's line, trunk by trunk."""
        if to.ways[1:]:
            return replace(to, ways=to.ways[1:])
        for place, way in enumerate(to.forced, 1):
            if self.preemption.free(way.trunk, contact, now):
                return replace(to, ways=(way._replace(full=False),), forced=to.forced[place:])
        return None

    def _ring_out(self, call: Call, leg: Leg, wanted: Try) -> None:
        """The customer of an outbound call is who its recording follows."""
        to, way, originator = wanted.to, wanted.to.ways[0], wanted.originator
        if way.full:
            self.preemption.free(way.trunk, call.id, leg.opened_at)
        seen = self._presentation.of(
            call, way.trunk, leg.purpose, originator, hidden=wanted.hidden, first=way.caller_id
        )
        self._book.record(
            facts.leg_opened(
                call.id,
                leg,
                way.trunk,
                shown=seen.number,
                hidden=seen.hidden,
                e164=to.normal.e164,
                number_class=to.normal.kind,
            )
        )
        self._routing.taken(call.id, leg.id, way, to.normal, to.asker, leg.opened_at)
        if call.direction is Direction.OUTBOUND and wanted.purpose is not Purpose.FAX and _unheard(call):
            self._book.record(facts.recording(call.id, leg.id, leg.channel + SPOOL_SUFFIX, leg.opened_at))
        limit = wanted.seconds + GRACE
        last = not (to.ways[1:] or to.forced)
        self._media.send(
            RingOut(leg.channel, way.number, way.trunk, seen.number, limit, originator.channel, seen.hidden, last)
        )

    def _watch(self, contact: UUID, leg: Leg, until: datetime) -> None:
        self._timers.arm((DIAL_TIME, str(contact), str(leg.id)), until)

    def _close(self, call: Call, leg: Leg) -> None:
        self._open.discard(leg.id)
        self._tries.pop(leg.id, None)
        self._timers.cancel((DIAL_TIME, str(call.id), str(leg.id)))


def _unheard(call: Call) -> bool:
    """Whether nothing of the call is recorded yet; a leg that never was answered has no audio."""
    recorded = call.on(call.recorded) if call.recorded else None
    return recorded is None or recorded.answered_at is None
