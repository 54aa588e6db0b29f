"""Who may try to sign in again, and when: from the failed attempts of the last while to a moment."""

from collections.abc import Sequence
from datetime import datetime, timedelta

WINDOW = timedelta(hours=1)
"""Failures older than this are forgotten."""

BY_LOGIN, BY_ADDRESS = 5, 30
"""Failures within the window after which a name, and an address, must wait."""

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(minutes=30)


def locked_until(failures: Sequence[datetime], allowed: int, now: datetime) -> datetime | None:
    """Until when no attempt counts; the wait doubles with each failure beyond `allowed`. None: try."""
    recent = sorted(moment for moment in failures if now - moment < WINDOW)
    beyond = len(recent) - allowed
    if beyond < 0:
        return None
    until = recent[-1] + min(SHORTEST * 2 ** min(beyond, 10), LONGEST)
    return until if until > now else None
