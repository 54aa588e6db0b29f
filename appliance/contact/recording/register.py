"""The register as a hash chain: each entry's hash covers the entry and the hash before it.

The hash of the newest entry, the head, is also kept in a second place: the chain shows a changed or missing row
inside the register, the head shows missing rows at its end.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import TypeVar

from appliance.contact.recording.model import Change, Finding, FindingKind, Recording

GENESIS = "0" * 64
_SCHEMA = 1
Link = TypeVar("Link", Recording, Change)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry's place and hash; `Head()` is that of an empty register."""

    seq: int = 0
    hash: str = GENESIS


def entry_hash(entry: Recording | Change) -> str:
    """SHA-256 (hex) over the previous hash and the canonical JSON of everything else in the entry."""
    return hashlib.sha256(entry.previous.encode() + _content(entry)).hexdigest()


def content_hash(entry: Recording | Change) -> str:
    """SHA-256 (hex) over what the entry says, whatever came before it."""
    return hashlib.sha256(_content(entry)).hexdigest()


def chained(entry: Link, last: Link | None, head: Head) -> Link:
    """`entry` as the one after `last`.

    Where the register and its head contradict each other, the entry continues from the head and after both, so that
    the break stays in the chain for ever instead of being written over.
    """
    tail = head_of(last)
    agreed = tail == head or follows(last, head)
    link = tail if agreed else Head(max(tail.seq, head.seq), head.hash)
    placed = replace(entry, seq=link.seq + 1, previous=link.hash)
    return replace(placed, hash=entry_hash(placed))


def follows(entry: Recording | Change | None, head: Head) -> bool:
    """Whether `entry` comes right after `head`, as it does when power fails between the two writes."""
    return entry is not None and (entry.seq, entry.previous) == (head.seq + 1, head.hash)


def check(entries: Iterable[Recording], head: Head) -> Iterator[Finding]:
    """Everything wrong with `entries`, given in the order of `seq`, and with how they end at `head`."""
    return _check(entries, head, lambda entry: entry.file, "#")


def check_changes(entries: Iterable[Change], head: Head) -> Iterator[Finding]:
    """The same for the chain of later changes; their places are written `change #7`."""
    return _check(entries, head, lambda entry: f"change #{entry.seq}", "change #")


def head_of(entry: Recording | Change | None) -> Head:
    """The head of a chain that ends with `entry`."""
    return Head(entry.seq, entry.hash) if entry else Head()


def _check(entries: Iterable[Link], head: Head, name: Callable[[Link], str], sign: str) -> Iterator[Finding]:
    last: Link | None = None
    for entry in entries:
        yield from _check_link(head_of(last), entry, name(entry), sign)
        last = entry
    yield from _check_end(head_of(last), head, sign)


def _check_link(before: Head, entry: Recording | Change, name: str, sign: str) -> Iterator[Finding]:
    if entry.seq > before.seq + 1:
        yield Finding(FindingKind.ROW_REMOVED, _places(before.seq + 1, entry.seq - 1, sign), "not in the register")
    elif entry.previous != before.hash:
        detail = f"#{entry.seq} does not continue from the entry before it"
        yield Finding(FindingKind.CHAIN_BROKEN, name, detail)
    if entry.hash != entry_hash(entry):
        yield Finding(FindingKind.ROW_CHANGED, name, f"#{entry.seq} is not as it was written")


def _check_end(tail: Head, head: Head, sign: str) -> Iterator[Finding]:
    if tail.seq < head.seq:
        places = _places(tail.seq + 1, head.seq, sign)
        yield Finding(FindingKind.ROW_REMOVED, places, "missing at the end of the register")
    elif tail != head:
        detail = (
            f"the register ends at #{tail.seq} {tail.hash[:12]}, its head kept apart says #{head.seq} {head.hash[:12]}"
        )
        yield Finding(FindingKind.HEAD_MISMATCH, f"{sign}{tail.seq}", detail)


def _places(first: int, last: int, sign: str) -> str:
    return f"{sign}{first}" if first == last else f"{sign}{first}-#{last}"


def _content(entry: Recording | Change) -> bytes:
    values = {item.name: _json(getattr(entry, item.name)) for item in fields(entry)}
    del values["hash"], values["previous"]
    text = json.dumps({"schema": _SCHEMA, **values}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _json(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, int) else str(value)
