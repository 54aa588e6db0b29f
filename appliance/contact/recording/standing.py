"""How a recording stands now: what was ruled when it was sealed, and what its changes have made of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from appliance.contact.recording.model import Change, ChangeKind, Recording
from appliance.contact.recording.retention import Kept


@dataclass(frozen=True, slots=True)
class Standing:
    """`hold` is why it must be kept whatever its age, "" when it need not; `deletion` is why its audio is gone.

    `moved`: the audio lies in the central store only. `discarded`: whom it was left for needs it no more.
    """

    retention: str
    hold: str = ""
    held_by: str = ""
    deleted_at: datetime | None = None
    deletion: str = ""
    done_by: str = ""
    moved: bool = False
    discarded: bool = False


def standing(recording: Recording, changes: Iterable[Change]) -> Standing:
    """`changes` are those of this recording, in their order."""
    now = Standing(recording.retention)
    for change in changes:
        now = _STEPS[change.kind](now, change) if change.kind in _STEPS else now
    return now


def kept(recording: Recording, now: Standing) -> Kept:
    """What the retention plan looks at."""
    held, local = bool(now.hold), not now.moved
    return Kept(recording.id, recording.started_at, recording.bytes, now.retention, held, local, now.discarded)


_STEPS: Mapping[ChangeKind, Callable[[Standing, Change], Standing]] = {
    ChangeKind.CLASS: lambda now, change: replace(now, retention=change.value),
    ChangeKind.HOLD: lambda now, change: replace(now, hold=change.reason, held_by=change.who),
    ChangeKind.RELEASE: lambda now, change: replace(now, hold="", held_by=""),
    ChangeKind.DELETED: lambda now, change: replace(now, deleted_at=change.at, deletion=change.reason),
    ChangeKind.MOVED: lambda now, change: replace(now, moved=True),
    ChangeKind.RECALLED: lambda now, change: replace(now, moved=False),
    ChangeKind.DISCARDED: lambda now, change: replace(now, discarded=True),
    ChangeKind.DONE: lambda now, change: replace(now, done_by=change.who),
}
