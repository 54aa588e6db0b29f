"""How long an agent's sign-in by phone is closed after wrong PINs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST = 3
CLOSED = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Failures:
    """Wrong PINs in a row, and when the last one was."""

    count: int = 0
    last: datetime | None = None


def locked(failures: Failures, now: datetime) -> bool:
    return failures.count >= MOST and failures.last is not None and now < failures.last + CLOSED


def failed(failures: Failures, now: datetime) -> Failures:
    """One wrong PIN more; after a lock-out the count begins anew."""
    begun = 0 if failures.count >= MOST and not locked(failures, now) else failures.count
    return Failures(begun + 1, now)
