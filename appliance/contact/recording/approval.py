"""The two-person rule: who asks for a recording needs the word of somebody else, and only for a while."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from appliance.contact.recording.model import Change, ChangeKind

VALID = timedelta(hours=24)
EXPORT = "export:"
"""Begins the value of a request to take audio away; what follows names it, for it may be about many recordings."""


class Stage(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    USED = "used"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for `recordings` as it stands: to hear them, or with `export` to take them away once.

    `by` answered it at `answered_at` for the reason `answer`.
    """

    name: str
    who: str
    reason: str
    at: datetime
    export: bool = False
    recordings: tuple[UUID, ...] = ()
    stage: Stage = Stage.OPEN
    by: str = ""
    answer: str = ""
    answered_at: datetime | None = None


def asked(changes: Iterable[Change], now: datetime) -> tuple[Asked, ...]:
    """Every request in the order in which they were made; `changes` are of any recordings, the oldest first."""
    found: dict[str, Asked] = {}
    for change in changes:
        if change.kind is ChangeKind.REQUESTED:
            begun = Asked(name(change), change.who, change.reason, change.at, change.value.startswith(EXPORT))
            known = found.get(begun.name, begun)
            found[begun.name] = replace(known, recordings=(*known.recordings, change.recording))
        elif change.kind in _ANSWERS and change.value in found:
            found[change.value] = _answered(found[change.value], change)
    return tuple(_now(one, now) for one in found.values())


def open_requests(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Requests that nobody has answered yet, oldest first."""
    story = tuple(changes)
    answered = {change.value for change in story if change.kind in _ANSWERS}
    return tuple(item for item in story if item.kind is ChangeKind.REQUESTED and name(item) not in answered)


def name(request: Change) -> str:
    """How a request is called: by what it says, else the place of its fact in the chain of its node."""
    return request.value.removeprefix(EXPORT) or f"{request.node}-{request.seq}"


def approved(changes: Iterable[Change], who: str, now: datetime) -> bool:
    """Whether somebody else agreed less than a day before `now` that `who` hears the recording."""
    return any(
        one.stage is Stage.APPROVED and one.who == who and one.by != who and not one.export
        for one in asked(changes, now)
    )


def _answered(one: Asked, change: Change) -> Asked:
    """The first word counts, and what was agreed to can be used up."""
    if change.kind is ChangeKind.USED:
        return replace(one, stage=Stage.USED)
    if one.stage is not Stage.OPEN:
        return one
    return replace(one, stage=_ANSWERS[change.kind], by=change.who, answer=change.reason, answered_at=change.at)


def _now(one: Asked, now: datetime) -> Asked:
    over = one.stage is Stage.APPROVED and one.answered_at and now - one.answered_at >= VALID
    return replace(one, stage=Stage.EXPIRED) if over else one


_ANSWERS = {
    ChangeKind.APPROVED: Stage.APPROVED,
    ChangeKind.REFUSED: Stage.REFUSED,
    ChangeKind.USED: Stage.USED,
}
