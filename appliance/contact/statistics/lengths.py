"""Rows of days and months beside those of the quarters, so that a long period is read in few rows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import NamedTuple

from appliance.contact.statistics.model import Counts, Key, merge
from appliance.contact.statistics.periods import end_of, milliseconds, start_of

QUARTERS, DAYS, MONTHS = "", "day", "month"
FITTING: Mapping[str, tuple[str, ...]] = {
    "whole": (MONTHS, DAYS),
    "month": (MONTHS, DAYS),
    "week": (DAYS,),
    "day": (DAYS,),
}
"""The long rows that parts of each length can be put together from, the longest first."""


class Stretch(NamedTuple):
    """From `since` up to `until`, both milliseconds since 1970, is read in rows of `length`."""

    length: str
    since: int
    until: int


def gathered(rows: Mapping[Key, Counts], length: str, zone: tzinfo) -> dict[Key, Counts]:
    """Rows of quarters as rows of days or months of the zone."""
    found: dict[Key, Counts] = {}
    starts: dict[int, int] = {}
    for (subject, name, at), counts in rows.items():
        if (start := starts.get(at)) is None:
            start = starts[at] = milliseconds(start_of(at, length, zone))
        merge(found.setdefault((subject, name, start), {}), counts)
    return found


def months_until(until: int, zone: tzinfo) -> int:
    """Up to where months have rows if days have them up to `until`: to the month of the last of these days."""
    return milliseconds(start_of(until - 1, MONTHS, zone)) if until else 0


def longer(rows: Mapping[Key, Counts], until: int, zone: tzinfo) -> dict[str, dict[Key, Counts]]:
    """By length, what rows of quarters add to the days before `until` and to their months that have rows."""
    ends = {DAYS: until, MONTHS: months_until(until, zone)}
    return {
        length: gathered({key: counts for key, counts in rows.items() if key[2] < end}, length, zone)
        for length, end in ends.items()
    }


def stretches(since: int, until: int, by: str, gathered_until: int, zone: tzinfo) -> Iterator[Stretch]:
    """A period of whole quarters in as few rows as parts of that length allow, each moment of it once, in order.

    Days before `gathered_until` have rows of their own.
    """
    ends = {DAYS: gathered_until, MONTHS: months_until(gathered_until, zone)}
    yield from _stretches(since, until, FITTING.get(by, ()), ends, zone)


def _stretches(
    since: int, until: int, lengths: Sequence[str], ends: Mapping[str, int], zone: tzinfo
) -> Iterator[Stretch]:
    if since >= until:
        return
    if not lengths:
        yield Stretch(QUARTERS, since, until)
        return
    length, *rest = lengths
    first, last = start_of(since, length, zone), milliseconds(start_of(min(until, ends[length]), length, zone))
    begin = since if milliseconds(first) == since else milliseconds(end_of(first, length))
    if begin >= last:
        yield from _stretches(since, until, rest, ends, zone)
        return
    yield from _stretches(since, begin, rest, ends, zone)
    yield Stretch(length, begin, last)
    yield from _stretches(last, until, rest, ends, zone)
