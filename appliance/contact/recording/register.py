"""The register as a hash chain: each entry's hash covers the entry and the hash before it.

The hash of the newest entry, the head, is also kept in a second place: the chain shows a changed or missing row
inside the register, the head shows missing rows at its end.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime

from appliance.contact.recording.model import Finding, FindingKind, Recording

GENESIS = "0" * 64
_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry's place and hash; `Head()` is that of an empty register."""

    seq: int = 0
    hash: str = GENESIS


def entry_hash(recording: Recording) -> str:
    """SHA-256 (hex) over the previous hash and the canonical JSON of everything else in the entry."""
    values = {item.name: _json(getattr(recording, item.name)) for item in fields(recording)}
    del values["hash"], values["previous"]
    text = json.dumps({"schema": _SCHEMA, **values}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(recording.previous.encode() + text.encode()).hexdigest()


def chained(recording: Recording, last: Recording | None, head: Head) -> Recording:
    """`recording` as the entry after `last`.

    Where the register and its head contradict each other, the entry continues from the head and after both, so that
    the break stays in the chain for ever instead of being written over.
    """
    tail = _head_of(last)
    agreed = tail == head or follows(last, head)
    link = tail if agreed else Head(max(tail.seq, head.seq), head.hash)
    placed = replace(recording, seq=link.seq + 1, previous=link.hash)
    return replace(placed, hash=entry_hash(placed))


def follows(entry: Recording | None, head: Head) -> bool:
    """Whether `entry` comes right after `head`, as it does when power fails between the two writes."""
    return entry is not None and (entry.seq, entry.previous) == (head.seq + 1, head.hash)


def check(entries: Iterable[Recording], head: Head) -> Iterator[Finding]:
    """Everything wrong with `entries`, given in the order of `seq`, and with how they end at `head`."""
    last: Recording | None = None
    for entry in entries:
        yield from _check_link(last, entry)
        last = entry
    yield from _check_end(_head_of(last), head)


def _check_link(last: Recording | None, entry: Recording) -> Iterator[Finding]:
    before = _head_of(last)
    if entry.seq > before.seq + 1:
        yield Finding(FindingKind.ROW_REMOVED, _places(before.seq + 1, entry.seq - 1), "not in the register")
    elif entry.previous != before.hash:
        detail = f"#{entry.seq} does not continue from the entry before it"
        yield Finding(FindingKind.CHAIN_BROKEN, entry.file, detail)
    if entry.hash != entry_hash(entry):
        yield Finding(FindingKind.ROW_CHANGED, entry.file, f"#{entry.seq} is not as it was written")


def _check_end(tail: Head, head: Head) -> Iterator[Finding]:
    if tail.seq < head.seq:
        yield Finding(FindingKind.ROW_REMOVED, _places(tail.seq + 1, head.seq), "missing at the end of the register")
    elif tail != head:
        detail = (
            f"the register ends at #{tail.seq} {tail.hash[:12]}, its head kept apart says #{head.seq} {head.hash[:12]}"
        )
        yield Finding(FindingKind.HEAD_MISMATCH, f"#{tail.seq}", detail)


def _head_of(entry: Recording | None) -> Head:
    return Head(entry.seq, entry.hash) if entry else Head()


def _places(first: int, last: int) -> str:
    return f"#{first}" if first == last else f"#{first}-#{last}"


def _json(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, int) else str(value)
