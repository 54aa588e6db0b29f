"""Times of day as callers key them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.ivr.times import next_time

NOON = datetime(2026, 5, 4, 12, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("digits", "day", "hour", "minute"),
    [("1430", 4, 14, 30), ("1201", 4, 12, 1), ("1200", 5, 12, 0), ("0000", 5, 0, 0), ("2359", 4, 23, 59)],
)
def test_the_next_such_moment(digits: str, day: int, hour: int, minute: int) -> None:
    assert next_time(digits, NOON) == datetime(2026, 5, day, hour, minute, tzinfo=NOON.tzinfo)


@pytest.mark.parametrize("digits", ["", "9", "930", "2400", "1260", "9999", "12300"])
def test_no_time_of_day(digits: str) -> None:
    assert next_time(digits, NOON) is None


@given(st.text("0123456789", max_size=5), st.integers(0, 365 * 86400))
def test_it_is_always_ahead_and_within_a_day(digits: str, seconds: int) -> None:
    now = NOON + timedelta(seconds=seconds)
    moment = next_time(digits, now)
    assert moment is None or timedelta() < moment - now <= timedelta(days=1)
