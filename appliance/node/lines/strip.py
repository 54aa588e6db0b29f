"""What each channel of a span is doing, for people who look along the line: pure."""

from collections.abc import Collection
from enum import StrEnum

from appliance.node.lines.model import Condition, State

DEAD = frozenset({State.ALARM, State.SIGNALLING, State.GONE})


class Use(StrEnum):
    """`signal` carries signalling, `unused` belongs to no line, `out` can take no call, `unknown` is not told."""

    FREE = "free"
    BUSY = "busy"
    BLOCKED = "blocked"
    OUT = "out"
    STUCK = "stuck"
    SIGNAL = "signal"
    UNUSED = "unused"
    UNKNOWN = "unknown"


def strip(condition: Condition, stuck: Collection[int] = ()) -> tuple[tuple[int, Use], ...]:
    """Every channel, by its number in DAHDI, in the order of the timeslots; `stuck` are taken without a call."""
    reading = condition.reading
    grouped = frozenset[int]().union(*reading.groups.values())
    return tuple((number, _use(number, condition, stuck, grouped)) for number in reading.slots)


def _use(number: int, condition: Condition, stuck: Collection[int], grouped: Collection[int]) -> Use:
    reading = condition.reading
    if number in reading.links:
        return Use.SIGNAL
    if number in stuck:
        return Use.STUCK
    if reading.busy and number in reading.busy:
        return Use.BUSY
    if number not in grouped:
        return Use.UNUSED
    if number in reading.ports_out or condition.state in DEAD:
        return Use.OUT
    if number in reading.blocked:
        return Use.BLOCKED
    return Use.UNKNOWN if reading.busy is None else Use.FREE
