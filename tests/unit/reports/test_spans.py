"""Like is compared with like: a period that is not over with as much of the earlier one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from appliance.desk.reports.model import Against
from appliance.desk.reports.spans import compared, span

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 5, 6, 14, 37, 12, tzinfo=SHANGHAI)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("name", "against", "until", "since_before", "until_before"),
    [
        ("today", "before", "2026-05-06 14:30", "2026-05-05 00:00", "2026-05-05 14:30"),
        ("today", "year", "2026-05-06 14:30", "2025-05-07 00:00", "2025-05-07 14:30"),
        ("this-week", "before", "2026-05-06 14:30", "2026-04-27 00:00", "2026-04-29 14:30"),
        ("last-7", "before", "2026-05-06 14:30", "2026-04-23 00:00", "2026-04-29 14:30"),
        ("this-month", "before", "2026-05-06 14:30", "2026-04-01 00:00", "2026-04-06 14:30"),
        ("yesterday", "before", "2026-05-06 00:00", "2026-05-04 00:00", "2026-05-05 00:00"),
        ("last-week", "before", "2026-05-04 00:00", "2026-04-20 00:00", "2026-04-27 00:00"),
        ("last-month", "before", "2026-05-01 00:00", "2026-03-01 00:00", "2026-04-01 00:00"),
    ],
)
def test_both_periods_last_as_long(name: str, against: str, until: str, since_before: str, until_before: str) -> None:
    found = compared(*span(name, NOW, SHANGHAI), Against(against), NOW)
    assert found == (at(until), at(since_before), at(until_before))


def test_a_long_month_is_not_compared_beyond_the_end_of_a_short_one() -> None:
    now = at("2026-03-31 18:00")
    found = compared(*span("this-month", now, SHANGHAI), Against.BEFORE, now)
    assert found == (at("2026-03-31 18:00"), at("2026-02-01 00:00"), at("2026-03-01 00:00"))


def test_in_its_first_minutes_a_day_is_compared_by_one_quarter_of_an_hour() -> None:
    now = at("2026-05-06 00:04")
    found = compared(*span("today", now, SHANGHAI), Against.BEFORE, now)
    assert found == (at("2026-05-06 00:15"), at("2026-05-05 00:00"), at("2026-05-05 00:15"))


def test_on_the_day_of_a_change_of_the_clock_the_clocks_are_compared() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 3, 29, 10, 0, tzinfo=UTC)
    until, since_before, until_before = compared(*span("today", now, berlin), Against.BEFORE, now)
    assert (until, since_before) == (at("2026-03-29 12:00", berlin), at("2026-03-28 00:00", berlin))
    assert until_before == at("2026-03-28 12:00", berlin)


def test_a_period_to_come_is_compared_whole() -> None:
    since, until = at("2026-06-01 00:00"), at("2026-06-02 00:00")
    assert compared(since, until, Against.BEFORE, NOW) == (until, since - timedelta(days=1), since)
