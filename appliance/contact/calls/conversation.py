"""Conversations: hold, resume, and the end from either side or by order."""

from datetime import datetime
from uuid import UUID

from appliance.contact.acd.model import Departure
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.errors import CallInConsult, CallNotTalking, CallUnknown
from appliance.contact.calls.lines import LINE, PHONE, Lines, holder
from appliance.contact.calls.model import MAIN, Actor, Call, CallState, Leg
from appliance.contact.calls.offers import Offers
from appliance.contact.calls.ports import Line, Media


class Conversations:
    """What agents and their tools do with a call in hand."""

    def __init__(self, book: Book, media: Media, lines: Lines, offers: Offers, dials: Dials, line: Line) -> None:
        self._book, self._media, self._lines = book, media, lines
        self._offers, self._dials, self._line = offers, dials, line

    def hold(self, contact: UUID, who: Actor, now: datetime) -> None:
        """Let the other party of `who` hear music, whose leg stays."""
        call, _, agent = self._parties(contact, who)
        if call.state is not CallState.HELD:
            self._lines.hold(call, agent, "command", now)
            self._lines.hears_again(agent.agent, now)

    def resume(self, contact: UUID, now: datetime) -> None:
        """Bring caller and agent together again."""
        call, _, agent = self._parties(contact, "")
        if call.state is CallState.HELD:
            self._lines.resume(call, holder(call) or agent, now)

    def held_by_phone(self, call: Call, leg: Leg, now: datetime) -> None:
        """The phone's own hold key: the media node plays the music by itself."""
        if leg.at_desk and leg.id in call.parties and call.state is CallState.TALKING:
            self._lines.note_held(call, leg, PHONE, now)
            self._lines.hears_again(leg.agent, now)

    def resumed_by_phone(self, call: Call, leg: Leg, now: datetime) -> None:
        """Whom the phone has held it brings back, and whom we hold because it had another call."""
        if call.state is not CallState.HELD or not leg.at_desk:
            return
        if call.held_by == LINE and leg == holder(call):
            self._lines.resume(call, leg, now)
        elif call.held_by == PHONE:
            self._lines.make_way(leg.phone, now, call.id)
            self._lines.note_resumed(call, leg, now)

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

    def _call(self, contact: UUID) -> Call:
        if (call := self._book.call(contact)) is None:
            raise CallUnknown(call=str(contact))
        return call

    def _parties(self, contact: UUID, who: Actor) -> tuple[Call, Leg, Leg]:
        call = self._call(contact)
        if call.consult or len(call.members(MAIN)) > 2:
            raise CallInConsult(call=str(contact))
        caller, agent = call.customer, call.seen_by(who).holder(who)
        if call.state not in (CallState.TALKING, CallState.HELD) or caller is None or agent is None:
            raise CallNotTalking(call=str(contact), state=call.state.value)
        return call, caller, agent
