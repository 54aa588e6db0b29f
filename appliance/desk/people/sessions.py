"""How long a session lasts."""

from datetime import datetime, timedelta

from appliance.desk.people.model import Session

LONGEST = timedelta(hours=14)
"""A session ends then, used or not: the longest shift with its overtime."""

IDLE = timedelta(hours=2)
"""A session that nobody uses ends."""

NOTED = timedelta(minutes=1)
"""How exact it is kept when a session was last used."""


def until(created: datetime, now: datetime) -> datetime:
    """When a session of `created` that is used `now` ends if it is not used again."""
    return min(now + IDLE, created + LONGEST)


def over(session: Session, now: datetime) -> bool:
    return now >= session.expires_at


def worth_noting(session: Session, now: datetime) -> bool:
    return now - session.seen_at >= NOTED
