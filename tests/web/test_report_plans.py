"""Reports by mail in the console: ordered to where they may go, cancelled, and the addresses that are allowed."""

import re

from flask import Flask
from flask.testing import FlaskClient

from appliance.desk.audit.model import Question
from appliance.desk.people.model import Scope
from tests.servers.reported import Counted
from tests.web.conftest import ClientFor, parts
from tests.web.processes import FakeProcess
from tests.web.test_saved_reports import listed, save

PLAN = {
    "every": "weekly",
    "weekday": "0",
    "monthday": "1",
    "at": "08:00",
    "form": "xlsx",
    "addresses": "boss@example.com",
}


def order(client: FlaskClient, **more: str) -> int:
    ((link, _),) = listed(client)
    return client.post(f"{link}/plans", data=PLAN | more).status_code


def test_a_report_is_ordered_seen_and_cancelled(
    client_for: ClientFor, days: Counted, console: Flask, jobs: FakeProcess
) -> None:
    assert client_for("administrator").post("/reports/addresses", data={"address": "@example.com"}).status_code == 302
    client = client_for("supervisor")
    save(client)
    assert order(client) == 302
    assert ("report.plans_changed", {}) in jobs.asked
    page = client.get("/reports/saved/").text
    assert "Every week, Monday" in page
    assert "2026-05-11 08:00:00" in page
    (cancel,) = re.findall(r'action="(/reports/plans/[0-9a-f-]{36}/cancel)"', page)
    assert client_for("supervisor").post(cancel).status_code == 409
    assert client.post(cancel).status_code == 302
    assert "Every week, Monday" not in client.get("/reports/saved/").text
    acts = [act.act for act in parts(console).trail.search(Question(act="report."))]
    assert acts == ["report.unplan", "report.plan", "report.save", "report.allow"]


def test_what_cannot_be_ordered_is_said(client_for: ClientFor, days: Counted) -> None:
    client_for("administrator").post("/reports/addresses", data={"address": "@example.com"})
    client = client_for("supervisor")
    save(client)
    for wrong in (
        {"addresses": "spy@elsewhere.example"},
        {"addresses": ""},
        {"addresses": "no address"},
        {"at": "25:00"},
        {"every": "hourly"},
        {"weekday": "7"},
        {"form": "doc"},
        {"every": "monthly", "monthday": "0"},
    ):
        assert order(client, **wrong) == 409, wrong
    assert (
        "No report may be sent to spy@elsewhere.example"
        in client.post(f"{listed(client)[0][0]}/plans", data=PLAN | {"addresses": "spy@elsewhere.example"}).text
    )


def test_without_the_right_nothing_is_ordered_or_allowed(client_for: ClientFor, days: Counted) -> None:
    client = client_for("quality")
    save(client)
    assert order(client) == 403
    assert client.get("/reports/addresses").status_code == 403
    narrow = client_for("supervisor", scope=Scope(queues=frozenset({"q1"})))
    save(narrow, kind="number", name=[])
    client_for("administrator").post("/reports/addresses", data={"address": "@example.com"})
    assert order(narrow) == 409


def test_an_address_comes_off_the_list(client_for: ClientFor, days: Counted) -> None:
    client = client_for("administrator")
    assert client.post("/reports/addresses", data={"address": "@@x"}).status_code == 409
    client.post("/reports/addresses", data={"address": "boss@example.com"})
    assert "boss@example.com" in client.get("/reports/addresses").text
    client.post("/reports/addresses/remove", data={"address": "boss@example.com"})
    assert "boss@example.com" not in client.get("/reports/addresses").text
