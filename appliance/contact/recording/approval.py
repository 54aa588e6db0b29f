"""The two-person rule: who asks for a recording needs the word of somebody else, and only for a while."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from appliance.contact.recording.model import Change, ChangeKind

VALID = timedelta(hours=24)


def open_requests(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Requests that nobody has approved yet, oldest first."""
    story = tuple(changes)
    answered = {change.value for change in story if change.kind is ChangeKind.APPROVED}
    return tuple(item for item in story if item.kind is ChangeKind.REQUESTED and number(item) not in answered)


def number(request: Change) -> str:
    """How a request is called: the place of its fact in the chain of its node."""
    return f"{request.node}-{request.seq}"


def approved(changes: Iterable[Change], who: str, now: datetime) -> bool:
    """Whether a request of `who` was approved by somebody else less than a day before `now`."""
    story = tuple(changes)
    asked = {number(item) for item in story if item.kind is ChangeKind.REQUESTED and item.who == who}
    return any(
        item.kind is ChangeKind.APPROVED and item.value in asked and item.who != who and now - item.at < VALID
        for item in story
    )
