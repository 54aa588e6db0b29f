"""Whether a look-up host that fails is asked at all: callers must not each wait for an answer that does not come."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

PATIENCE = 3
"""Failures in a row after which a host is left alone."""
REST = timedelta(seconds=10)
"""For how long; then one question finds out whether it is back."""


@dataclass(frozen=True, slots=True)
class Health:
    """What the last questions to a host came to; `asked_again` while the one that finds out is under way."""

    failures: int = 0
    failed_at: datetime | None = None
    asked_again: bool = False


def may_ask(health: Health, now: datetime) -> bool:
    if health.failures < PATIENCE or health.failed_at is None:
        return True
    return not health.asked_again and now - health.failed_at >= REST


def asking(health: Health) -> Health:
    """A question goes out."""
    return replace(health, asked_again=health.failures >= PATIENCE)


def heard(health: Health, now: datetime, *, well: bool) -> Health:
    """A question has come to its end, well or not."""
    return Health() if well else Health(health.failures + 1, now)
