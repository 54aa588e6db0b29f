"""An agent's telephone is in a page: when that is loaded anew, sleeps or loses its network, the call is kept for it."""

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp
from appliance.contact.calls.destinations import Destination
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.handover import Handover
from appliance.contact.calls.model import MAIN, Call, CallState, Leg, Purpose, Target, of_browser
from appliance.contact.calls.ports import Media, Seats, Timers
from appliance.contact.calls.transfer import Transfers
from appliance.contact.calls.voice import Voice

COMEBACK_TIME = "comeback-time"
SECONDS, SECONDS_WITHOUT_QUEUE = 15, 60
"""How long a caller waits for the same agent: after that a queue has others, other calls have nobody."""
RING_SECONDS = 10
AWAY = "unreachable"
BY_PEOPLE = frozenset({16, 17, 19, 21})
"""Q.850 causes by which people end calls; whatever else ends a leg in a browser was not the agent's doing."""


class Duty(Protocol):
    """The agents, as lost calls see them."""

    def holding(self, number: str, contact: UUID, now: datetime) -> None: ...

    def absent(self, number: str, contact: UUID, reason: str, now: datetime) -> None: ...

    def released(self, number: str, contact: UUID | None, wrap_up: int, now: datetime) -> None: ...


class Comebacks:
    """The caller is parked in a slot that has the name of the agent's telephone, and given back when that registers."""

    def __init__(
        self,
        book: Book,
        media: Media,
        timers: Timers,
        voice: Voice,
        seats: Seats,
        duty: Duty,
        dials: Dials,
        handover: Handover,
        transfers: Transfers,
    ) -> None:
        self._book, self._media, self._timers, self._voice = book, media, timers, voice
        self._seats, self._duty = seats, duty
        self._dials, self._handover, self._transfers = dials, handover, transfers

    def registered(self, phone: str, online: bool, now: datetime) -> None:
        """A phone has come or gone; only one in a browser matters here."""
        if of_browser(phone):
            (self.back if online else self.gone)(phone, now)

    def gone(self, phone: str, now: datetime) -> None:
        """The telephone is no longer registered: what it talks in is kept, though its leg may not know yet."""
        for call in self._book.calls():
            leg = next((leg for leg in call.members(MAIN) if leg.phone == phone), None)
            if leg and _kept(call, leg):
                self._media.send(HangUp(leg.channel))
                self._keep(call, leg, now)

    def lost(self, call: Call, leg: Leg, cause: int, now: datetime) -> bool:
        """A leg has ended, and `call` is what it was before; whether the caller is kept for the agent."""
        if cause in BY_PEOPLE or not _kept(call, leg):
            return False
        self._keep(call, leg, now)
        return True

    def back(self, phone: str, now: datetime) -> None:
        """The telephone is registered again: it rings for what was kept, and answers by itself."""
        agent = of_browser(phone)
        for call in self._book.calls():
            if call.state is CallState.PARKED and call.slot == phone and call.customer:
                self._timers.cancel(_key(call.id))
                self._book.record(facts.transferred(call.id, None, "come-back", Target("agent", agent), now))
                to = Destination(phone=phone, agent=agent)
                self._dials.ring(call, to, Purpose.COME_BACK, call.customer, now, seconds=RING_SECONDS, picks_up=True)

    def failed(self, call: Call, leg: Leg, outcome: str, now: datetime) -> None:
        """It is registered, and yet does not answer."""
        self._duty.absent(leg.agent, call.id, AWAY, now)
        self._transfers.failed(call, leg, outcome, now)

    def due(self, contact: UUID, now: datetime) -> None:
        """The telephone has not come back: on with the call, without that agent."""
        call = self._book.call(contact)
        if call and call.state is CallState.PARKED and (agent := of_browser(call.slot)):
            self._duty.absent(agent, contact, AWAY, now)
            self._transfers.fall_back(call, now)

    def restore(self, call: Call, now: datetime) -> None:
        """After a restart the wait begins anew."""
        if call.state is CallState.PARKED and of_browser(call.slot):
            self._watch(call, now)

    def over(self, call: Call, now: datetime) -> None:
        """The books of a call are closed: nobody is kept for it."""
        self._timers.cancel(_key(call.id))
        for person in self._seats.people():
            if of_browser(person.phone) and person.doing(call.id):
                self._duty.released(person.agent, call.id, 0, now)

    def _keep(self, call: Call, leg: Leg, now: datetime) -> None:
        self._handover.dissolve(call)
        self._book.record(facts.parked(call.id, leg, leg.phone, now))
        now_open = self._book.call(call.id) or call
        for member in now_open.members(MAIN):
            self._book.record(facts.parted(call.id, member.id, MAIN, now))
        self._handover.follow(call, leg, now)
        self._duty.holding(leg.agent, call.id, now)
        self._voice.music(call.id)
        self._watch(call, now)

    def _watch(self, call: Call, now: datetime) -> None:
        seconds = SECONDS if call.queue else SECONDS_WITHOUT_QUEUE
        self._timers.arm(_key(call.id), now + timedelta(seconds=seconds))


def _key(contact: UUID) -> tuple[str, ...]:
    return (COMEBACK_TIME, str(contact))


def _kept(call: Call, leg: Leg) -> bool:
    """Whether the leg is an agent's in a browser, in a conversation of two with somebody who is still there."""
    customer = call.customer
    return bool(
        of_browser(leg.phone)
        and of_browser(leg.phone) == leg.agent
        and call.state in (CallState.TALKING, CallState.HELD)
        and not call.consult
        and len(call.members(MAIN)) == 2
        and call.bridge_of(leg.id) == MAIN
        and customer
        and customer.live
        and customer.id != leg.id
    )
