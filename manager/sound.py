"""A recording given to who asks: for a reason, and as its WAV in pieces that the jobs hand out one by one."""

import base64
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from manager.errors import ReasonNeeded, RequestMalformed
from manager.present import actor
from manager.wiring import console
from manager.words import t

REASONS = ("quality", "complaint", "training", "evidence", "customer", "other")
LONGEST_REASON = 300
PIECE = 1 << 18
"""Bytes that the jobs are asked for at once."""


def reason_told(chosen: str, text: str) -> str:
    """As the register keeps it: the chosen word in the reader's language, and what was written to it.

    Raises RequestMalformed for a word that is none of REASONS, and ReasonNeeded for "other" with nothing written.
    """
    if chosen not in REASONS:
        raise RequestMalformed()
    if chosen == "other" and not text:
        raise ReasonNeeded()
    return ": ".join(filter(None, (t(f"hearing.reason-{chosen}"), text)))


def part_of(id: UUID, start: int, length: int = PIECE) -> tuple[bytes, int]:
    """Some bytes of the WAV, and how many there are in all; raises what the jobs refuse."""
    told: Any = console().ask(
        "jobs", "recording.part", id=str(id), who=actor().who, start=start, length=length, within=30.0
    )
    return base64.b64decode(told["data"]), int(told["size"])


def pieces(id: UUID, first: bytes, start: int, end: int) -> Iterator[bytes]:
    """What lies between two places of the WAV, of which `first` was already read."""
    piece, at = first[: end - start], start
    while piece:
        yield piece
        at += len(piece)
        piece = part_of(id, at, min(PIECE, end - at))[0] if at < end else b""


def whole(id: UUID) -> Iterator[bytes]:
    """All of the WAV, asked for as it is read."""
    first, size = part_of(id, 0)
    yield from pieces(id, first, 0, size)
