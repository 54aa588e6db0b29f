"""How a span was, in quarters of an hour: pure. Milliseconds of each state and alarm, and what was counted.

A span is looked at once a second: `errored_looks` is near enough its errored seconds, which few drivers count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import datetime, timedelta

from appliance.node.lines.model import Condition, Counters, DChannel, Quarter, Reading, State

QUARTER = timedelta(minutes=15)
LONGEST = timedelta(minutes=2)
"""What was not looked at for longer is not known, and not counted as seen."""

ERRORS = ("code_violations", "crc4_errors", "frame_errors")

Counts = dict[str, int]


def quarter_of(moment: datetime) -> datetime:
    """The beginning of the quarter of an hour that the moment is in."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def spent(before: Condition, since: datetime, until: datetime) -> Iterator[Quarter]:
    """The time between two looks, as the first of them saw the span."""
    if until - since > LONGEST:
        return
    while since < until:
        start = quarter_of(since)
        end = min(until, start + QUARTER)
        milliseconds = (end - since) // timedelta(milliseconds=1)
        yield Quarter(before.reading.name, start, _during(before, milliseconds))
        since = end


def counted(before: Reading, after: Reading, at: datetime) -> Quarter:
    """What the driver counted between two looks, and how many channels were busy at the second."""
    counts = {item.name: _grown(before.counters, after.counters, item.name) for item in fields(Counters)}
    counts["busy_most"] = len(after.busy or ())
    counts["errored_looks"] = int(any(counts[name] for name in ERRORS))
    return Quarter(after.name, quarter_of(at), {name: count for name, count in counts.items() if count})


def together(one: Mapping[str, int], other: Mapping[str, int]) -> Counts:
    """The counts of both: sums, and of what ends in `_most` the greater."""
    merged = dict(one)
    for name, count in other.items():
        present = merged.get(name, 0)
        merged[name] = max(present, count) if name.endswith("_most") else present + count
    return merged


def _during(before: Condition, milliseconds: int) -> Counts:
    reading = before.reading
    names = ["seen_ms", *(f"{signal.value}_ms" for signal in sorted(reading.signals))]
    if before.state is not State.UP:
        names.append("out_ms")
    if reading.d_channel is DChannel.DOWN:
        names.append("d_channel_down_ms")
    counts = dict.fromkeys(names, milliseconds)
    return counts | ({"busy_ms": milliseconds * len(reading.busy)} if reading.busy else {})


def _grown(before: Counters, after: Counters, name: str) -> int:
    """A counter that is smaller than before has begun anew with its driver."""
    was, now = getattr(before, name), getattr(after, name)
    return int(now - was if now >= was else now)
