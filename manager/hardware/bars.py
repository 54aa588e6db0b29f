"""How a line was, as a row of bars: one for each 15 minutes. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log10

from appliance.node.lines.model import Quarter

QUARTER = timedelta(minutes=15)
DAY = timedelta(hours=24)
WHOLE_MS = 900_000
WELL, LEAST, MOST = 12, 28, 100
"""Heights in per cent: of a quarter without a fault, and of those with one, the worst last."""
ERRORS = ("slips", "crc4_errors", "code_violations", "frame_errors")


@dataclass(frozen=True, slots=True)
class Bar:
    """`tone` is out, bad, well or unseen; `height` in per cent; `counts` as the history keeps them."""

    start: datetime
    tone: str
    height: int
    counts: Mapping[str, int]

    @property
    def errors(self) -> int:
        return sum(self.counts.get(name, 0) for name in ERRORS)


def quarter_of(moment: datetime) -> datetime:
    """The beginning of the quarter of an hour that the moment is in."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def bars(quarters: Iterable[Quarter], since: datetime, until: datetime) -> list[Bar]:
    """A bar for each quarter from `since` to the one that `until` is in, seen or not."""
    seen = {quarter.start: quarter.counts for quarter in quarters}
    first = quarter_of(since)
    starts = (first + QUARTER * number for number in range((quarter_of(until) - first) // QUARTER + 1))
    return [_bar(start, seen.get(start, {})) for start in starts]


def _bar(start: datetime, counts: Mapping[str, int]) -> Bar:
    if out := counts.get("out_ms", 0):
        return Bar(start, "out", max(LEAST, min(MOST, round(MOST * out / WHOLE_MS))), counts)
    if errors := sum(counts.get(name, 0) for name in ERRORS):
        return Bar(start, "bad", min(MOST, round(LEAST + 24 * log10(errors))), counts)
    return Bar(start, "well" if counts.get("seen_ms") else "unseen", WELL, counts)
