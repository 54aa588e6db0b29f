"""Reports at the interface: the figures of the pages, for the same periods, within one's queues and teams."""

from datetime import timedelta

import pytest
from flask import Flask

from appliance.desk.reports.columns import COLUMNS
from appliance.desk.reports.model import Kind
from tests.servers.ledger_day import MORNING
from tests.servers.reported import Counted, counted
from tests.web.api.conftest import ProgramFor
from tests.web.conftest import ClientFor, Hands, parts
from tests.web.processes import FakeProcess
from tests.web.test_reports import figures

SPAN = "period=chosen&since=2026-05-04T00:00:00%2B08:00&until=2026-05-06T00:00:00%2B08:00"
PAGE = "period=chosen&since=2026-05-04&until=2026-05-05"


@pytest.fixture
def days(console: Flask, jobs: FakeProcess, hands: Hands) -> Counted:
    """Two days in May, seen on the sixth."""
    hands.moment = MORNING + timedelta(days=2)
    made = counted(parts(console).engine, hands)
    jobs.answers |= made.answers()
    return made


@pytest.mark.parametrize("kind", list(Kind))
def test_a_report_is_what_the_page_shows(
    program_for: ProgramFor, client_for: ClientFor, days: Counted, kind: Kind
) -> None:
    told = program_for("reports.see")("GET", f"/reports/{kind}?{SPAN}").get_json()
    shown = figures(client_for("supervisor").get(f"/reports/{kind}?{PAGE}").text, kind, "Total")
    first = COLUMNS[kind][0].figure
    assert told["total"]["figures"].keys() == {one.figure for one in COLUMNS[kind]}
    assert f"{told['total']['figures'][first]:,}" == shown[first]
    assert (len(told["parts"]), told["by"]) == (48, "hour")
    if kind is not Kind.TEAM:
        assert sum(line["figures"][first] for line in told["names"]) == told["total"]["figures"][first] > 0


def test_a_figure_tells_how_it_is_counted(program_for: ProgramFor) -> None:
    items = program_for("reports.see")("GET", "/reports/queue/definitions").get_json()["items"]
    assert [one["figure"] for one in items] == [one.figure for one in COLUMNS[Kind.QUEUE]]
    assert all(one["label"] and one["definition"] for one in items)


def test_names_comparison_and_scope(program_for: ProgramFor, days: Counted) -> None:
    program = program_for("reports.see")
    two = program("GET", f"/reports/queue?{SPAN}&name=q0&name=q1&against=before&by=day").get_json()
    assert ([line["name"] for line in two["names"]], len(two["parts"])) == (["q0", "q1"], 2)
    assert two["total"]["before"] is not None
    narrow = program_for("reports.see", queues=frozenset({"q1"}))
    assert [line["name"] for line in narrow("GET", f"/reports/queue?{SPAN}").get_json()["names"]] == ["q1"]
    assert narrow("GET", f"/reports/trunk?{SPAN}").get_json()["code"] == "report-out-of-scope"


@pytest.mark.parametrize("asked", ["period=chosen", "since=2026-05-04T00:00:00Z", "period=never", "by=year"])
def test_a_period_that_is_none_is_refused(program_for: ProgramFor, asked: str) -> None:
    answer = program_for("reports.see")("GET", f"/reports/queue?{asked}")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "api-request-invalid")
    assert program_for("reports.see")("GET", "/reports/nothing").status_code == 404
