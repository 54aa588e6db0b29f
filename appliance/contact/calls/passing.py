"""Calls that pass through the box between a carrier and a customer's old PBX, with numbers and causes as they are."""

from collections.abc import Iterable
from datetime import datetime

from appliance.contact.calls import events as facts
from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import Answer, HangUp, StartRinging
from appliance.contact.calls.destinations import Destination, outside
from appliance.contact.calls.dials import Dials
from appliance.contact.calls.ending import Endings
from appliance.contact.calls.handover import Handover
from appliance.contact.calls.history import SPOOL_SUFFIX
from appliance.contact.calls.loops import comes_round, sent_back
from appliance.contact.calls.model import Call, Leg, Purpose, Result, Trunk
from appliance.contact.calls.outgoing import NOWHERE
from appliance.contact.calls.ports import Directory, Media, Routing
from appliance.contact.routes.model import Asker, Choice, Way
from appliance.errors import Refusal

UNALLOCATED, REJECTED, UNSPECIFIED = 1, 21, 31


class Passing:
    """Rings the far side for whoever came in, who is answered when the far side answers."""

    def __init__(
        self,
        book: Book,
        media: Media,
        directory: Directory,
        dials: Dials,
        handover: Handover,
        endings: Endings,
        routing: Routing,
    ) -> None:
        self._book, self._media, self._directory = book, media, directory
        self._dials, self._handover, self._endings, self._routing = dials, handover, endings, routing

    def pbx(self, trunk: str) -> bool:
        """Whether calls on that trunk come from an old PBX."""
        return any(one.name == trunk and one.behind for one in self._directory.trunks())

    def take(self, call: Call, leg: Leg, now: datetime) -> bool:
        """Whether the call passes through: it comes from a PBX, or is for a number behind one."""
        behind = lies_behind(self._directory.trunks(), call.dialled)
        if behind is None and not self.pbx(call.trunk):
            return False
        if any(other.purpose is Purpose.PASSED for other in call.live_legs):
            return True
        asker = Asker(trunk=call.trunk, dialled=call.dialled)
        try:
            to = self._behind(call, behind, asker, now) if behind else self._out(call, asker, now)
        except Refusal as refusal:
            self._turn_away(call, leg, nowhere=refusal.code in NOWHERE)
            return True
        if not to.ways:
            self._turn_away(call, leg, nowhere=True)
            return True
        self._book.record(facts.recording(call.id, leg.id, leg.channel + SPOOL_SUFFIX, now))
        self._dials.ring(call, to, Purpose.PASSED, leg, now)
        return True

    def ringing(self, call: Call, leg: Leg) -> None:
        """The far side rings: whoever calls hears it."""
        if leg.purpose is Purpose.PASSED and call.customer and not call.talking_since:
            self._media.send(StartRinging(call.customer.channel))

    def answered(self, call: Call, leg: Leg, now: datetime) -> None:
        """The far side has picked up."""
        if (customer := call.customer) is None:
            self._media.send(HangUp(leg.channel))
            return
        self._media.send(Answer(customer.channel))
        self._handover.meet(call, (customer, leg), now)

    def failed(self, call: Call, leg: Leg, outcome: str, now: datetime) -> None:
        """Whoever called is told the cause that the far side gave."""
        self._endings.intend(call.id, Result.UNANSWERED)
        ended = self._book.call(call.id) or call
        if ended.customer:
            self._media.send(HangUp(ended.customer.channel, ended.legs[leg.id].cause or UNSPECIFIED))

    def _turn_away(self, call: Call, leg: Leg, *, nowhere: bool) -> None:
        self._endings.intend(call.id, Result.NUMBER_UNKNOWN if nowhere else Result.REFUSED)
        self._media.send(HangUp(leg.channel, UNALLOCATED if nowhere else REJECTED))

    def _behind(self, call: Call, trunk: Trunk, asker: Asker, now: datetime) -> Destination:
        """The number goes to the PBX as it came. Raises what the routes say to a call that goes round."""
        if sent_back(call, trunk.name, self._book.calls()):
            self._routing.ways(call.dialled, asker, now, loops=True)
        way = Way(trunk.name, call.dialled)
        return outside(call.dialled, Choice(self._routing.normal(call.dialled), (way,)), asker)

    def _out(self, call: Call, asker: Asker, now: datetime) -> Destination:
        meant = self._routing.normal(call.dialled).e164
        loops = comes_round(call, meant, self._book.calls())
        choice = self._routing.ways(call.dialled, asker, now, loops=loops)
        # What came from the PBX does not go back there.
        ways = tuple(way for way in choice.ways if way.trunk != call.trunk)
        return outside(call.dialled, Choice(choice.number, ways), asker)


def lies_behind(trunks: Iterable[Trunk], number: str) -> Trunk | None:
    """The PBX trunk to whose far end a number belongs."""
    return next((trunk for trunk in trunks if any(fits(number, pattern) for pattern in trunk.behind)), None)


def meet(one: str, other: str) -> bool:
    """Whether some number is one of both patterns."""
    first, second = one.removesuffix("*"), other.removesuffix("*")
    if not (one.endswith("*") or other.endswith("*")) and len(first) != len(second):
        return False
    if (len(first) < len(second) and one == first) or (len(second) < len(first) and other == second):
        return False
    return all("X" in pair or len(set(pair)) == 1 for pair in zip(first, second, strict=False))


def fits(number: str, pattern: str) -> bool:
    """Whether a number is one of `612390XX` (X any digit) or `6123*` (any that begin so)."""
    start = pattern.removesuffix("*")
    whole = len(number) >= len(start) if pattern.endswith("*") else len(number) == len(start)
    return whole and all(wanted in ("X", digit) for wanted, digit in zip(start, number, strict=False))
