"""The transfer button of a phone (SIP REFER): what it asks for is done as if it had been ordered otherwise."""

from datetime import datetime

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import DropBridge, HangUp, TellTransfer
from appliance.contact.calls.errors import CallInConsult, CallNotTalking, ConsultMissing
from appliance.contact.calls.handover import Handover, bridge_name
from appliance.contact.calls.model import MAIN, Call, Direction, Leg, LegState, Purpose, Result, Role, Target
from appliance.contact.calls.parking import Parking
from appliance.contact.calls.ports import Codes, Directory, Duty, Identities, Media
from appliance.contact.calls.transfer import IN_HAND, Transfers
from appliance.contact.calls.voice import Voice
from appliance.errors import Refusal

PARK = "park"
NORMAL = 16
KEPT = (Direction.INBOUND, Direction.OUTBOUND, Direction.INTERNAL)
"""Of two calls that become one it is the customer's that goes on."""


class Referrals:
    """Blind and attended; a phone whose wish is refused, for whatever reason, keeps its call as it was."""

    codes: Codes

    def __init__(
        self,
        book: Book,
        media: Media,
        voice: Voice,
        duty: Duty,
        directory: Directory,
        ids: Identities,
        transfers: Transfers,
        handover: Handover,
        parking: Parking,
    ) -> None:
        self._book, self._media, self._voice, self._duty = book, media, voice, duty
        self._directory, self._ids = directory, ids
        self._transfers, self._handover, self._parking = transfers, handover, parking

    def blind(self, channel: str, digits: str, now: datetime) -> None:
        """The phone at the end of `channel` passes its call on to what it would dial as `digits`."""
        self._handover.referring = channel
        try:
            call, by = self._line(channel)
            self._may_leave(call, by)
            if digits == PARK or self.codes.parks(digits):
                self._parking.park(call.id, "", by.id, now)
            else:
                self._transfers.transfer(call.id, self.target(digits), by.id, False, now)
        except Refusal as refusal:
            self._decline(channel, digits, refusal, now)
        finally:
            self._handover.referring = ""

    def attended(self, channel: str, other: str, now: datetime) -> None:
        """The phone brings the far ends of two of its lines together and leaves both."""
        self._handover.referring = channel
        try:
            kept, ended = self._line(channel), self._line(other)
            if KEPT.index(ended[0].direction) < KEPT.index(kept[0].direction):
                kept, ended = ended, kept
            if kept[0].id == ended[0].id:
                raise ConsultMissing(call=str(kept[0].id))
            self._may_leave(*kept)
            asked, customer = _far_end(*ended), kept[0].customer
            if customer and customer.at_desk and asked.phone == customer.phone:
                raise ConsultMissing(call=str(ended[0].id))
            self._bring_together(*kept, *ended, asked, now)
        except Refusal as refusal:
            self._decline(channel, other, refusal, now)
        finally:
            self._handover.referring = ""

    def target(self, digits: str) -> Target:
        """Whom a phone means by what it dials while it has a call in hand."""
        if number := self._directory.number(digits):
            return Target("flow", number.flow)
        if self._directory.agent(digits):
            return Target("agent", digits)
        return Target("phone" if self._directory.phone(digits) else "number", digits)

    def _decline(self, channel: str, to: str, refusal: Refusal, now: datetime) -> None:
        """The phone is told no more than that; why is on record."""
        call, leg = self._book.on(channel) or (None, None)
        line = (call.id, leg) if call and leg else None
        self._book.record(facts.transfer_refused(line, channel, to, refusal.code, now))
        self._media.send(TellTransfer(channel, done=False))

    def _line(self, channel: str) -> tuple[Call, Leg]:
        if found := self._book.on(channel):
            return found[0].seen_by(found[1].id), found[1]
        raise CallNotTalking(call=channel, state="unknown")

    def _may_leave(self, call: Call, by: Leg) -> None:
        """Raises CallNotTalking unless the leg has the call in hand, CallInConsult in an enquiry of another kind."""
        if call.state not in IN_HAND or call.customer is None or call.holder(by.id) != by:
            raise CallNotTalking(call=str(call.id), state=call.state.value)
        if call.consult or len(call.members(MAIN)) > 2:
            raise CallInConsult(call=str(call.id))

    def _bring_together(self, call: Call, by: Leg, ended: Call, line: Leg, asked: Leg, now: datetime) -> None:
        """Who was asked in a call of its own becomes a party of this one; the books of the other close."""
        self._handover.turns(call, now)
        self._book.record(
            facts.leg_ended(ended.id, asked.id, NORMAL, "system", now),
            facts.leg_ended(ended.id, line.id, NORMAL, "system", now),
            facts.closed(ended.id, Result.ANSWERED, "system", now),
        )
        self._voice.forget(ended.id)
        if self._handover.referring == line.channel:
            self._media.send(TellTransfer(line.channel, done=True))
        leg = Leg(
            self._ids.new(now),
            Role.AGENT if asked.at_desk else asked.role,
            asked.channel,
            asked.node,
            asked.phone,
            asked.agent,
            LegState.OPENED,
            now,
            purpose=Purpose.CONSULT,
        )
        to = _named(leg)
        self._book.record(
            facts.leg_opened(call.id, leg),
            facts.leg_step(facts.LEG_ANSWERED, call.id, leg.id, now),
            facts.transferred(call.id, by, "consult", to, now),
        )
        self._handover.free(ended, line, now, wrap_up=False)
        self._handover.let_go(call, by, now)
        if asked.agent:
            self._duty.moved(asked.agent, ended.id, call.id, now)
        if customer := call.customer:
            self._handover.meet(self._book.call(call.id) or call, (customer, leg), now)
        self._media.send(HangUp(line.channel), DropBridge(bridge_name(ended)))


def _far_end(call: Call, line: Leg) -> Leg:
    """The one other party of a line, who has answered; raises ConsultMissing."""
    others = [leg for leg in call.members(MAIN) if leg != line]
    if call.consult or len(others) != 1 or call.bridge_of(line.id) != MAIN or call.direction is Direction.INBOUND:
        raise ConsultMissing(call=str(call.id))
    return others[0]


def _named(leg: Leg) -> Target:
    if leg.agent:
        return Target("agent", leg.agent)
    return Target("number" if leg.role is Role.OUTSIDE else "phone", leg.phone)
