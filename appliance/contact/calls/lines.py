"""Several calls at one phone: whoever is there talks in one of them, and the others wait."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from appliance.contact.agents.model import State
from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import Join, Part, StartMusic, StopMusic
from appliance.contact.calls.errors import NothingToSwap, SeveralHeld
from appliance.contact.calls.model import MAIN, Call, CallState, Leg, LegState
from appliance.contact.calls.ports import Duty, Media, Seats
from appliance.contact.calls.shares import Doing, doing
from appliance.contact.calls.voice import Voice

LINE, PHONE = "line", "phone"
"""Who holds a call: we, because its phone has another one, or the phone itself."""


class Lines:
    """Hold and resume as one leg sees it, and the steps between the calls of a phone."""

    def __init__(self, book: Book, media: Media, voice: Voice, duty: Duty, seats: Seats) -> None:
        self._book, self._media, self._voice, self._duty, self._seats = book, media, voice, duty, seats

    def make_way(self, phone: str, now: datetime, keep: UUID | None = None) -> None:
        """Whoever talks at the phone in another call than `keep` puts that one on hold."""
        if self._book.phones.count(phone) > (1 if keep else 0):
            for call, leg in self._at(phone):
                if call.id != keep:
                    self._set_aside(call, leg, now)

    def hold(self, call: Call, leg: Leg, by: str, now: datetime) -> None:
        """The other party of the leg hears music from now on."""
        if (other := partner(call, leg)) is None:
            return
        self.note_held(call, leg, by, now)
        self._media.send(Part(str(call.id), other.channel))
        if other == call.customer:
            self._voice.music(call.id)
        else:
            self._media.send(StartMusic(other.channel))

    def resume(self, call: Call, leg: Leg, now: datetime) -> None:
        """The leg and its other party hear each other again; what else its phone has waits."""
        if (other := partner(call, leg)) is None:
            return
        self.make_way(leg.phone, now, call.id)
        self._voice.hush(call.id)
        self.hush(call, (other,))
        self.note_resumed(call, leg, now)
        pair = (other, leg) if other == call.customer else (leg, other)
        self._media.send(Join(str(call.id), tuple(each.channel for each in pair)))

    def swap(self, agent: str, to: UUID | None, now: datetime) -> UUID:
        """Talk in the call on hold, `to` where several are, and hold the other; which. Raises NothingToSwap."""
        held = [(call, leg) for call, leg in self._at(self._seats.presence(agent).phone) if _holds(call, leg)]
        chosen = [found for found in held if to in (None, found[0].id)]
        if not chosen:
            raise NothingToSwap(agent=agent)
        if len(chosen) > 1:
            raise SeveralHeld(agent=agent, known=", ".join(str(call.id) for call, _ in held))
        self.resume(*chosen[0], now)
        return chosen[0][0].id

    def hush(self, call: Call, legs: Iterable[Leg]) -> None:
        """No music any more to those of the legs whom the customer of the call, a phone of ours, holds."""
        customer = call.customer
        if call.held_by != PHONE and customer and call.state is CallState.HELD and _holds(call, customer):
            for leg in legs:
                if leg != customer and leg.id in call.parties:
                    self._media.send(StopMusic(leg.channel))

    def talks(self, call: Call, leg: Leg, now: datetime) -> None:
        """Whoever is at the leg's phone is in this conversation, if it is still the person that it was."""
        seated = self._seats.at_phone(leg.phone) if leg.agent else None
        already = seated and seated.doing(call.id) is State.TALKING
        if seated and seated.agent == leg.agent and not already:
            self._duty.talking(leg.agent, call.id, now)

    def hears_again(self, agent: str, now: datetime) -> None:
        """An enquiry or a conference that went on without the agent, who had another call, is what is heard now."""
        person = self._seats.presence(agent)
        if not person.in_hand or person.doing(person.contact) is not State.HOLD:
            return
        for call, leg in self._at(person.phone):
            if person.doing(call.id) is State.HOLD and doing(call, leg.id) is Doing.TALKING:
                self._duty.talking(agent, call.id, now)
                return

    def note_held(self, call: Call, leg: Leg, by: str, now: datetime) -> None:
        self._book.record(facts.leg_step(facts.LEG_HELD, call.id, leg.id, now, by=by))
        if self._in_hand(call, leg):
            self._duty.holding(leg.agent, call.id, now)

    def note_resumed(self, call: Call, leg: Leg, now: datetime) -> None:
        self._book.record(facts.leg_step(facts.LEG_RESUMED, call.id, leg.id, now))
        if self._in_hand(call, leg):
            self._duty.talking(leg.agent, call.id, now)

    def _set_aside(self, call: Call, leg: Leg, now: datetime) -> None:
        """Parties of an enquiry or a conference go on without the leg, whose phone hears the other call."""
        if call.state is CallState.TALKING and partner(call, leg):
            self.hold(call, leg, LINE, now)
        elif leg.agent and self._seats.presence(leg.agent).doing(call.id) is State.TALKING:
            self._duty.holding(leg.agent, call.id, now)

    def _at(self, phone: str) -> list[tuple[Call, Leg]]:
        """The calls in which the phone is in a bridge, and its leg in each."""
        every = ((call, leg) for call in self._book.calls() for leg in call.live_legs)
        return [(call, leg) for call, leg in every if phone and leg.phone == phone and call.bridge_of(leg.id)]

    def _in_hand(self, call: Call, leg: Leg) -> bool:
        return bool(leg.agent) and self._seats.presence(leg.agent).doing(call.id) is not None


def partner(call: Call, leg: Leg) -> Leg | None:
    """The one other party of a conversation of two."""
    others = [other for other in call.members(MAIN) if other.id != leg.id]
    return others[0] if len(others) == 1 and not call.consult and leg.id in call.parties else None


def holder(call: Call) -> Leg | None:
    """The leg that has put a conversation of two on hold."""
    return next((leg for leg in call.members(MAIN) if _holds(call, leg)), None)


def _holds(call: Call, leg: Leg) -> bool:
    return leg.state is LegState.HELD and partner(call, leg) is not None
