"""When somebody who failed may try again."""

from datetime import UTC, datetime, timedelta

import pytest

from appliance.desk.people.lockout import BY_LOGIN, LONGEST, WINDOW, locked_until

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def failures(count: int) -> list[datetime]:
    return [NOON - timedelta(seconds=number) for number in range(count)]


@pytest.mark.parametrize(("count", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (9, 16), (10, 30), (500, 30)])
def test_the_wait_doubles_up_to_half_an_hour(count: int, minutes: int) -> None:
    until = locked_until(failures(count), BY_LOGIN, NOON)
    assert until == (NOON + timedelta(minutes=minutes) if minutes else None)


def test_after_the_wait_the_next_attempt_counts_and_after_the_window_all_is_forgotten() -> None:
    tried = failures(BY_LOGIN)
    assert locked_until(tried, BY_LOGIN, NOON + timedelta(minutes=1)) is None
    assert locked_until(failures(50), BY_LOGIN, NOON + LONGEST - timedelta(seconds=1))
    assert locked_until(failures(50), BY_LOGIN, NOON + WINDOW) is None
