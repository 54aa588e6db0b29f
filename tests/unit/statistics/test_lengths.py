"""Long periods are read in months and days: every quarter once, whatever the zone and the period."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from appliance.contact.statistics.lengths import DAYS, MONTHS, QUARTERS, gathered, longer, months_until, stretches
from appliance.contact.statistics.model import QUARTER
from appliance.contact.statistics.periods import milliseconds, start_of

ZONES = ("Asia/Shanghai", "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def moment(chance: Random) -> int:
    return milliseconds(YEAR + timedelta(minutes=15 * chance.randrange(4 * 24 * 400)))


@pytest.mark.parametrize("zone", [*map(ZoneInfo, ZONES)], ids=ZONES)
@pytest.mark.parametrize("by", ["whole", "month", "week", "day", "hour", "15m"])
def test_a_period_is_read_in_one_piece_after_another(zone: ZoneInfo, by: str) -> None:
    chance = Random(by + str(zone))
    for _ in range(50):
        since, until = sorted((moment(chance), moment(chance)))
        closed = milliseconds(start_of(moment(chance), DAYS, zone))
        found = list(stretches(since, until, by, closed, zone))
        assert [one.since for one in found[1:]] == [one.until for one in found[:-1]]
        assert not found or (found[0].since, found[-1].until) == (since, until)
        for length, begin, end in found:
            if length:
                assert by not in ("hour", "15m")
                assert milliseconds(start_of(begin, length, zone)) == begin
                assert milliseconds(start_of(end, length, zone)) == end <= closed
            if length == MONTHS:
                assert by in ("whole", "month")
                assert end <= months_until(closed, zone)


def test_a_year_is_read_in_few_rows() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    since, until = (milliseconds(datetime(year, 5, 20, tzinfo=zone)) for year in (2025, 2026))
    found = list(stretches(since, until, "whole", until, zone))
    assert [one.length for one in found] == [DAYS, MONTHS, DAYS]
    assert len(list(stretches(since, until, "hour", until, zone))) == 1


@pytest.mark.parametrize("zone", [*map(ZoneInfo, ZONES)], ids=ZONES)
def test_rows_of_days_hold_what_the_rows_of_their_quarters_hold(zone: ZoneInfo) -> None:
    chance = Random(str(zone))
    rows = {
        ("queue", f"q{chance.randrange(3)}", moment(chance)): {
            "offered": chance.randrange(9), "wait_ms_max": chance.randrange(99)
        }
        for _ in range(500)
    }  # fmt: skip
    until = milliseconds(start_of(moment(chance), DAYS, zone))
    found = longer(rows, until, zone)
    for length, end in ((DAYS, until), (MONTHS, months_until(until, zone))):
        there = {key: counts for key, counts in rows.items() if key[2] < end}
        assert found[length] == gathered(there, length, zone)
        assert sum(counts["offered"] for counts in found[length].values()) == sum(c["offered"] for c in there.values())
        highest = max(counts["wait_ms_max"] for counts in there.values())
        assert max(counts["wait_ms_max"] for counts in found[length].values()) == highest
        assert all(milliseconds(start_of(start, length, zone)) == start for _, _, start in found[length])
    assert QUARTER == 900_000
    assert QUARTERS not in found
