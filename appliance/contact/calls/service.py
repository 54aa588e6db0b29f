"""The calls: what the media node reports goes in here, and each report is led to whoever it concerns."""

from dataclasses import dataclass
from datetime import datetime

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.boxes import BoxesOfAgents
from appliance.contact.calls.comebacks import Comebacks
from appliance.contact.calls.commands import Answer, HangUp, Join, Record, Ring, StartRinging
from appliance.contact.calls.consult import Consults
from appliance.contact.calls.conversation import Conversations
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.ending import WAITING, Endings
from appliance.contact.calls.flash import Flashes
from appliance.contact.calls.lines import Lines
from appliance.contact.calls.model import Call, CallState, Direction, Leg, LegState, Result, Role
from appliance.contact.calls.offers import Offers
from appliance.contact.calls.outgoing import Outgoing
from appliance.contact.calls.parking import Parking
from appliance.contact.calls.passing import Passing
from appliance.contact.calls.ports import (
    Codes,
    Directory,
    Duty,
    Identities,
    Line,
    Media,
    Monitoring,
    Pages,
    Routing,
    Seats,
    Walks,
)
from appliance.contact.calls.quality import Audio
from appliance.contact.calls.returns import Returns
from appliance.contact.calls.transfer import IN_HAND, Transfers
from appliance.contact.calls.voice import Voice

UNALLOCATED, BUSY, REJECTED = 1, 17, 21
INTERNAL_RING = 30
SPOOL_SUFFIX = ".raw"


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that calls are handled by, wired once per engine."""

    book: Book
    media: Media
    voice: Voice
    walks: Walks
    line: Line
    offers: Offers
    dials: Dials
    endings: Endings
    lines: Lines
    conversations: Conversations
    transfers: Transfers
    returns: Returns
    consults: Consults
    parking: Parking
    comebacks: Comebacks
    outgoing: Outgoing
    passing: Passing
    codes: Codes
    flashes: Flashes
    duty: Duty
    seats: Seats
    directory: Directory
    boxes: BoxesOfAgents
    ids: Identities
    routing: Routing
    pages: Pages
    monitoring: Monitoring


class Calls:
    """Facts from the media node, one method each; `channel` is Asterisk's channel id."""

    def __init__(self, parts: Parts) -> None:
        self._the = parts

    def arrived(
        self,
        channel: str,
        node: str,
        dialled: str,
        caller: str,
        trunk: str,
        now: datetime,
        phone: str = "",
        diverted_by: str = "",
    ) -> None:
        """A call from a trunk has entered, perhaps `diverted_by` a number: answer it and begin its number's flow."""
        the = self._the
        known = the.book.on(channel)
        if known and known[0].state not in (CallState.ARRIVED, CallState.ADOPTED):
            return
        call = (
            known[0]
            if known
            else self._open(Direction.INBOUND, channel, node, dialled, caller, trunk, phone, now, diverted_by)
        )
        leg = call.leg(Role.CALLER)
        number = the.directory.number(dialled)
        flow = the.directory.flow(number.flow) if number else None
        if leg is None:
            return
        if not known and trunk and not the.passing.pbx(trunk) and the.routing.unwelcome(caller):
            the.endings.intend(call.id, Result.REFUSED)
            the.media.send(HangUp(channel, REJECTED))
            return
        if number is None and trunk and the.passing.take(call, leg, now):
            return
        if number is None or flow is None:
            the.endings.intend(call.id, Result.NUMBER_UNKNOWN)
            the.media.send(HangUp(channel, UNALLOCATED))
            return
        if not known:
            the.book.record(facts.recording(call.id, leg.id, channel + SPOOL_SUFFIX, now))
            if phone:
                the.media.send(Record(channel))
        the.media.send(Answer(channel))
        the.walks.begin(call.id, flow, now)

    def dialled(self, channel: str, node: str, phone: str, digits: str, now: datetime) -> None:
        """A phone has dialled: help, a code, a number of ours, a phone, an agent wherever they sit, or the outside."""
        the = self._the
        if the.routing.emergency(digits) and the.outgoing.dial(channel, node, phone, digits, now):
            return
        if the.codes.dialled(channel, node, phone, digits, now):
            return
        the.lines.make_way(phone, now)
        if the.directory.number(digits):
            self.arrived(channel, node, digits, phone, "", now, phone)
            return
        seat = the.seats.presence(digits)
        target = seat.phone or (digits if the.directory.phone(digits) else "")
        if not target and the.outgoing.dial(channel, node, phone, digits, now):
            return
        call = self._open(Direction.INTERNAL, channel, node, digits, phone, "", phone, now)
        if not target and the.boxes.take(call, digits, "signed-out", now):
            return
        if not target or target == phone:
            the.endings.intend(call.id, Result.NUMBER_UNKNOWN)
            the.media.send(HangUp(channel, UNALLOCATED))
            return
        person = the.seats.at_phone(target)
        agent = person.agent if person else ""
        if the.book.phones.count(target) >= the.seats.lines(agent) or (person and person.undisturbed):
            why = "do-not-disturb" if person and person.undisturbed else "busy"
            if the.boxes.take(call, agent or digits, why, now):
                return
            the.endings.intend(call.id, Result.UNANSWERED)
            the.media.send(HangUp(channel, BUSY))
            return
        identity = the.ids.new(now)
        leg = Leg(identity, Role.AGENT, str(identity), node, target, agent, LegState.OPENED, now)
        caller = call.leg(Role.CALLER)
        the.book.record(facts.leg_opened(call.id, leg))
        if caller:
            the.book.record(facts.recording(call.id, caller.id, channel + SPOOL_SUFFIX, now))
        the.media.send(Record(channel), StartRinging(channel), Ring(leg.channel, target, phone, INTERNAL_RING, channel))

    def ringing(self, channel: str, now: datetime) -> None:
        if (found := self._the.book.on(channel)) and found[1].state is LegState.OPENED:
            self._the.book.record(facts.leg_step(facts.LEG_RINGING, found[0].id, found[1].id, now))
            self._the.passing.ringing(*found)

    def answered(self, channel: str, now: datetime) -> None:
        """A leg is up: for the caller's that is our own doing, for an agent's the agent's."""
        found = self._the.book.on(channel)
        if found is None:
            self._the.pages.answered(channel, now)
            self._the.monitoring.answered(channel, now)
        if found is None or found[1].state not in (LegState.OPENED, LegState.RINGING):
            return
        self._the.book.record(facts.leg_step(facts.LEG_ANSWERED, found[0].id, found[1].id, now))
        call = self._the.book.call(found[0].id)
        leg = call.legs[found[1].id] if call else None
        if call and leg and leg.role is not Role.CALLER:
            self._picked_up(call, leg, now)

    def _picked_up(self, call: Call, leg: Leg, now: datetime) -> None:
        """Somebody who was rung has answered; whoever dialled an outbound call is up by our own doing."""
        the = self._the
        if the.dials.is_open(leg):
            the.dials.answered(call, leg, now)
        elif the.offers.is_open(leg) and call.callback:
            the.returns.agent_there(call, leg, now)
        elif the.offers.is_open(leg):
            the.offers.answered(call, leg, now)
        elif leg.purpose or (call.direction is Direction.INTERNAL and call.talking_since):
            the.media.send(HangUp(leg.channel))
        elif call.direction is Direction.INBOUND:
            the.offers.answered(call, leg, now)
        elif call.direction is Direction.INTERNAL:
            self._join_internal(call, leg, now)

    def gone(self, channel: str, cause: int, now: datetime, *, audio: Audio | None = None) -> None:
        """A channel has ended with a Q.850 cause; `audio` is what was counted of its sound, None when nobody knows."""
        if found := self._the.book.on(channel):
            self._the.endings.leg_gone(*found, cause, now, audio)
        self._the.codes.gone(channel)
        self._the.pages.gone(channel, now)
        self._the.monitoring.gone(channel, now)
        self._the.flashes.gone(channel)
        self._the.book.phones.destroyed(channel)
        self._the.line.distribute(now)

    def pressed(self, channel: str, digit: str, now: datetime) -> None:
        if self._the.flashes.pressed(channel, digit, now):
            return
        found = self._the.book.on(channel)
        if found and found[1] == found[0].customer and found[0].state not in IN_HAND:
            self._the.walks.pressed(found[0].id, digit, now)
        elif not found:
            self._the.codes.pressed(channel, digit, now)

    def played(self, run: str, now: datetime) -> None:
        """A run of prompts has ended."""
        self._the.codes.played(run, now)
        self._the.pages.played(run, now)
        contact = self._the.voice.finished(run)
        call = self._the.book.call(contact) if contact else None
        if call and call.state in WAITING:
            self._the.voice.music(call.id)
        elif call:
            self._the.walks.said(call.id, now)

    def held(self, channel: str, held: bool, now: datetime) -> None:
        """The phone at the end of a channel has put the other party on hold, or taken it back."""
        if (found := self._the.book.on(channel)) and found[1].live:
            step = self._the.conversations.held_by_phone if held else self._the.conversations.resumed_by_phone
            step(*found, now)

    def _open(
        self,
        direction: Direction,
        channel: str,
        node: str,
        dialled: str,
        caller: str,
        trunk: str,
        phone: str,
        now: datetime,
        diverted_by: str = "",
    ) -> Call:
        the = self._the
        call = Call(the.ids.new(now), direction, dialled, caller, trunk, now, diverted_by=diverted_by)
        seated = the.seats.at_phone(phone) if phone else None
        agent = seated.agent if seated else ""
        leg = Leg(the.ids.new(now), Role.CALLER, channel, node, phone, agent, LegState.OPENED, now)
        the.book.record(facts.opened(call), facts.leg_opened(call.id, leg))
        return the.book.call(call.id) or call

    def _join_internal(self, call: Call, leg: Leg, now: datetime) -> None:
        caller = call.leg(Role.CALLER)
        if caller is None:
            self._the.media.send(HangUp(leg.channel))
            return
        for end in (caller, leg):
            self._the.lines.make_way(end.phone, now, call.id)
        self._the.book.record(facts.joined(call.id, (caller.id, leg.id), now))
        self._the.media.send(Answer(caller.channel), Join(str(call.id), (caller.channel, leg.channel)))
        for end in (caller, leg):
            self._the.lines.talks(call, end, now)
