"""Calls that somebody asks for at a screen: the agent's own phone rings first, then the number is dialled."""

from datetime import datetime

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp, StartTone
from appliance.contact.calls.destinations import Destinations, outside
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.ending import Endings
from appliance.contact.calls.model import Call, Direction, Leg, LegState, Purpose, Result, Role, Target
from appliance.contact.calls.outgoing import UNREACHABLE
from appliance.contact.calls.ports import Directory, Identities, Media, Routing
from appliance.contact.routes.model import Asker
from appliance.errors import Refusal

RINGING = "ring"


class Clicked:
    """An outbound contact like one that the agent's phone has dialled, once the agent has picked up."""

    def __init__(
        self,
        book: Book,
        media: Media,
        destinations: Destinations,
        dials: Dials,
        endings: Endings,
        directory: Directory,
        routing: Routing,
        ids: Identities,
    ) -> None:
        self._book, self._media, self._destinations, self._dials = book, media, destinations, dials
        self._endings, self._directory, self._routing, self._ids = endings, directory, routing, ids

    def dial(self, agent: str, number: str, now: datetime) -> Call:
        """Ring the agent, who is to talk with `number` in the network; the call that begins.

        Raises TargetBusy where the agent cannot be rung now, and what the routes refuse.
        """
        call = Call(self._ids.new(now), Direction.OUTBOUND, number, "", "", now)
        seat = self._destinations.find(Target("agent", agent), call, now)
        choice = self._routing.ways(number, self._asker(seat.phone, agent), now)
        trunk = choice.ways[0].trunk if choice.ways else ""
        call = Call(call.id, Direction.OUTBOUND, number, seat.phone, trunk, now)
        self._book.record(facts.opened(call))
        nobody = Leg(call.id, Role.AGENT, "", self._directory.node, "", "", LegState.OPENED, now)
        self._dials.ring(call, seat, Purpose.CLICKED, nobody, now)
        return self._book.call(call.id) or call

    def agent_there(self, call: Call, leg: Leg, now: datetime) -> None:
        """The agent has picked up: the number is dialled, and the agent hears it ring."""
        asker = self._asker(leg.phone, leg.agent)
        try:
            choice = self._routing.ways(call.dialled, asker, now, preferred=call.trunk)
        except Refusal:
            self._endings.intend(call.id, Result.UNANSWERED)
            self._media.send(HangUp(leg.channel, UNREACHABLE))
            return
        self._media.send(StartTone(leg.channel, RINGING))
        self._dials.ring(call, outside(call.dialled, choice, asker), Purpose.OUTBOUND, leg, now)

    def agent_missed(self, call: Call, leg: Leg, outcome: str, now: datetime) -> None:
        """The agent did not pick up: nobody is dialled."""
        self._endings.intend(call.id, Result.UNANSWERED)

    def _asker(self, phone: str, agent: str) -> Asker:
        """In the name of the queues that the agent serves, as if the phone had dialled."""
        person = self._directory.person(agent)
        return Asker(phone, agent, tuple(sorted(person.queues)) if person else ())
