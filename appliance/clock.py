"""Time and the identities made from it; pure code is handed the values, never the clock."""

import os
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    """Tells the time in UTC; two readings of one clock never go backwards."""

    def now(self) -> datetime: ...


class SystemClock:
    """Wall time read once, carried on by the monotonic clock: a stepped system clock bends no duration."""

    def __init__(self) -> None:
        self._wall = datetime.now(UTC)
        self._mark = time.monotonic_ns()

    def now(self) -> datetime:
        return self._wall + timedelta(microseconds=(time.monotonic_ns() - self._mark) // 1000)


def uuid7(now: datetime) -> UUID:
    """A time-ordered identity (RFC 9562, version 7): 48 bits of milliseconds, 74 bits of chance."""
    milliseconds = int(now.timestamp() * 1000)
    chance = int.from_bytes(os.urandom(10))
    value = (milliseconds & (1 << 48) - 1) << 80 | chance
    value = value & ~(0xF << 76) | 7 << 76
    return UUID(int=value & ~(0x3 << 62) | 2 << 62)
