"""Who can be rung for a transfer or an enquiry, and why somebody cannot."""

from dataclasses import dataclass, field
from datetime import datetime

from appliance.contact.agents.model import Agent, State
from appliance.contact.calls.book import Book
from appliance.contact.calls.errors import TargetBusy, TargetUnknown
from appliance.contact.calls.loops import comes_round
from appliance.contact.calls.model import Call, Direction, Target
from appliance.contact.calls.ports import Directory, Routing, Seats
from appliance.contact.routes.model import Asker, Choice, Normal, NumberClass, Way

VOICEMAIL = "voicemail"
KINDS = ("agent", "phone", "number", "queue", "flow", VOICEMAIL)


@dataclass(frozen=True, slots=True)
class Destination:
    """A phone of ours, with who sits there, or a `number` outside and the `ways` to it, best first.

    `normal` is what the number means here, `asker` in whose name it is called, `forced` are ways on which an emergency
    call gets another call's line when all else has failed.
    """

    phone: str = ""
    agent: str = ""
    number: str = ""
    ways: tuple[Way, ...] = ()
    normal: Normal = field(default_factory=Normal)
    asker: Asker = field(default_factory=Asker)
    forced: tuple[Way, ...] = ()

    @property
    def trunk(self) -> str:
        return self.ways[0].trunk if self.ways else ""


def outside(number: str, choice: Choice, asker: Asker) -> Destination:
    """A number in the network with the ways that were chosen."""
    emergency = choice.number.kind is NumberClass.EMERGENCY
    forced = tuple(way for way in choice.ways if not way.full) if emergency else ()
    return Destination(number=number, ways=choice.ways, normal=choice.number, asker=asker, forced=forced)


def target(text: str) -> Target:
    """`agent:8002`, `phone:8003`, `number:13800001111`, `queue:sales`, `flow:main`
    or `voicemail:8002`; raises TargetUnknown."""
    kind, _, name = text.partition(":")
    if kind not in KINDS or not name:
        raise TargetUnknown(target=text, known=", ".join(KINDS))
    return Target(kind, name)


def asker_of(call: Call) -> Asker:
    """In whose name a call is passed on: of whoever has it in hand, or of its queue."""
    holder = call.holder()
    phone, agent = (holder.phone, holder.agent) if holder else ("", "")
    trunk = call.trunk if call.direction is Direction.INBOUND else ""
    return Asker(phone, agent, (call.queue,) if call.queue else (), trunk, call.dialled)


class Destinations:
    """Looks targets up; every "no" comes before anything about the call has changed."""

    def __init__(self, book: Book, seats: Seats, directory: Directory, routing: Routing) -> None:
        self._book, self._seats, self._directory, self._routing = book, seats, directory, routing

    def find(self, wanted: Target, call: Call, now: datetime) -> Destination:
        """Where to ring; raises TargetUnknown, TargetBusy or the refusal of the routes."""
        if wanted.kind == "number":
            return self._outside(wanted.name, call, now)
        phone = self._seats.presence(wanted.name).phone if wanted.kind == "agent" else wanted.name
        if wanted.kind == "agent" and not phone:
            raise TargetBusy(target=str(wanted), state=State.SIGNED_OUT.value)
        if wanted.kind not in ("agent", "phone") or not self._directory.phone(phone):
            raise TargetUnknown(target=str(wanted), known=", ".join(KINDS))
        return self._free(wanted, phone, call)

    def _outside(self, number: str, call: Call, now: datetime) -> Destination:
        asker = asker_of(call)
        meant, diverted_by = (
            self._routing.normal(number).e164,
            self._routing.normal(call.diverted_by, received=True).e164,
        )
        loops = comes_round(call, meant, self._book.calls(), diverted_by)
        choice = self._routing.ways(number, asker, now, preferred=call.trunk, loops=loops)
        return outside(number, choice, asker)

    def _free(self, wanted: Target, phone: str, call: Call) -> Destination:
        person = self._seats.at_phone(phone)
        agent = person.agent if person else ""
        known = self._directory.person(agent) or Agent(agent)
        if person and (person.undisturbed or not known.reachable(person)):
            state = "do-not-disturb" if person.undisturbed else person.state.value
            raise TargetBusy(target=str(wanted), state=state)
        own = any(leg.phone == phone for leg in call.live_legs)
        if own or self._book.phones.count(phone) >= self._seats.lines(agent):
            raise TargetBusy(target=str(wanted), state="in-use")
        return Destination(phone=phone, agent=agent)
