"""How calls end: legs go one by one, the rest is cleared, and the books close with the last."""

from datetime import datetime
from uuid import UUID

from appliance.contact.acd.model import Departure
from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import DropBridge, HangUp
from appliance.contact.calls.model import Call, CallState, Direction, Leg, Result, Role
from appliance.contact.calls.offers import Offers
from appliance.contact.calls.ports import Duty, Line, Media, Seats, Walks
from appliance.contact.calls.voice import Voice

WAITING = frozenset({CallState.WAITING, CallState.OFFERED})


class Endings:
    """Takes note of legs that are gone. `intend` says beforehand what a hang-up by the system will mean."""

    def __init__(
        self, book: Book, media: Media, offers: Offers, line: Line, duty: Duty, seats: Seats, walks: Walks, voice: Voice
    ) -> None:
        self._book, self._media, self._offers = book, media, offers
        self._seats = seats
        self._line, self._duty, self._walks, self._voice = line, duty, walks, voice
        self._verdicts: dict[UUID, tuple[Result, str]] = {}

    def intend(self, contact: UUID, result: Result) -> None:
        """The system is about to hang up: this is what became of the call."""
        self._verdicts.setdefault(contact, (result, "system"))

    def leg_gone(self, call: Call, leg: Leg, cause: int, now: datetime) -> None:
        """A channel has ended, for whatever reason."""
        if not leg.live:
            return
        by = self._verdicts[call.id][1] if call.id in self._verdicts else leg.role.value
        self._book.record(facts.leg_ended(call.id, leg.id, cause, by, now))
        if leg.role is Role.CALLER:
            self._caller_gone(call, now)
        else:
            self._agent_gone(call, leg, cause, now)
        self._close_if_empty(call.id, now)

    def _caller_gone(self, call: Call, now: datetime) -> None:
        left_message = self._walks.leave(call.id)
        self._verdicts.setdefault(call.id, (_verdict(call, left_message), "caller"))
        self._voice.forget(call.id)
        self._offers.withdraw(call, now)
        if call.in_line:
            lost = self._verdicts[call.id][0] is Result.MEDIA_LOST
            self._line.leave(call.id, Departure.MEDIA_LOST if lost else Departure.ABANDONED, now)
        self._clear(call)

    def _agent_gone(self, call: Call, leg: Leg, cause: int, now: datetime) -> None:
        if self._offers.is_open(leg):
            self._offers.refused(call, leg, cause, now)
        elif leg.id in call.parties:
            by = "agent" if call.leg(Role.CALLER) else "caller"
            self._verdicts.setdefault(call.id, (Result.ANSWERED, by))
            if leg.agent and self._seats.presence(leg.agent).contact == call.id:
                self._duty.released(leg.agent, self._wrap_up(call), now)
            self._clear(call)
        elif call.direction is Direction.INTERNAL:
            self._verdicts.setdefault(call.id, (Result.UNANSWERED, "agent"))
            self._clear(call)

    def _wrap_up(self, call: Call) -> int:
        return self._line.rule(call.queue).wrap_up if call.queue else 0

    def _clear(self, call: Call) -> None:
        """Hang up whoever is left; legs of withdrawn offers have been told already."""
        now_open = self._book.call(call.id)
        left = now_open.live_legs if now_open else ()
        for leg in left:
            if leg.role is Role.CALLER or leg.answered_at or call.direction is Direction.INTERNAL:
                self._media.send(HangUp(leg.channel))
        if left and call.talking_since:
            self._media.send(DropBridge(str(call.id)))

    def _close_if_empty(self, contact: UUID, now: datetime) -> None:
        call = self._book.call(contact)
        if call and not call.live_legs:
            result, by = self._verdicts.pop(contact, _before_restart(call))
            self._book.record(facts.closed(contact, result, by, now))


def _before_restart(call: Call) -> tuple[Result, str]:
    """What the books say of a call whose caller was gone before a restart."""
    if call.departure in (Departure.ABANDONED, Departure.REMOVED):
        return Result.ABANDONED, "caller"
    return (Result.ANSWERED if call.talking_since else Result.LEFT_IN_FLOW), "caller"


def _verdict(call: Call, left_message: bool) -> Result:
    """What a call was that its caller ended."""
    if call.talking_since:
        return Result.ANSWERED
    if left_message:
        return Result.VOICEMAIL
    if call.in_line or call.departure is Departure.REMOVED:
        return Result.ABANDONED
    if call.state is CallState.ADOPTED:
        return Result.STATIC_GROUP
    return Result.UNANSWERED if call.direction is Direction.INTERNAL else Result.LEFT_IN_FLOW
