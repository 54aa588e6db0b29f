"""How an agent's leg leaves a call that lives on, and how customer and somebody else are brought together."""

from datetime import datetime

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import (
    DropBridge,
    HangUp,
    Join,
    Part,
    Record,
    StartMusic,
    StopMusic,
    TellTransfer,
)
from appliance.contact.calls.history import SPOOL_SUFFIX
from appliance.contact.calls.lines import PHONE, Lines
from appliance.contact.calls.model import CONSULT, MAIN, Call, CallState, Leg, Role
from appliance.contact.calls.ports import Duty, Line, Media, Seats
from appliance.contact.calls.voice import Voice


def bridge_name(call: Call, bridge: str = MAIN) -> str:
    """What the media node calls a bridge of a call."""
    return str(call.id) if bridge == MAIN else f"{call.id}-{bridge}"


class Handover:
    """The steps that transfers, enquiries and parking share; each books first and orders after."""

    def __init__(
        self, book: Book, media: Media, voice: Voice, duty: Duty, seats: Seats, line: Line, lines: Lines
    ) -> None:
        self._book, self._media, self._voice = book, media, voice
        self._duty, self._seats, self._line, self._lines = duty, seats, line, lines

    referring = ""
    """The channel whose phone has asked for what happens now: it is told so before it is let go."""

    def meet(self, call: Call, legs: tuple[Leg, ...], now: datetime, bridge: str = MAIN) -> None:
        """These legs, and no others, hear each other from now on; the agents among them talk."""
        for leg in legs:
            if leg.at_desk:
                self._lines.make_way(leg.phone, now, call.id)
        if bridge == MAIN:
            self._voice.hush(call.id)
        self._lines.hush(call, legs)
        self._book.record(facts.joined(call.id, [leg.id for leg in legs], now, bridge))
        self._media.send(Join(bridge_name(call, bridge), tuple(leg.channel for leg in legs)))
        for leg in legs:
            self._lines.talks(call, leg, now)

    def turns(self, call: Call, now: datetime) -> None:
        """Book that the call is about its other party, if `call` says so and the books do not yet."""
        before = self._book.call(call.id)
        if before is None or call.customer is None or before.customer == call.customer:
            return
        self._voice.hush(call.id)
        self._book.record(facts.turned(call.id, call.customer.id, now))
        if call.state is CallState.HELD and call.held_by != PHONE:
            self._voice.music(call.id)

    def follow(self, call: Call, gone: Leg, now: datetime) -> None:
        """The recording goes on at the customer's phone when the one on which it ran leaves."""
        customer = call.customer
        if gone.channel == call.recorded and customer and customer.live and customer.id != gone.id:
            self._book.record(facts.recording(call.id, customer.id, customer.channel + SPOOL_SUFFIX, now))
            self._media.send(Record(customer.channel, muted=bool(call.paused_until)))

    def let_go(self, call: Call, leg: Leg, now: datetime, *, wrap_up: bool = True) -> None:
        """An agent's leg, or another party's, leaves a call that lives on."""
        if bridge := call.bridge_of(leg.id):
            self._book.record(facts.parted(call.id, leg.id, bridge, now))
        if leg.channel == self.referring:
            self._media.send(TellTransfer(leg.channel, done=True))
        self.follow(call, leg, now)
        self._media.send(HangUp(leg.channel))
        self.free(call, leg, now, wrap_up=wrap_up)

    def free(self, call: Call, leg: Leg, now: datetime, *, wrap_up: bool = True) -> None:
        """Whoever was at a leg has no more to do with the call, but for its wrap-up."""
        if leg.agent and self._seats.presence(leg.agent).doing(call.id):
            rule = self._line.rule(call.queue)
            due = call.queue and wrap_up and leg.role is Role.AGENT
            self._duty.released(leg.agent, call.id, rule.wrap_up if due else 0, now)
            self._lines.hears_again(leg.agent, now)

    def holds(self, call: Call, leg: Leg, now: datetime) -> None:
        """An agent hears nobody for a while: the customer waits, or the agent does."""
        if leg.agent and self._seats.presence(leg.agent).doing(call.id):
            self._duty.holding(leg.agent, call.id, now)

    def take_out(self, call: Call, customer: Leg, now: datetime) -> None:
        """Nobody hears the customer any more, who stays in the call by the books."""
        self.holds(call, customer, now)
        self._media.send(Part(bridge_name(call), customer.channel))
        self._voice.music(call.id)

    def leave_customer(self, call: Call, now: datetime) -> None:
        """The conversation is over for all but the customer."""
        self.dissolve(call)
        for leg in call.members(MAIN):
            if leg == call.customer:
                self._book.record(facts.parted(call.id, leg.id, MAIN, now))
                self.holds(call, leg, now)
            else:
                self.let_go(call, leg, now)

    def dissolve(self, call: Call, bridge: str = MAIN) -> None:
        """The bridge is no more; who was in it lives on."""
        if call.members(bridge):
            self._media.send(DropBridge(bridge_name(call, bridge)))

    def sets_aside(self, call: Call, asked: Leg, now: datetime) -> None:
        """Who is asked waits with music."""
        self.holds(call, asked, now)
        self._media.send(Part(bridge_name(call, CONSULT), asked.channel), StartMusic(asked.channel))

    def takes_up(self, asked: Leg) -> None:
        self._media.send(StopMusic(asked.channel))
