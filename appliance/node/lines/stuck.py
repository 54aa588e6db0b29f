"""Channels that are taken although no call has them: pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from appliance.node.lines.model import Reading, Stuck

PATIENCE = timedelta(seconds=60)
"""A call takes its channel some moments before our books know it, and gives it back some moments after."""

Key = tuple[int, str]


def taken(
    before: Mapping[Key, Stuck], readings: Iterable[Reading], ours: Callable[[str], bool], now: datetime
) -> dict[Key, Stuck]:
    """The channels that no call of `ours` has, each since it was first seen so; those nobody could ask stay."""
    found: dict[Key, Stuck] = {}
    for reading in readings:
        if reading.busy is None:
            found |= {key: one for key, one in before.items() if one.span == reading.number}
            continue
        for number, channel in reading.busy.items():
            if not ours(channel):
                key = number, channel
                found[key] = before.get(key) or Stuck(reading.number, number, channel, now)
    return found


def overdue(known: Mapping[Key, Stuck], now: datetime, patience: timedelta = PATIENCE) -> tuple[Stuck, ...]:
    """Those that are to be freed."""
    return tuple(one for one in known.values() if now - one.since >= patience)
