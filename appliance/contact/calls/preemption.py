"""A line for an emergency call when all are taken: which call gives its own, and that it is never done silently."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import HangUp
from appliance.contact.calls.ending import Endings
from appliance.contact.calls.model import Call, Direction, Leg, Result, Role
from appliance.contact.calls.ports import Media
from appliance.contact.routes.events import line_freed
from appliance.contact.routes.model import NumberClass

PREEMPTED = 8
"""Q.850: preemption."""


def line_of(call: Call, leg: Leg) -> str:
    """The trunk that a leg takes a line of, "" for none."""
    if leg.role is Role.OUTSIDE:
        return leg.trunk
    return call.trunk if leg.role is Role.CALLER and call.direction is Direction.INBOUND else ""


def whom_to_free(trunk: str, calls: Iterable[Call]) -> tuple[Call, Leg] | None:
    """The leg whose line is given to an emergency call; None if all are such calls themselves.

    First a call out that nobody has answered yet, then the youngest conversation that we began, then the caller who
    came last and talks with nobody yet, and only then the youngest conversation that a caller began.
    """
    taken = [
        (call, leg)
        for call in calls
        if not any(leg.number_class == NumberClass.EMERGENCY for leg in call.live_legs)
        for leg in call.live_legs
        if line_of(call, leg) == trunk
    ]
    return min(taken, key=_loss, default=None)


def _loss(line: tuple[Call, Leg]) -> tuple[bool, bool, float]:
    call, leg = line
    talks = leg.answered_at is not None if leg.role is Role.OUTSIDE else call.talking_since is not None
    return leg.role is not Role.OUTSIDE, talks, -leg.opened_at.timestamp()


class Preemption:
    """Frees lines, and books for whom."""

    def __init__(self, book: Book, media: Media, endings: Endings) -> None:
        self._book, self._media, self._endings = book, media, endings

    def free(self, trunk: str, emergency: UUID, now: datetime) -> bool:
        """End one call of the trunk; whether there was one."""
        found = whom_to_free(trunk, (call for call in self._book.calls() if call.id != emergency))
        if found is None:
            return False
        call, leg = found
        self._book.record(line_freed(call.id, leg.id, trunk, emergency, now))
        if leg == call.customer:
            self._endings.intend(call.id, _result(call))
        self._media.send(HangUp(leg.channel, PREEMPTED))
        return True


def _result(call: Call) -> Result:
    if call.talking_since:
        return Result.ANSWERED
    return Result.UNANSWERED if call.direction is Direction.OUTBOUND else Result.ABANDONED
