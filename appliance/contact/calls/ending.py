"""How calls end: legs go one by one, the rest is cleared, and the books close with the last."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from appliance.contact.acd.model import Departure
from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.boxes import BoxesOfAgents
from appliance.contact.calls.commands import DropBridge, HangUp
from appliance.contact.calls.dials import OUTCOMES, Dials
from appliance.contact.calls.handover import Handover, bridge_name
from appliance.contact.calls.model import MAIN, Call, CallState, Direction, Leg, Result, Role
from appliance.contact.calls.offers import Offers
from appliance.contact.calls.ports import Line, Media, Walks
from appliance.contact.calls.quality import Audio
from appliance.contact.calls.voice import Voice

WAITING = frozenset({CallState.WAITING, CallState.OFFERED})


class Enquiries(Protocol):
    """Who takes care of an enquiry that one of its two parties leaves."""

    def agent_left(self, call: Call, by: Leg, now: datetime) -> None: ...

    def asked_left(self, call: Call, to: Leg, now: datetime) -> None: ...


class Attempts(Protocol):
    """Who hears that the books of a call-back's attempt are closed."""

    def over(self, call: Call, now: datetime) -> None: ...


class Comebacks(Protocol):
    """Who keeps a caller for the agent whose telephone is gone."""

    def lost(self, call: Call, leg: Leg, cause: int, now: datetime) -> bool: ...

    def over(self, call: Call, now: datetime) -> None: ...


class Endings:
    """Takes note of legs that are gone. `intend` says beforehand what a hang-up by the system will mean."""

    enquiries: Enquiries
    attempts: Attempts
    boxes: BoxesOfAgents
    comebacks: Comebacks

    def __init__(
        self,
        book: Book,
        media: Media,
        offers: Offers,
        dials: Dials,
        line: Line,
        handover: Handover,
        walks: Walks,
        voice: Voice,
    ) -> None:
        self._book, self._media, self._offers, self._dials = book, media, offers, dials
        self._line, self._handover, self._walks, self._voice = line, handover, walks, voice
        self._verdicts: dict[UUID, tuple[Result, str]] = {}

    def intend(self, contact: UUID, result: Result) -> None:
        """The system is about to hang up: this is what became of the call."""
        self._verdicts.setdefault(contact, (result, "system"))

    def leg_gone(self, call: Call, leg: Leg, cause: int, now: datetime, audio: Audio | None = None) -> None:
        """A channel has ended, for whatever reason."""
        if not leg.live:
            return
        by = self._verdicts[call.id][1] if call.id in self._verdicts else leg.role.value
        self._book.record(facts.leg_ended(call.id, leg.id, cause, by, now, audio))
        if self._offers.is_open(leg):
            self._offers.refused(call, leg, cause, now)
        elif self._dials.is_open(leg):
            self._dials.failed(call, leg, cause, now)
        elif leg == call.customer:
            self._customer_gone(call, leg, now)
        elif not self.comebacks.lost(call, leg, cause, now):
            self._party_gone(call, leg, cause, now)
        self._close_if_empty(call.id, now)

    def _customer_gone(self, call: Call, leg: Leg, now: datetime) -> None:
        self._handover.free(call, leg, now)
        if self._goes_on_without(call, leg, now):
            return
        left_message = self._walks.leave(call.id)
        by = "agent" if leg.role is Role.AGENT else "caller"
        self._verdicts.setdefault(call.id, (_verdict(call, left_message), by))
        self._voice.forget(call.id)
        self._offers.withdraw(call, now)
        self._dials.withdraw(call, now)
        if call.consult:
            self._book.record(facts.consult_ended(call.id, call.consult.to, "abandoned", now))
        if call.in_line:
            lost = self._verdicts[call.id][0] is Result.MEDIA_LOST
            self._line.leave(call.id, Departure.MEDIA_LOST if lost else Departure.ABANDONED, now)
        self._clear(call)

    def _goes_on_without(self, call: Call, customer: Leg, now: datetime) -> bool:
        """Of several who talk one at a phone of ours has hung up: whether the others go on."""
        others = [leg for leg in call.members(MAIN) if leg.id != customer.id]
        if not customer.at_desk or call.consult or len(others) < 2:
            return False
        turned = call.turned(next((leg for leg in others if not leg.at_desk), others[0]).id)
        self._handover.turns(turned, now)
        self._handover.follow(turned, customer, now)
        return True

    def _party_gone(self, call: Call, leg: Leg, cause: int, now: datetime) -> None:
        """Somebody else than the customer has hung up; a conversation of more than two goes on."""
        if call.consult and leg.id == call.consult.by:
            self.enquiries.agent_left(call, leg, now)
        elif call.consult and leg.id == call.consult.to:
            self.enquiries.asked_left(call, leg, now)
        elif call.bridge_of(leg.id):
            self._last_but_one(call, leg, now)
        elif self._unanswered(call, leg) and self.boxes.take(
            call, leg.agent or call.dialled, OUTCOMES.get(cause, "unreachable"), now
        ):
            self._handover.free(call, leg, now, wrap_up=False)
        elif call.direction is not Direction.INBOUND and not call.talking_since:
            self._verdicts.setdefault(call.id, (Result.UNANSWERED, leg.role.value))
            self._dials.withdraw(call, now)
            self._handover.free(call, leg, now, wrap_up=False)
            self._clear(call)

    def _last_but_one(self, call: Call, leg: Leg, now: datetime) -> None:
        goes_on = leg.id == call.lent_by or len(call.members(MAIN)) > 2
        self._handover.free(call, leg, now)
        if goes_on:
            self._handover.follow(call, leg, now)
        goes_on = goes_on or (call.customer is not None and self._back_into_flow(call, call.customer, now))
        if not goes_on:
            by = "agent" if call.customer else "caller"
            self._verdicts.setdefault(call.id, (Result.ANSWERED, by))
            self._clear(call)

    def _back_into_flow(self, call: Call, customer: Leg, now: datetime) -> bool:
        """The agent has hung up first; whether the flow has something for the caller after that."""
        if not self._walks.goes_on(call.id):
            return False
        self._handover.dissolve(call)
        self._book.record(facts.parted(call.id, customer.id, MAIN, now))
        self._handover.holds(call, customer, now)
        return self._walks.after_talk(call.id, now)

    def _unanswered(self, call: Call, leg: Leg) -> bool:
        """Whether it was the phone that a call between phones rang."""
        return call.direction is Direction.INTERNAL and leg.role is Role.AGENT and not call.talking_since

    def _clear(self, call: Call) -> None:
        """Hang up whoever is left; legs of withdrawn offers have been told already."""
        now_open = self._book.call(call.id)
        left = now_open.live_legs if now_open else ()
        for leg in left:
            if leg.role is Role.CALLER or call.bridge_of(leg.id) or _dialling(call, leg):
                self._media.send(HangUp(leg.channel))
        for bridge in call.bridges if left else ():
            self._media.send(DropBridge(bridge_name(call, bridge)))

    def _close_if_empty(self, contact: UUID, now: datetime) -> None:
        call = self._book.call(contact)
        if call and not call.live_legs:
            result, by = self._verdicts.pop(contact, _before_restart(call))
            self._book.record(facts.closed(contact, result, by, now))
            self.comebacks.over(call, now)
            if call.callback:
                self.attempts.over(call, now)


def _dialling(call: Call, leg: Leg) -> bool:
    """A leg of a call between phones, or to the outside, that nobody has answered yet."""
    return call.direction is not Direction.INBOUND and not leg.purpose


def called_back(call: Call) -> bool:
    """Whether the caller left the line for a call-back, a new one or one that was open already."""
    return call.asked_back or call.departure is Departure.CALL_BACK


def _before_restart(call: Call) -> tuple[Result, str]:
    """What the books say of a call whose caller was gone before a restart."""
    if call.talking_since:
        return Result.ANSWERED, "caller"
    if call.departure in (Departure.ABANDONED, Departure.REMOVED):
        return Result.ABANDONED, "caller"
    if call.callback:
        return Result.UNANSWERED, "agent"
    return (Result.CALL_BACK if called_back(call) else Result.LEFT_IN_FLOW), "caller"


def _verdict(call: Call, left_message: bool) -> Result:
    """What a call was that its caller ended."""
    if call.talking_since:
        return Result.ANSWERED
    if call.fax:
        return Result.FAX
    if left_message:
        return Result.VOICEMAIL
    if call.in_line or call.departure is Departure.REMOVED:
        return Result.ABANDONED
    if called_back(call):
        return Result.CALL_BACK
    if call.state is CallState.ADOPTED:
        return Result.STATIC_GROUP
    return Result.LEFT_IN_FLOW if call.direction is Direction.INBOUND else Result.UNANSWERED
