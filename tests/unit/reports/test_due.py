"""When a report is sent: each time once, in the clock of the site, and what was missed once after."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from appliance.desk.people.model import Scope
from appliance.desk.reports.posting.due import latest_due, next_due
from appliance.desk.reports.posting.model import Allowed, Every, may_go_to, narrower

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("every", "day", "after", "due"),
    [
        ("daily", 0, "2026-05-06 07:59", "2026-05-06 08:00"),
        ("daily", 0, "2026-05-06 08:00", "2026-05-07 08:00"),
        ("weekly", 0, "2026-05-06 12:00", "2026-05-11 08:00"),
        ("weekly", 2, "2026-05-06 07:00", "2026-05-06 08:00"),
        ("monthly", 1, "2026-05-01 08:00", "2026-06-01 08:00"),
        ("monthly", 31, "2026-02-01 00:00", "2026-02-28 08:00"),
        ("monthly", 31, "2026-01-31 09:00", "2026-02-28 08:00"),
        ("monthly", 30, "2026-12-30 09:00", "2027-01-30 08:00"),
    ],
)
def test_the_next_time(every: str, day: int, after: str, due: str) -> None:
    assert next_due(Every(every), day, "08:00", at(after), SHANGHAI) == at(due)


def test_the_hour_stays_when_the_clock_changes() -> None:
    before = at("2026-03-28 09:00", BERLIN)
    assert next_due(Every.DAY, 0, "08:00", before, BERLIN) == datetime(2026, 3, 29, 6, 0, tzinfo=UTC)
    assert next_due(Every.DAY, 0, "02:30", before, BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_of_what_was_missed_the_last_one_is_sent() -> None:
    due = latest_due(Every.DAY, 0, "08:00", at("2026-05-01 08:00"), at("2026-05-06 12:00"), SHANGHAI)
    assert due == at("2026-05-06 08:00")
    assert latest_due(Every.DAY, 0, "08:00", due, at("2026-05-06 12:00"), SHANGHAI) == due


@pytest.mark.parametrize(
    ("rule", "address", "may"),
    [
        ("@example.com", "boss@example.com", True),
        ("@example.com", "boss@EXAMPLE.com", True),
        ("@example.com", "boss@notexample.com", False),
        ("@example.com", "boss@sub.example.com", False),
        ("boss@example.com", "boss@example.com", True),
        ("boss@example.com", "big.boss@example.com", False),
    ],
)
def test_where_reports_may_go(rule: str, address: str, may: bool) -> None:
    assert may_go_to(address, [Allowed(rule, "admin", at("2026-05-01"))], ()) is may


def test_a_scope_is_narrower_when_something_is_gone() -> None:
    some, more = Scope(frozenset({"q1"})), Scope(frozenset({"q1", "q2"}))
    assert narrower(some, Scope())
    assert narrower(some, more)
    assert not narrower(more, some)
    assert not narrower(Scope(), some)
    assert narrower(Scope(None, frozenset()), Scope(None, frozenset({"早班"})))
