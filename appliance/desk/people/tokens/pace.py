"""How often a token may ask: a bucket that fills at a steady pace (a token bucket)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bucket:
    """`level` requests were left at the second `at`."""

    level: float
    at: float


def taken(bucket: Bucket | None, now: float, per_minute: int) -> tuple[Bucket, float]:
    """The bucket after one request, and how many seconds that has to wait: 0 for one that counts.

    A full bucket, as before the first request, holds what ten seconds bring.
    """
    pace = per_minute / 60
    full = max(1.0, 10 * pace)
    bucket = bucket or Bucket(full, now)
    # A clock that was set back must not stop anybody for as long.
    level = min(full, bucket.level + max(0.0, now - bucket.at) * pace)
    if level < 1:
        return Bucket(level, now), (1 - level) / pace
    return Bucket(level - 1, now), 0.0
