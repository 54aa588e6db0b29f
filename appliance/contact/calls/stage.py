"""What flows and queues can do to callers: the calls' side of their ports."""

from datetime import datetime
from uuid import UUID

from appliance.contact.acd.model import NO_WISH, Announcement, Departure, Offer, Wish
from appliance.contact.callback.model import Request
from appliance.contact.calls.announcing import announced
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp
from appliance.contact.calls.ending import Endings, called_back
from appliance.contact.calls.model import Result, Target
from appliance.contact.calls.offers import Offers
from appliance.contact.calls.ports import CallBacks, Line, Media, Walks, Wishes
from appliance.contact.calls.ringing import FlowRings
from appliance.contact.calls.transfer import Transfers
from appliance.contact.calls.voice import Voice
from appliance.contact.ivr.model import Caller
from appliance.errors import Refusal

NO_PLACE = "callback-no-place"


class Stage:
    """Speaks to callers, leads them into queues and out again, and ends what is over."""

    line: Line
    walks: Walks
    offers: Offers
    callbacks: CallBacks
    wishes: Wishes
    endings: Endings
    transfers: Transfers
    rings: FlowRings

    def __init__(self, book: Book, media: Media, voice: Voice) -> None:
        self._book, self._media, self._voice = book, media, voice

    def caller(self, contact: UUID) -> Caller:
        """Who calls; nobody knows of a call that is not open."""
        call = self._book.call(contact)
        dialled = call.dialled if call else ""
        return Caller(call.caller if call else "", dialled, self._voice.language(contact, dialled))

    def speak(self, contact: UUID, language: str) -> None:
        self._voice.speak(contact, language)

    def say(self, contact: UUID, prompts: tuple[str, ...]) -> None:
        self._voice.say(contact, prompts)

    def hush(self, contact: UUID) -> None:
        self._voice.hush(contact)

    def wait(self, contact: UUID, queue: str, priority: int, now: datetime, wish: Wish = NO_WISH) -> None:
        """Into the queue, with music; the first free agent may be rung before this returns."""
        call = self._book.call(contact)
        if call and call.lent_by:
            self.transfers.forgo(call, now)
        self._voice.music(contact, queue)
        own = call.own_agents if call else frozenset[str]()
        self.line.enter(contact, queue, priority, now, wish=wish, without=own)
        self.line.distribute(now)

    def ring(self, contact: UUID, who: str, name: str, seconds: int, now: datetime) -> None:
        self.rings.ring(contact, Target(who, name), seconds, now)

    def step_aside(self, contact: UUID, now: datetime) -> None:
        """Nobody is rung for the caller meanwhile; the place in line is kept."""
        if call := self._book.call(contact):
            self.offers.withdraw(call, now)
            self._voice.hush(contact)
            self.line.step_aside(contact, now)

    def end(self, contact: UUID, *, closed_hours: bool, now: datetime) -> None:
        """A flow has come to its end: back to the agent who waits for the caller, else hang up."""
        if (lent := self._book.call(contact)) and self.transfers.returns(lent, now):
            return
        self.line.leave(contact, Departure.LEFT, now)
        call, leg = self._book.call(contact), self._book.caller(contact)
        if self.walks.leave(contact):
            result = Result.VOICEMAIL
        elif call and call.talking_since:
            result = Result.ANSWERED
        elif call and call.fax:
            result = Result.FAX
        elif call and called_back(call):
            result = Result.CALL_BACK
        elif call and call.queue:
            result = Result.NO_AGENT
        else:
            result = Result.CLOSED_HOURS if closed_hours else Result.SELF_SERVICE
        self.endings.intend(contact, result)
        if leg:
            self._media.send(HangUp(leg.channel))

    def offer(self, offer: Offer, now: datetime) -> None:
        if self.callbacks.holds(offer.contact):
            self.callbacks.offered(offer, now)
        else:
            self.offers.make(offer, now)

    def call_back(self, contact: UUID, queue: str, number: str, at: datetime | None, now: datetime) -> str:
        """Keep the caller's place in line for a call to `number`, "" being the caller's own; "" or why that cannot be.

        Who holds no place gets one at the end of `queue`; with `at` the call is promised for that time.
        """
        call = self._book.call(contact)
        place = next((waiting for waiting in self.line.waiting() if waiting.contact == contact), None)
        wanted = queue or (place.queues[0] if place else "")
        if call is None or not wanted:
            return NO_PLACE
        try:
            wish = Request(
                number or call.caller,
                wanted,
                place.entered_at if place else now,
                priority=place.priority if place else self.line.rule(wanted).priority,
                dialled=call.dialled,
                origin=contact,
                at=at,
            )
            self.wishes.request(wish, now)
        except Refusal as refusal:
            return refusal.code
        self.line.leave(contact, Departure.CALL_BACK, now)
        return ""

    def announce(self, contact: UUID, said: Announcement) -> None:
        """Tell the place in line and what else there is to tell; the music goes on after it."""
        if prompts := announced(said):
            self._voice.say(contact, prompts)

    def leave(
        self, contact: UUID, departure: Departure, now: datetime, exit_: str, prompts: tuple[str, ...] = ()
    ) -> None:
        """The call's time in line is over without an answer: on with the flow."""
        if call := self._book.call(contact):
            self.offers.withdraw(call, now)
            self._voice.hush(contact)
            self.line.leave(contact, departure, now, exit_=exit_ if departure is Departure.OVERFLOWED else "")
            self.walks.left_queue(contact, now, exit_, prompts)
