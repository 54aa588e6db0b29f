"""The calls that carry faxes out: placed, guarded and counted like any other, on lines that are not kept for people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp, SendFax
from appliance.contact.calls.destinations import outside
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.ending import Endings
from appliance.contact.calls.errors import LinesKept
from appliance.contact.calls.model import Call, Direction, Leg, LegState, Purpose, Result, Role
from appliance.contact.calls.ports import Directory, Media, Routing
from appliance.contact.fax.model import sent_name
from appliance.contact.routes.model import Asker, Choice, TrunkState, Way

WHO = "fax"
"""By this name as a phone routes and caps know faxes."""
SECONDS = 60


class Sender(Protocol):
    """The faxes, as their calls tell them."""

    def connected(self, attempt: UUID, leg: UUID, name: Callable[[UUID], str], now: datetime) -> str: ...

    def unreached(self, attempt: UUID, cause: int, now: datetime) -> None: ...


class Lines(Protocol):
    def trunks(self) -> Mapping[str, TrunkState]: ...


class Station(Protocol):
    """What the other machine is told of us."""

    @property
    def station(self) -> str: ...

    @property
    def header(self) -> str: ...


Free = Callable[[Sequence[Way], Mapping[str, TrunkState], int], tuple[Way, ...]]


class FaxCalls:
    """One call carries one fax; `free` says which ways leave enough lines."""

    sender: Sender

    def __init__(
        self,
        book: Book,
        media: Media,
        dials: Dials,
        endings: Endings,
        routing: Routing,
        directory: Directory,
        lines: Lines,
        free: Free,
        station: Callable[[], Station],
    ) -> None:
        self._book, self._media, self._dials, self._endings = book, media, dials, endings
        self._routing, self._directory, self._lines = routing, directory, lines
        self._free, self._station = free, station

    def check(self, number: str) -> None:
        """Raises a Refusal if nobody may call the number at any time."""
        self._routing.check(number)

    def line(self, number: str, kept: int, now: datetime) -> bool:
        """Whether there is a line now; a number that is refused is for `call` to find out."""
        choice = self._routing.path(number, Asker(WHO), now)
        return bool(choice.refused) or bool(self._ways(choice, kept))

    def call(self, attempt: UUID, number: str, kept: int, now: datetime) -> None:
        """Dial the number in the call `attempt`; raises a Refusal, and then nothing is dialled."""
        asker = Asker(WHO)
        choice = self._routing.ways(number, asker, now)
        choice = replace(choice, ways=self._ways(choice, kept))
        if not choice.ways:
            raise LinesKept(number=number, kept=kept)
        to = outside(number, choice, asker)
        self._book.record(facts.opened(Call(attempt, Direction.OUTBOUND, number, WHO, to.trunk, now)))
        nobody = Leg(attempt, Role.AGENT, "", self._directory.node, WHO, "", LegState.OPENED, now)
        if call := self._book.call(attempt):
            self._dials.ring(call, to, Purpose.FAX, nobody, now, seconds=SECONDS)

    def answered(self, call: Call, leg: Leg, now: datetime) -> None:
        """A machine, it is to be hoped."""
        name = self.sender.connected(call.id, leg.id, lambda fax: sent_name(call.id, fax), now)
        if not name:
            self._media.send(HangUp(leg.channel))
            return
        ours = self._station()
        self._media.send(SendFax(leg.channel, name, ours.station, ours.header))

    def failed(self, call: Call, leg: Leg, outcome: str, now: datetime) -> None:
        """Nobody was reached."""
        self._endings.intend(call.id, Result.UNANSWERED)
        seen = self._book.call(call.id)
        ended = seen.legs.get(leg.id) if seen else None
        self.sender.unreached(call.id, (ended.cause if ended else None) or 0, now)

    def stop(self, attempt: UUID, now: datetime) -> None:
        """Hang up, whatever has left by now."""
        if call := self._book.call(attempt):
            self._dials.withdraw(call, now)
            for leg in call.live_legs:
                self._media.send(HangUp(leg.channel))

    def _ways(self, choice: Choice, kept: int) -> tuple[Way, ...]:
        return self._free(choice.ways, self._lines.trunks(), kept)
