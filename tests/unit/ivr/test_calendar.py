"""Calendars: holidays, swapped workdays and days of their own hours."""

from datetime import UTC, datetime

import pytest

from appliance.contact.ivr.calendar import Calendar, next_opening
from appliance.contact.ivr.calendar_document import parse_calendar
from appliance.contact.ivr.errors import CalendarFaulty

OFFICE = {
    "spans": ["mon-fri 09:00-18:00", "fri 22:00-02:00"],
    "holidays": ["2026-10-01/2026-10-07", "2026-01-01"],
    "workdays": ["2026-10-10 fri", "2026-10-11"],
    "special": ["2026-12-31 09:00-12:00", "2026-12-31 14:00-15:00", "2026-10-02 10:00-11:00"],
}


@pytest.mark.parametrize(
    ("moment", "is_open", "is_holiday"),
    [
        ("2026-09-30T09:00", True, False),
        ("2026-09-30T18:00", False, False),
        ("2026-10-01T10:00", False, True),
        ("2026-10-07T10:00", False, True),
        ("2026-10-08T10:00", True, False),
        ("2026-10-10T10:00", True, False),
        ("2026-10-10T23:00", True, False),
        ("2026-10-11T01:59", True, False),
        ("2026-10-11T02:00", False, False),
        ("2026-10-11T10:00", True, False),
        ("2026-10-17T10:00", False, False),
        ("2026-10-02T10:30", True, False),
        ("2026-10-02T09:30", False, False),
        ("2026-10-03T01:00", False, True),
        ("2026-12-31T11:59", True, False),
        ("2026-12-31T13:00", False, False),
        ("2026-12-31T14:00", True, False),
        ("2026-01-01T12:00", False, True),
    ],
)
def test_a_year_of_an_office(moment: str, is_open: bool, is_holiday: bool) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    calendar = parse_calendar("office", OFFICE)
    assert (calendar.is_open(now), calendar.is_holiday(now)) == (is_open, is_holiday)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("spans", ["mo 09:00-18:00"]),
        ("holidays", ["2026-02-30"]),
        ("holidays", ["2026-10-07/2026-10-01"]),
        ("holidays", ["2026-01-01/2028-01-01"]),
        ("holidays", "2026-10-01"),
        ("holidays", [7]),
        ("workdays", ["2026-10-10 friday"]),
        ("workdays", ["soon"]),
        ("special", ["2026-12-31"]),
        ("special", [None]),
        ("extra", 1),
    ],
)
def test_what_no_calendar_can_have(field: str, value: object) -> None:
    with pytest.raises(CalendarFaulty) as refusal:
        parse_calendar("office", {**OFFICE, field: value})
    assert [problem.where for problem in refusal.value.problems] == [field]


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-05-04T09:00", "2026-05-04T09:00"),
        ("2026-05-04T12:00", "2026-05-04T13:30"),
        ("2026-05-04T20:00", "2026-05-07T09:00"),
        ("2026-05-07T12:30", "2026-05-07T13:30"),
        ("2026-05-08T18:00", "2026-05-11T09:00"),
    ],
)
def test_the_next_opening_of_two_that_must_both_be_open(moment: str, opens: str) -> None:
    office = {"spans": ["mon-fri 09:00-18:00"], "holidays": ["2026-05-05/2026-05-06"]}
    desk = {"spans": ["mon-sun 08:00-12:00", "mon-sun 13:30-20:00"]}
    both = [parse_calendar("office", office), parse_calendar("desk", desk)]
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert next_opening(both, at) == datetime.fromisoformat(opens).replace(tzinfo=UTC)


def test_what_is_never_open_has_no_next_opening() -> None:
    at = datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert next_opening([parse_calendar("never", {"spans": ["mon 09:00-10:00"]}), Calendar()], at) is None
    assert next_opening([], at) == at
