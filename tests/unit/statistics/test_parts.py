"""Parts of a period: what lies outside it lengthens none of them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from appliance.contact.statistics.model import Row, Subject
from appliance.contact.statistics.periods import milliseconds
from appliance.contact.statistics.service import WHOLE, Counted, Period

SHANGHAI = ZoneInfo("Asia/Shanghai")
QUARTER = timedelta(minutes=15)
BUSY = {"busy_ms": 900_000, "offered": 1}
"""One line is busy all the time."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def busy(since: datetime, until: datetime) -> list[Row]:
    count = (until - since) // QUARTER
    return [Row("number", "4001", milliseconds(since + part * QUARTER), BUSY) for part in range(count)]


@pytest.mark.parametrize("by", ["15m", "hour", "day", "week", "month", WHOLE])
@pytest.mark.parametrize(
    ("since", "until"),
    [("2026-05-06 09:15", "2026-05-07 17:45"), ("2026-04-29 00:00", "2026-05-12 00:00")],
)
def test_a_line_that_is_always_busy_is_one_erlang_in_each_part(since: str, until: str, by: str) -> None:
    period = Period(at(since), at(until), by, SHANGHAI)
    parts = Counted(period, busy(at(since), at(until))).grouped()
    now = at(until) + timedelta(days=30)
    assert {part.figures(Subject.NUMBER, now)["erlangs"] for part in parts} == {1.0}


def test_a_part_that_is_not_over_lasts_until_now() -> None:
    period = Period(at("2026-05-06 00:00"), at("2026-05-07 00:00"), "day", SHANGHAI)
    (part,) = Counted(period, busy(at("2026-05-06 00:00"), at("2026-05-06 12:00"))).grouped()
    assert part.figures(Subject.NUMBER, at("2026-05-06 12:00"))["erlangs"] == 1.0


def test_a_period_that_begins_within_a_quarter_counts_that_quarter_whole() -> None:
    period = Period(at("2026-05-06 09:05"), at("2026-05-06 09:40"), WHOLE, SHANGHAI)
    (part,) = Counted(period, busy(at("2026-05-06 09:00"), at("2026-05-06 09:45"))).grouped()
    assert (part.start, part.end) == (period.since, period.until)
    assert part.figures(Subject.NUMBER, at("2026-05-07 00:00"))["erlangs"] == 1.0


def test_rows_read_once_are_grouped_again() -> None:
    period = Period(at("2026-05-06 00:00"), at("2026-05-07 00:00"), WHOLE, SHANGHAI)
    counted = Counted(period, busy(at("2026-05-06 08:00"), at("2026-05-06 10:00")))
    assert [part.counts["offered"] for part in counted.grouped()] == [8]
    assert [part.counts["offered"] for part in counted.grouped(by="hour")] == [4, 4]
    assert counted.grouped(lambda name: None) == []
