"""What the recorder deals in: audio that waits, audio that is sealed, and what a check of it found."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

_WAITING = re.compile(r"(?P<channel>[\w.:-]+?)(\.(?P<id>[0-9a-f-]{36})\.sealing|\.raw|\.sln|\.tif)", re.ASCII)


@dataclass(frozen=True, slots=True)
class SpooledAudio:
    """A file of the spool: raw two-channel audio of `channel` (Asterisk's unique id).

    `id` is set once the file carries its recording's identity in its name, `<channel>.<id>.sealing`;
    as Asterisk leaves it, it is `<channel>.raw`, `<channel>.sln` where it has one channel only, or `<channel>.tif`
    for the pages of a fax.
    """

    name: str
    channel: str
    id: UUID | None = None

    @classmethod
    def parse(cls, name: str) -> "SpooledAudio | None":
        """The file called `name`, or None when it is not audio of the spool."""
        match = _WAITING.fullmatch(name)
        if match is None:
            return None
        try:
            identity = UUID(match["id"]) if match["id"] else None
        except ValueError:
            return None
        return cls(name, match["channel"], identity)

    def claimed(self, identity: UUID) -> "SpooledAudio":
        """The same audio under the name that carries `identity`."""
        return SpooledAudio(f"{self.channel}.{identity}.sealing", self.channel, identity)


class Retention(StrEnum):
    """The retention classes that every box has; a site may add classes of its own."""

    STANDARD = "standard"
    COMPLAINT = "complaint"
    VOICEMAIL = "voicemail"
    FAX = "fax"


@dataclass(frozen=True, slots=True)
class Recording:
    """One entry of the register. `sha256` (hex) and `bytes` are of the sealed file, `duration_ms` of the audio.

    `node` is the media box that sealed it; each has a chain of its own: `seq` counts from 1, `previous` and `hash`
    (hex) are the links. `contact` is None where no call of ours is known for `channel` (the engine was not there).
    `retention` is the class ruled at sealing; what became of it later, the changes say.
    """

    id: UUID
    node: str
    contact: UUID | None
    channel: str
    started_at: datetime
    duration_ms: int
    bytes: int
    file: str
    sha256: str
    key_id: str
    wrapped_key: str
    retention: str = Retention.STANDARD
    seq: int = 0
    previous: str = ""
    hash: str = ""


class ChangeKind(StrEnum):
    """What can become of a sealed recording; `value` is the new class, or the request that is meant."""

    CLASS = "class"
    HOLD = "hold"
    RELEASE = "release"
    DELETED = "deleted"
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    USED = "used"
    DONE = "done"
    DISCARDED = "discarded"
    MOVED = "moved"
    RECALLED = "recalled"
    KEY_ROTATED = "key-rotated"
    KEY_RETIRED = "key-retired"
    KEY_DESTROYED = "key-destroyed"


KEYS = UUID(int=0)
"""What changes about box keys are filed under, in place of a recording; `value` is the key's id, or `old>new`."""


@dataclass(frozen=True, slots=True)
class Change:
    """One later fact about a recording, in a chain of its own beside the register; never edited."""

    node: str
    recording: UUID
    kind: ChangeKind
    at: datetime
    who: str
    reason: str
    value: str = ""
    seq: int = 0
    previous: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Wrap:
    """The data key of a recording under a box key later than that of its sealing."""

    recording: UUID
    key_id: str
    wrapped_key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KeyState:
    """A box key: `state` is current, wrapping (something needs it still), retired or destroyed.

    `at`, `who` and `reason` are of the change that brought it, or of its end; `recordings` and `passwords` need it.
    """

    key: str
    state: str
    at: datetime | None = None
    who: str = ""
    reason: str = ""
    recordings: int = 0
    passwords: int = 0


@dataclass(frozen=True, slots=True)
class Access:
    """Who was given a recording, when and why; written before the first byte is."""

    id: UUID
    recording: UUID
    at: datetime
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Search:
    """Which recordings to list, newest first: all that is given must hold; `start` <= started_at < `end`."""

    contact: UUID | None = None
    start: datetime | None = None
    end: datetime | None = None
    limit: int = 100


class FindingKind(StrEnum):
    """What a check can find wrong."""

    FLIPPED = "flipped"
    REMOVED = "removed"
    PUT_IN = "put-in"
    ROW_CHANGED = "row-changed"
    ROW_REMOVED = "row-removed"
    CHAIN_BROKEN = "chain-broken"
    HEAD_MISMATCH = "head-mismatch"
    KEY_LOST = "key-lost"
    ANCHOR_MISSING = "anchor-missing"
    ANCHOR_WRONG = "anchor-wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found wrong: `name` is the file, or `#<seq>` for a place in the register."""

    kind: FindingKind
    name: str
    detail: str


def sealed_name(identity: UUID) -> str:
    """The sealed file of a recording, below the folder of the UTC day that its UUIDv7 carries."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=identity.int >> 80)
    return f"{moment:%Y-%m-%d}/{identity}.sealed"
