"""Calls that a phone of ours places to the outside."""

from datetime import datetime

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import Answer, HangUp, StartRinging, StopTone
from appliance.contact.calls.destinations import outside
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.ending import Endings
from appliance.contact.calls.handover import Handover
from appliance.contact.calls.model import Call, Direction, Leg, LegState, Purpose, Result, Role
from appliance.contact.calls.ports import Directory, Identities, Media, Routing, Seats
from appliance.contact.routes.model import Asker
from appliance.errors import Refusal

CAUSES = {"busy": 17, "rejected": 21, "no-answer": 19}
UNREACHABLE, REJECTED = 20, 21
NOWHERE = frozenset({"number-undialable", "trunk-missing", "route-missing"})
"""Refusals of numbers that are none of the network's, as far as this site can reach it."""
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
        routing: Routing,
    ) -> None:
        self._book, self._media, self._seats, self._directory, self._ids = book, media, seats, directory, ids
        self._dials, self._handover, self._endings, self._routing = dials, handover, endings, routing

    def dial(self, channel: str, node: str, phone: str, digits: str, now: datetime) -> bool:
        """Place the call that a phone has dialled; False, and nothing done, where there is no way out to it.

        The number of somebody of ours who is not there is no number outside. `#31#` before it withholds our number.
        """
        hidden, digits = digits.startswith(WITHHELD), digits.removeprefix(WITHHELD)
        if self._directory.agent(digits) and not self._routing.emergency(digits):
            return False
        asker = self._asker(phone)
        try:
            choice = self._routing.ways(digits, asker, now)
        except Refusal as refusal:
            return refusal.code not in NOWHERE and self._refuse(channel, node, asker, digits, now)
        to = outside(digits, choice, asker)
        call, leg = self._open(channel, node, asker, digits, to.trunk, now)
        self._media.send(StartRinging(channel))
        self._dials.ring(call, to, Purpose.OUTBOUND, leg, now, hidden=hidden)
        return True

    def answered(self, call: Call, leg: Leg, now: datetime) -> None:
        """The customer has picked up: the agent's phone is answered and both talk."""
        if (agent := call.leg(Role.AGENT)) is None:
            self._media.send(HangUp(leg.channel))
            return
        up = agent.purpose is Purpose.CLICKED
        self._media.send(StopTone(agent.channel) if up else Answer(agent.channel))
        self._handover.meet(call, (agent, leg), now)

    def failed(self, call: Call, leg: Leg, outcome: str, now: datetime) -> None:
        """Nobody was reached: the phone that dialled is told why."""
        self._endings.intend(call.id, Result.UNANSWERED)
        if agent := call.leg(Role.AGENT):
            self._media.send(HangUp(agent.channel, CAUSES.get(outcome, UNREACHABLE)))

    def _refuse(self, channel: str, node: str, asker: Asker, digits: str, now: datetime) -> bool:
        """What may not leave is a call in the books all the same."""
        call, _ = self._open(channel, node, asker, digits, "", now)
        self._endings.intend(call.id, Result.REFUSED)
        self._media.send(HangUp(channel, REJECTED))
        return True

    def _open(self, channel: str, node: str, asker: Asker, digits: str, trunk: str, now: datetime) -> tuple[Call, Leg]:
        call = Call(self._ids.new(now), Direction.OUTBOUND, digits, asker.phone, trunk, now)
        leg = Leg(self._ids.new(now), Role.AGENT, channel, node, asker.phone, asker.agent, LegState.OPENED, now)
        self._book.record(facts.opened(call), facts.leg_opened(call.id, leg))
        return self._book.call(call.id) or call, leg

    def _asker(self, phone: str) -> Asker:
        """Whoever sits at the phone, in the name of the queues that are served there."""
        seated = self._seats.at_phone(phone)
        person = self._directory.person(seated.agent) if seated else None
        return Asker(phone, seated.agent if seated else "", tuple(sorted(person.queues)) if person else ())
