"""Conversations: hold, resume, and the end from either side or by order."""

from datetime import datetime
from uuid import UUID

from appliance.contact.acd.model import Departure
from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp, Join, Part
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.errors import CallInConsult, CallNotTalking, CallUnknown
from appliance.contact.calls.model import MAIN, Call, CallState, Leg, Role
from appliance.contact.calls.offers import Offers
from appliance.contact.calls.ports import Duty, Line, Media, Seats
from appliance.contact.calls.voice import Voice


class Conversations:
    """What agents and their tools do with a call in hand."""

    def __init__(
        self,
        book: Book,
        media: Media,
        duty: Duty,
        seats: Seats,
        voice: Voice,
        offers: Offers,
        dials: Dials,
        line: Line,
    ) -> None:
        self._offers, self._dials, self._line = offers, dials, line
        self._book, self._media, self._duty, self._seats, self._voice = book, media, duty, seats, voice

    def hold(self, contact: UUID, now: datetime) -> None:
        """Let the caller hear music; the agent's leg stays."""
        call, caller, agent = self._parties(contact)
        if call.state is CallState.HELD:
            return
        self._note_held(call, agent, "command", now)
        self._media.send(Part(str(call.id), caller.channel))
        self._voice.music(call.id)

    def resume(self, contact: UUID, now: datetime) -> None:
        """Bring caller and agent together again."""
        call, caller, agent = self._parties(contact)
        if call.state is not CallState.HELD:
            return
        self._voice.hush(call.id)
        self._note_resumed(call, agent, now)
        self._media.send(Join(str(call.id), (caller.channel, agent.channel)))

    def held_by_phone(self, call: Call, leg: Leg, now: datetime) -> None:
        """The phone's own hold key: the media node plays the music by itself."""
        if leg.role is Role.AGENT and leg.id in call.parties and call.state is CallState.TALKING:
            self._note_held(call, leg, "phone", now)

    def resumed_by_phone(self, call: Call, leg: Leg, now: datetime) -> None:
        if leg.role is Role.AGENT and call.state is CallState.HELD and call.held_by == "phone":
            self._note_resumed(call, leg, now)

    def hang_up(self, contact: UUID, now: datetime) -> None:
        """End every leg of a call; its books close as the legs end."""
        call = self._call(contact)
        offered = [leg for leg in call.live_legs if self._offers.is_open(leg) or self._dials.is_open(leg)]
        self._offers.withdraw(call, now)
        self._dials.withdraw(call, now)
        self._line.leave(contact, Departure.REMOVED, now)
        for leg in call.live_legs:
            if leg not in offered:
                self._media.send(HangUp(leg.channel))

    def _note_held(self, call: Call, agent: Leg, by: str, now: datetime) -> None:
        self._book.record(facts.leg_step(facts.LEG_HELD, call.id, agent.id, now, by=by))
        if self._in_hand(call, agent):
            self._duty.holding(agent.agent, now)

    def _note_resumed(self, call: Call, agent: Leg, now: datetime) -> None:
        self._book.record(facts.leg_step(facts.LEG_RESUMED, call.id, agent.id, now))
        if self._in_hand(call, agent):
            self._duty.talking(agent.agent, call.id, now)

    def _in_hand(self, call: Call, leg: Leg) -> bool:
        return bool(leg.agent) and self._seats.presence(leg.agent).contact == call.id

    def _call(self, contact: UUID) -> Call:
        if (call := self._book.call(contact)) is None:
            raise CallUnknown(call=str(contact))
        return call

    def _parties(self, contact: UUID) -> tuple[Call, Leg, Leg]:
        call = self._call(contact)
        if call.consult or len(call.members(MAIN)) > 2:
            raise CallInConsult(call=str(contact))
        caller, agent = call.customer, call.holder()
        if call.state not in (CallState.TALKING, CallState.HELD) or caller is None or agent is None:
            raise CallNotTalking(call=str(contact), state=call.state.value)
        return call, caller, agent
