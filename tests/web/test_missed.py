"""Missed callers: listed until they are served, called back by one click and never twice, within one's reach."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from appliance.contact.callback.errors import NumberExcluded
from appliance.desk.audit.model import Question
from appliance.desk.contacts.missed import MOST
from appliance.desk.contacts.repository import CALLS
from appliance.desk.crm.model import Customer
from appliance.desk.people.model import Role, Scope
from tests.web.conftest import NOON, ClientFor, parts
from tests.web.processes import FakeProcess
from tests.web.test_contacts import LI, WU, call

ZHOU = "13700000000"
PATH = "/missed/?since=2026-11-20"


@pytest.fixture
def tried(console: Flask) -> Mapping[str, UUID]:
    """Li tried twice for sales, Wu for support and was called back since, Zhou when nobody was there."""
    return {
        "li": call(console, 1, ("queue", "sales"), minutes=10, result="abandoned", wait_ms=61_000),
        "before": call(console, 2, ("queue", "sales"), minutes=30, result="no-agent"),
        "wu": call(console, 3, ("queue", "support"), minutes=20, caller=WU, result="abandoned"),
        "back": call(console, 4, minutes=15, direction="outbound", caller="8001", dialled=f"0{WU}"),
        "zhou": call(console, 5, minutes=60, caller=ZHOU, result="closed-hours"),
        "happy": call(console, 6, ("queue", "sales"), minutes=5, caller="13600000000"),
    }


def told(client: FlaskClient, path: str = PATH) -> str:
    return client.get(path).get_data(as_text=True)


def back(client: FlaskClient, contact: UUID, **more: str) -> str:
    form = {"contact": str(contact), "back": PATH, **more}
    return client.post("/missed/call-back", data=form, follow_redirects=True).get_data(as_text=True)


def test_whoever_is_still_to_be_served_has_one_line(client_for: ClientFor, tried: Mapping[str, UUID]) -> None:
    page = told(client_for("supervisor"))
    assert page.count("138 1234 5678") + page.count(LI) == 1
    assert '<td class="text-end tabular">2</td>' in page
    assert "1:01" in page
    assert WU not in page
    assert ZHOU in page
    assert str(tried["happy"]) not in page


def test_one_queue_is_chosen_and_other_days_are_elsewhere(client_for: ClientFor, tried: Mapping[str, UUID]) -> None:
    client = client_for("supervisor")
    assert str(tried["zhou"]) not in told(client, f"{PATH}&queue=sales")
    assert "No missed calls" in told(client, "/missed/?since=2026-11-19&until=2026-11-20")
    assert client.get("/missed/?since=never").status_code == 400


def test_one_click_asks_for_the_call_back_and_the_next_one_is_told(
    client_for: ClientFor, console: Flask, engine: FakeProcess, tried: Mapping[str, UUID]
) -> None:
    client = client_for("supervisor")
    engine.answers["callback.request"] = {"id": str(UUID(int=77))}
    assert "In line to be called back" in back(client, tried["li"])
    asked = [args for command, args in engine.asked if command == "callback.request"]
    assert [(one["number"], one["queue"]) for one in asked] == [(LI, "sales")]
    assert str(asked[0]["by"]).startswith("supervisor")
    (noted,) = parts(console).trail.search(Question(act="callback.request"))
    assert noted.subject == str(tried["li"])

    engine.answers["callback.list"] = [{"number": f"+86{LI}", "asked_by": "wang", "state": "waiting"}]
    assert "not called twice" in back(client, tried["li"])
    assert len([1 for command, _ in engine.asked if command == "callback.request"]) == 1
    assert "To be called back (wang)" in told(client)


def test_who_was_served_meanwhile_is_left_alone(
    client_for: ClientFor, engine: FakeProcess, tried: Mapping[str, UUID]
) -> None:
    assert "no call-back is needed" in back(client_for("supervisor"), tried["wu"])
    assert "callback.request" not in [command for command, _ in engine.asked]


def test_a_caller_of_no_queue_is_called_back_by_the_queue_that_is_chosen(
    client_for: ClientFor, engine: FakeProcess, tried: Mapping[str, UUID]
) -> None:
    back(client_for("supervisor"), tried["zhou"], queue="support")
    assert [args["queue"] for command, args in engine.asked if command == "callback.request"] == ["support"]


def test_a_refusal_of_the_engine_is_told_on_the_page(
    client_for: ClientFor, engine: FakeProcess, tried: Mapping[str, UUID]
) -> None:
    engine.answers["callback.request"] = NumberExcluded(number=LI)
    page = back(client_for("supervisor"), tried["li"])
    assert "Missed calls</h1>" in page
    assert 'class="alert alert-warning"' in page


def test_a_refusal_tells_no_number_to_whoever_sees_none_whole(
    console: Flask, client_for: ClientFor, engine: FakeProcess, tried: Mapping[str, UUID]
) -> None:
    parts(console).roles.put(Role("helper", "Helper", frozenset({"calls.see", "missed.see", "missed.serve"})))
    engine.answers["callback.request"] = NumberExcluded(number=LI)
    page = back(client_for("helper"), tried["li"])
    assert "138****5678" in page
    assert LI not in page
    assert LI in back(client_for("supervisor"), tried["li"])


def test_customers_are_named_however_the_number_is_written_to_who_may_see_them(
    console: Flask, client_for: ClientFor, tried: Mapping[str, UUID]
) -> None:
    parts(console).cards._customers.put(Customer(UUID(int=5), "Li Na", numbers=(f"+86{LI}",)), NOON)
    assert "Li Na" in told(client_for("supervisor"))
    assert "Li Na" not in told(client_for("auditor"))


def test_a_queue_outside_ones_own_makes_no_call_back(
    client_for: ClientFor, engine: FakeProcess, tried: Mapping[str, UUID], console: Flask
) -> None:
    anybody = call(console, 7, ("queue", "sales"), queue="", caller=ZHOU, result="closed-hours")
    client = client_for("supervisor", scope=Scope(queues=frozenset({"sales"})))
    form = {"contact": str(anybody), "queue": "support"}
    assert client.post("/missed/call-back", data=form).status_code == 404
    assert client.post("/missed/call-back", data={**form, "queue": "sales"}).status_code == 302
    assert [args["queue"] for command, args in engine.asked if command == "callback.request"] == ["sales"]


def test_more_than_can_be_looked_at_is_said_and_each_can_be_called_back_all_the_same(
    client_for: ClientFor, console: Flask, engine: FakeProcess, tried: Mapping[str, UUID]
) -> None:
    rows = [
        {"id": UUID(int=10_000 + number), "direction": "inbound", "caller": f"1350{number:07}", "dialled": "1",
         "opened_at": NOON - timedelta(seconds=number), "result": "abandoned", "queue": "sales"}
        for number in range(MOST)
    ]  # fmt: skip
    with parts(console).engine.begin() as connection:
        connection.execute(insert(CALLS), rows)
    client = client_for("supervisor")
    page = told(client)
    assert "Only the newest 5000 calls" in page
    assert "In line to be called back" in back(client, tried["li"])
    assert "Only the newest" not in told(client, "/missed/?since=2026-11-20T11:58:00")


@pytest.fixture
def helpers(console: Flask) -> None:
    """A role for agents who serve missed callers."""
    parts(console).roles.put(Role("caller-back", "Calls back", frozenset({"desk.use", "missed.see", "missed.serve"})))


@pytest.mark.usefixtures("helpers")
def test_agents_serve_the_missed_callers_of_their_own_queues_where_their_role_says_so(
    console: Flask, client_for: ClientFor, engine: FakeProcess, tried: Mapping[str, UUID]
) -> None:
    engine.answers["agent.show"] = {"agent": "8001", "phone": "8001", "serves": ["sales"]}
    mine = client_for("caller-back", agent="8001")
    page = told(mine)
    assert str(tried["li"]) in page
    assert LI not in page
    assert f"/contacts/{tried['li']}" not in page
    assert str(tried["zhou"]) not in page
    back(mine, tried["li"])
    assert [args["number"] for command, args in engine.asked if command == "callback.request"] == [LI]
    assert mine.post("/missed/call-back", data={"contact": str(tried["zhou"]), "queue": "sales"}).status_code == 404
    narrow = client_for("caller-back", agent="8001", scope=Scope(queues=frozenset({"support"})))
    assert str(tried["li"]) not in told(narrow)
    assert str(tried["li"]) not in told(client_for("caller-back"))
    assert client_for("agent", agent="8001").get("/missed/").status_code == 403


def test_the_list_alone_is_given_to_the_page_that_renews_it(client_for: ClientFor, tried: Mapping[str, UUID]) -> None:
    piece = told(client_for("supervisor"), f"{PATH}&part=list")
    assert str(tried["li"]) in piece
    assert "<html" not in piece
    assert 'name="back" value="/missed/?since=2026-11-20' in piece
    assert "part=list" not in piece


def test_nobody_reaches_beyond_the_own_queues(
    client_for: ClientFor, engine: FakeProcess, tried: Mapping[str, UUID]
) -> None:
    client = client_for("supervisor", scope=Scope(queues=frozenset({"support"})))
    assert str(tried["li"]) not in told(client)
    assert client.post("/missed/call-back", data={"contact": str(tried["li"])}).status_code == 404
    assert client.post("/missed/call-back", data={"contact": "nobody"}).status_code == 400
    assert "callback.request" not in [command for command, _ in engine.asked]


def test_numbers_stay_masked_for_whoever_sees_none_whole(client_for: ClientFor, tried: Mapping[str, UUID]) -> None:
    page = told(client_for("auditor"))
    assert LI not in page
    assert ZHOU not in page
    assert "/missed/call-back" not in page
