"""Calls that a phone of ours places to the outside."""

from datetime import datetime

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import Answer, HangUp, StartRinging
from appliance.contact.calls.destinations import Destination
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.ending import Endings
from appliance.contact.calls.errors import NumberUndialable, TrunkMissing
from appliance.contact.calls.handover import Handover
from appliance.contact.calls.model import Call, Direction, Leg, LegState, Purpose, Result, Role
from appliance.contact.calls.ports import Directory, Identities, Media, Seats
from appliance.contact.calls.trunks import way_out

CAUSES = {"busy": 17, "rejected": 21, "no-answer": 19}
UNREACHABLE = 20
WITHHELD = "#31#"
"""The prefix of the public networks (3GPP TS 22.030, annex B)."""


class Outgoing:
    """An outbound contact: the agent's leg is the one that dialled, the customer the one outside."""

    def __init__(
        self,
        book: Book,
        media: Media,
        seats: Seats,
        directory: Directory,
        ids: Identities,
        dials: Dials,
        handover: Handover,
        endings: Endings,
    ) -> None:
        self._book, self._media, self._seats, self._directory, self._ids = book, media, seats, directory, ids
        self._dials, self._handover, self._endings = dials, handover, endings

    def dial(self, channel: str, node: str, phone: str, digits: str, now: datetime) -> bool:
        """Place the call that a phone has dialled; False, and nothing done, where there is no way out to it.

        The number of somebody of ours who is not there is no number outside. `#31#` before it withholds our number.
        """
        hidden, digits = digits.startswith(WITHHELD), digits.removeprefix(WITHHELD)
        if self._directory.agent(digits):
            return False
        try:
            trunk = way_out(digits, self._directory.ways_out())
        except (NumberUndialable, TrunkMissing):
            return False
        person = self._seats.at_phone(phone)
        call = Call(self._ids.new(now), Direction.OUTBOUND, digits, phone, trunk.name, now)
        agent = person.agent if person else ""
        leg = Leg(self._ids.new(now), Role.AGENT, channel, node, phone, agent, LegState.OPENED, now)
        self._book.record(facts.opened(call), facts.leg_opened(call.id, leg))
        self._media.send(StartRinging(channel))
        to = Destination(number=digits, trunk=trunk.name)
        self._dials.ring(self._book.call(call.id) or call, to, Purpose.OUTBOUND, leg, now, hidden=hidden)
        return True

    def answered(self, call: Call, leg: Leg, now: datetime) -> None:
        """The customer has picked up: the agent's phone is answered and both talk."""
        if (agent := call.leg(Role.AGENT)) is None:
            self._media.send(HangUp(leg.channel))
            return
        self._media.send(Answer(agent.channel))
        self._handover.meet(call, (agent, leg), now)

    def failed(self, call: Call, leg: Leg, outcome: str, now: datetime) -> None:
        """Nobody was reached: the phone that dialled is told why."""
        self._endings.intend(call.id, Result.UNANSWERED)
        if agent := call.leg(Role.AGENT):
            self._media.send(HangUp(agent.channel, CAUSES.get(outcome, UNREACHABLE)))
