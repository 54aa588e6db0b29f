"""Anchors: what the chains were at a moment, told outside the box, so that even its root cannot rewrite them unseen.

Each anchor holds the heads of both chains and a mark for every entry since the anchor before it. A chain that was
computed anew agrees with itself and with its head, but no longer with what was told outside.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from appliance.contact.recording import register
from appliance.contact.recording.model import Change, Finding, FindingKind, Recording
from appliance.contact.recording.register import Head

SCHEMA = 1
_STATEMENT = re.compile(
    r"callstead recordings (?P<node>\S+) (?P<at>\S+) register (?P<seq>\d+) (?P<hash>[0-9a-f]{64})"
    r" changes (?P<later_seq>\d+) (?P<later_hash>[0-9a-f]{64})"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry as it was: its place, what it is about, its hash, and the hash of its content alone."""

    seq: int
    name: str
    hash: str
    content: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The heads of both chains of `node` at a moment, and the entries of each since the anchor before."""

    node: str
    at: datetime
    register: Head
    changes: Head
    entries: tuple[Mark, ...] = ()
    later: tuple[Mark, ...] = ()

    @property
    def name(self) -> str:
        """Sorts by time."""
        return f"{self.node}-{self.at:%Y%m%dT%H%M%S.%fZ}-{self.register.seq}-{self.changes.seq}"

    @property
    def statement(self) -> str:
        """The heads in one line of ASCII, without the marks: what is logged, mailed and time-stamped."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        heads = f"register {self.register.seq} {self.register.hash} changes {self.changes.seq} {self.changes.hash}"
        return f"callstead recordings {self.node} {at} {heads}"


def mark(entry: Recording | Change) -> Mark:
    name = entry.file if isinstance(entry, Recording) else f"{entry.kind.value} {entry.recording}"
    return Mark(entry.seq, name, entry.hash, register.content_hash(entry))


def encode(anchor: Anchor) -> str:
    """The anchor as JSON, one mark a line."""
    body = {**asdict(anchor), "schema": SCHEMA, "at": anchor.at.isoformat(), "statement": anchor.statement}
    for key, marks in (("entries", anchor.entries), ("later", anchor.later)):
        body[key] = [[item.seq, item.name, item.hash, item.content] for item in marks]
    return json.dumps(body, ensure_ascii=False, indent=0) + "\n"


def decode(text: str) -> Anchor:
    """The inverse of `encode`; raises ValueError for anything else."""
    try:
        body: Mapping[str, Any] = json.loads(text)
        return Anchor(
            node=str(body["node"]),
            at=datetime.fromisoformat(body["at"]),
            register=Head(int(body["register"]["seq"]), str(body["register"]["hash"])),
            changes=Head(int(body["changes"]["seq"]), str(body["changes"]["hash"])),
            entries=_marks(body["entries"]),
            later=_marks(body["later"]),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ValueError(f"not an anchor: {fault!r}") from fault


def read_statement(line: str) -> Anchor:
    """The anchor, without marks, in a line that was logged or mailed, whatever stands around it; raises ValueError."""
    found = _STATEMENT.search(" ".join(line.split()))
    if not found:
        raise ValueError("no statement of an anchor")
    heads = Head(int(found["seq"]), found["hash"]), Head(int(found["later_seq"]), found["later_hash"])
    return Anchor(found["node"], datetime.fromisoformat(found["at"]), *heads)


def check(anchors: Iterable[Anchor], entries: Iterable[Recording], changes: Iterable[Change]) -> Iterator[Finding]:
    """What became of anchored entries since; `entries` and `changes` are all of the node's, in their order."""
    known = sorted(anchors, key=lambda anchor: anchor.at)
    yield from _check(_told((item, item.register, item.entries) for item in known), entries, "#")
    yield from _check(_told((item, item.changes, item.later) for item in known), changes, "change #")


_Told = dict[int, dict[str, tuple[Mark, datetime]]]
"""By place, everything different that was told of it: an anchor that somebody adds later takes no other one away."""


def _told(anchors: Iterable[tuple[Anchor, Head, tuple[Mark, ...]]]) -> _Told:
    told: _Told = {}
    for anchor, head, marks in anchors:
        for item in marks:
            told.setdefault(item.seq, {}).setdefault(item.hash, (item, anchor.at))
        if head.seq:
            told.setdefault(head.seq, {}).setdefault(head.hash, (Mark(head.seq, "", head.hash, ""), anchor.at))
    return told


def _check(told: _Told, entries: Iterable[Recording | Change], sign: str) -> Iterator[Finding]:
    whole = True
    for entry in entries:
        for before, at in told.pop(entry.seq, {}).values():
            if before.hash == entry.hash:
                continue
            if before.content and before.content != register.content_hash(entry):
                detail = f"{before.name} was told otherwise at {_shown(at)}"
                yield Finding(FindingKind.ROW_CHANGED, f"{sign}{entry.seq}", detail)
            elif whole:
                whole = False
                detail = f"the chain up to here is not the one told at {_shown(at)}"
                yield Finding(FindingKind.CHAIN_BROKEN, f"{sign}{entry.seq}", detail)
    for seq, gone in sorted(told.items()):
        before, at = next(iter(gone.values()))
        yield Finding(FindingKind.ROW_REMOVED, f"{sign}{seq}", f"{before.name or 'it'} was there at {_shown(at)}")


def _marks(rows: Any) -> tuple[Mark, ...]:
    return tuple(Mark(int(seq), str(name), str(hashed), str(content)) for seq, name, hashed, content in rows)


def _shown(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
