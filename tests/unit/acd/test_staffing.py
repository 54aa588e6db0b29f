"""People and lines from past quarters, against published values and by hand."""

from dataclasses import replace

import pytest

from appliance.contact.acd.model import Queue
from appliance.contact.acd.simulation.staffing import Forecast, Seen, lines, seats, staffing

SALES = Queue("sales", target_percent=80, target_seconds=20)
TEN = 10 * 3600


def day(name: str, calls: int, at: int = TEN, **more: int) -> Seen:
    """A quarter in which each call took three minutes."""
    return Seen(name, at, calls, calls, calls * 180_000, **more)


def test_a_quarter_needs_what_the_tables_of_erlang_c_say() -> None:
    """50 calls in a quarter of three minutes each are 10 erlang: 14 agents for 80 % within 20 s."""
    found = staffing([day("mon", 40), day("tue", 60)], SALES, Forecast())
    assert (found["days"], found["handling_s"], found["patience_s"]) == (2, 180.0, None)
    assert found["quarters"] == [{"time": "10:00", "calls": 50.0, "load_erlang": 10.0, "agents": 14, "scheduled": 14}]


def test_growth_and_absence_need_more() -> None:
    found = staffing([day("mon", 40)], SALES, Forecast(growth=0.25, shrinkage=0.3))
    assert found["quarters"] == [{"time": "10:00", "calls": 50.0, "load_erlang": 10.0, "agents": 14, "scheduled": 20}]


def test_where_callers_give_up_fewer_are_needed() -> None:
    patient = staffing([day("mon", 50)], SALES, Forecast())["quarters"][0]["agents"]
    impatient = staffing([day("mon", 50, abandoned=5, waited_ms=300_000)], SALES, Forecast())
    assert impatient["patience_s"] == 60.0
    assert impatient["quarters"][0]["agents"] < patient


def test_days_without_calls_at_that_time_count_too() -> None:
    found = staffing([day("mon", 50), day("tue", 10, at=TEN + 900)], SALES, Forecast())
    assert [(row["time"], row["calls"]) for row in found["quarters"]] == [("10:00", 25.0), ("10:15", 5.0)]


def test_calls_of_which_none_was_ever_handled_need_nobody_yet() -> None:
    found = staffing([replace(day("mon", 5), handled=0, handling_ms=0)], SALES, Forecast())
    assert found["quarters"][0]["agents"] == found["quarters"][0]["scheduled"] == 0


def test_seats_are_of_one_time() -> None:
    early = staffing([day("mon", 50)], SALES, Forecast())
    late = staffing([day("mon", 50, at=TEN + 900), day("mon", 5)], SALES, Forecast())
    alone = late["quarters"][0]["agents"]
    assert seats([early, late]) == 14 + alone
    assert seats([]) == 0


@pytest.mark.parametrize(("growth", "needed"), [(0.0, 20), (0.5, 28), (-0.5, 13)])
def test_lines_are_those_of_the_tables_of_erlang_b(growth: float, needed: int) -> None:
    """At 1 %, 20 lines carry 12.03 erlang, 28 carry 18.64 and 27 only 17.80, 13 carry 6.61 and 12 only 5.88."""
    found = lines("carrier", [900_000, 12 * 900_000], Forecast(growth=growth))
    assert (found["erlangs_seen"], found["lines"]) == (12.0, needed)


def test_a_trunk_that_was_never_busy_needs_no_line() -> None:
    assert lines("carrier", [], Forecast())["lines"] == 0
