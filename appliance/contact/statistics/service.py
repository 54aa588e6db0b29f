"""Keeps the rows up to date with the ledger, gives them out by period, and says which events made a figure."""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from threading import Lock
from typing import Any, TypeAlias

from appliance.contact.statistics.counting import Counting
from appliance.contact.statistics.definitions import worked_out
from appliance.contact.statistics.errors import FigureUnknown, PeriodInvalid, RebuildOvertaken
from appliance.contact.statistics.lengths import stretches
from appliance.contact.statistics.model import QUARTER, Counts, Key, Open, Place, Row, Subject, merge, quarter
from appliance.contact.statistics.periods import EPOCH, end_of, milliseconds, start_of
from appliance.contact.statistics.ports import FigureStore
from appliance.contact.statistics.tally import Tally, Trace

logger = logging.getLogger(__name__)

STEP = 5_000
REBUILD_STEP = 50_000
LONGEST = timedelta(days=400)
WHOLE = "whole"
"""As the length of a part: the period itself."""


@dataclass(frozen=True, slots=True)
class Period:
    """What is asked for: from `since` up to, but without, `until`, in parts of `by`, or WHOLE, in the zone."""

    since: datetime
    until: datetime
    by: str
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Part:
    """What was counted of a group from `start` to `end`, as far as it was asked for: `first` to `last` in ms."""

    start: datetime
    end: datetime
    first: int
    last: int
    group: str
    counts: Counts

    def figures(self, subject: Subject, now: datetime) -> dict[str, Any]:
        """With those worked out; of a part that is not over, up to `now`."""
        length = max(1, min(self.last, milliseconds(now)) - self.first)
        return {**dict(sorted(self.counts.items())), **worked_out(subject, self.counts, length)}


Grouping: TypeAlias = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows of a period, read once, to be put together in more than one way."""

    period: Period
    rows: Sequence[Row]

    def grouped(self, group: Grouping = str, by: str = "") -> list[Part]:
        """By groups of names, in parts of the period's own length or of longer ones: `group` None leaves a name out."""
        by, period, parts = by or self.period.by, self.period, dict[tuple[int, str], Part]()
        first, last = _bounds(period)
        starts: dict[int, int] = {}
        begins: dict[int, datetime] = {}
        for row in self.rows:
            if (of := group(row.name)) is None:
                continue
            if (at := starts.get(row.start)) is None:
                start = period.since if by == WHOLE else start_of(row.start, by, period.zone)
                at = starts[row.start] = milliseconds(start)
                begins[at] = start
            if (part := parts.get((at, of))) is None:
                ends = period.until if by == WHOLE else end_of(begins[at], by)
                within = (first, last) if by == WHOLE else (max(first, at), min(last, milliseconds(ends)))
                part = parts[at, of] = Part(begins[at], ends, *within, of, {})
            merge(part.counts, row.counts)
        return list(parts.values())


class Figures:
    """Counts what is new in the ledger whenever it is asked; every method blocks, one caller counts at a time."""

    def __init__(self, store: FigureStore) -> None:
        self._store = store
        self._counting = Lock()

    def catch_up(self) -> int:
        """Count everything that the ledger holds by now; how many events were passed."""
        with self._counting:
            return self._catch_up()

    def rebuild(self) -> int:
        """Count the whole ledger anew and put the result in the place of the present rows; events passed."""
        with self._counting:
            before, last = self._store.place(), self._store.last_seq()
            counting = Counting(Open(), Tally())
            for after in range(0, last, REBUILD_STEP):
                counting.take(self._store.facts(after, min(last, after + REBUILD_STEP)))
            _tell_unread(counting)
            if not self._store.rebuilt(before, counting.tally.rows, last, counting.open):
                raise RebuildOvertaken()
            return last

    def of(self, subject: Subject, name: str, period: Period, now: datetime) -> list[dict[str, Any]]:
        """The figures of each part of the period that has any, with those worked out; times up to `now` included."""
        grouped = self.grouped(subject, period, now, name=name)
        return [
            {"start": part.start.isoformat(), subject.value: part.group, **part.figures(subject, now)}
            for part in sorted(grouped, key=lambda part: (part.start.isoformat(), part.group))
        ]

    def grouped(
        self, subject: Subject, period: Period, now: datetime, group: Grouping = str, name: str = ""
    ) -> list[Part]:
        """The same as `of` for groups of names: `group` gives the group of a name, None leaves the name out."""
        return self.counted(subject, period, now, name).grouped(group)

    def counted(self, subject: Subject, period: Period, now: datetime, name: str = "") -> Counted:
        """The rows of a period, of one name or of all, with what is still open up to `now`."""
        _check(period)
        self.catch_up()
        rows = [*self._rows(subject, name, period), *self._still_open(subject, name, period, now)]
        return Counted(period, rows)

    def events(
        self, subject: Subject, name: str | Collection[str], figure: str, period: Period, *, sure: bool = False
    ) -> list[dict[str, Any]]:
        """The events that made a figure, oldest first, with what each gave to it; their sum is the figure.

        Of several names it is their figures' sum; a figure that ends in a colon is the sum of all that begin so.
        Raises FigureUnknown for one that nothing made, unless the asker is `sure` that there is such a figure.
        """
        _check(period)
        self.catch_up()
        since, until = _bounds(period)
        names = frozenset({name} if isinstance(name, str) else name)
        trace = Trace(subject, names, figure, since, until)
        counting = Counting(Open(), trace)
        counting.trace(self._store.story(subject, names, since, until), trace)
        if not trace.given and not sure:
            rows = self._store.rows(subject, since, until, next(iter(names)) if len(names) == 1 else "")
            _check_known(subject, names, figure, rows)
        return [entry | {"gave": trace.given[entry["seq"]]} for entry in self._store.entries(sorted(trace.given))]

    def _catch_up(self) -> int:
        last, place = self._store.last_seq(), self._store.place()
        began = place.position
        while place.position < last:
            place = self._count(place, min(last, place.position + STEP))
        return max(0, place.position - began)

    def _rows(self, subject: Subject, name: str, period: Period) -> Iterator[Row]:
        """Of the whole period, the longest that its parts can be put together from."""
        since, until = _bounds(period)
        gathered = self._store.place().gathered if str(period.zone) == self._store.zone else 0
        for length, begin, end in stretches(since, until, period.by, gathered, period.zone):
            yield from self._store.rows(subject, begin, end, name, length)

    def _count(self, place: Place, upto: int) -> Place:
        counting = Counting(place.open, Tally())
        counting.take(self._store.facts(place.position, upto))
        if not self._store.settle(place, counting.tally.rows, upto, counting.open):
            logger.info("another process has counted the events from %d on", place.position)
            return self._store.place()
        _tell_unread(counting)
        place = replace(place, position=upto, open=counting.open)
        newest = max((at for _, _, at in counting.tally.rows), default=0)
        return self._store.gather(place, newest)

    def _still_open(self, subject: Subject, name: str, period: Period, now: datetime) -> list[Row]:
        """What agents have been doing since their last event; it is in no row before it ends."""
        if subject is not Subject.AGENT:
            return []
        counting = Counting(self._store.place().open, Tally())
        for agent, state in counting.open.agents.items():
            if name in ("", agent):
                counting.spend_state(agent, state, milliseconds(now))
        since, until = _bounds(period)
        return [_row(key, counts) for key, counts in counting.tally.rows.items() if _within(key, since, until)]


def _bounds(period: Period) -> tuple[int, int]:
    """Whole quarters, from the one that holds the beginning to the one that holds the end."""
    return quarter(milliseconds(period.since)), quarter(milliseconds(period.until) + QUARTER - 1)


def _within(key: Key, since: int, until: int) -> bool:
    return key[0] == Subject.AGENT and since <= key[2] < until


def _row(key: Key, counts: Counts) -> Row:
    return Row(*key, counts)


def _check(period: Period) -> None:
    length = period.until - period.since
    if not timedelta() < length <= LONGEST or period.since < EPOCH:
        raise PeriodInvalid(since=period.since.isoformat(), until=period.until.isoformat(), longest=LONGEST.days)


def _check_known(subject: Subject, names: frozenset[str], figure: str, rows: Sequence[Row]) -> None:
    known = {key for row in rows if row.name in names for key in row.counts}
    if figure not in known:
        said = ", ".join(sorted(names))
        raise FigureUnknown(figure=figure, subject=subject.value, name=said, known=", ".join(sorted(known)) or "-")


def _tell_unread(counting: Counting) -> None:
    if counting.unread:
        logger.error("%d events could not be counted, among them %s", len(counting.unread), counting.unread[:20])
