"""Who can be rung for a transfer or an enquiry, and why somebody cannot."""

from dataclasses import dataclass

from appliance.contact.agents.model import Agent, State
from appliance.contact.calls.book import Book
from appliance.contact.calls.errors import TargetBusy, TargetUnknown
from appliance.contact.calls.model import Call, Target
from appliance.contact.calls.ports import Directory, Seats
from appliance.contact.calls.trunks import way_out

VOICEMAIL = "voicemail"
KINDS = ("agent", "phone", "number", "queue", "flow", VOICEMAIL)


@dataclass(frozen=True, slots=True)
class Destination:
    """A phone of ours, with who sits there, or a `number` behind `trunk`."""

    phone: str = ""
    agent: str = ""
    number: str = ""
    trunk: str = ""


def target(text: str) -> Target:
    """`agent:8002`, `phone:8003`, `number:13800001111`, `queue:sales`, `flow:main`
    or `voicemail:8002`; raises TargetUnknown."""
    kind, _, name = text.partition(":")
    if kind not in KINDS or not name:
        raise TargetUnknown(target=text, known=", ".join(KINDS))
    return Target(kind, name)


class Destinations:
    """Looks targets up; every "no" comes before anything about the call has changed."""

    def __init__(self, book: Book, seats: Seats, directory: Directory) -> None:
        self._book, self._seats, self._directory = book, seats, directory

    def find(self, wanted: Target, call: Call) -> Destination:
        """Where to ring; raises TargetUnknown, TargetBusy, NumberUndialable or TrunkMissing."""
        if wanted.kind == "number":
            trunk = way_out(wanted.name, self._directory.ways_out(), call.trunk)
            return Destination(number=wanted.name, trunk=trunk.name)
        phone = self._seats.presence(wanted.name).phone if wanted.kind == "agent" else wanted.name
        if wanted.kind == "agent" and not phone:
            raise TargetBusy(target=str(wanted), state=State.SIGNED_OUT.value)
        if wanted.kind not in ("agent", "phone") or not self._directory.phone(phone):
            raise TargetUnknown(target=str(wanted), known=", ".join(KINDS))
        return self._free(wanted, phone, call)

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
