"""The supervisor's desk: orders to agents of one's own teams, each in the audit trail; nobody else's agents."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from appliance.desk.audit.model import Question
from appliance.desk.people.model import Scope
from manager.wiring import NAME
from tests.web.conftest import ClientFor
from tests.web.processes import FakeProcess

CALL = "019a0000-0000-7000-8000-000000000001"
LI: dict[str, Any] = {
    "agent": "8001",
    "team": "a",
    "state": "talking",
    "skills": {"sales": 5},
    "calls": [{"contact": CALL, "state": "talking", "since": None}],
}
ORDERS: list[tuple[str, dict[str, str], tuple[str, dict[str, Any]]]] = [
    ("ready", {}, ("agent.ready", {"agent": "8001"})),
    ("pause", {"reason": "培训"}, ("agent.pause", {"agent": "8001", "reason": "培训"})),
    ("pause", {}, ("agent.pause", {"agent": "8001", "reason": "By the supervisor"})),
    ("sign-out", {}, ("agent.logout", {"agent": "8001"})),
    ("sign-out-now", {}, ("agent.logout", {"agent": "8001", "force": True})),
    ("skill", {"skill": "sales", "level": "9"}, ("skill.grant", {"agent": "8001", "skill": "sales", "level": 9})),
    ("skill", {"skill": "sales", "level": "0"}, ("skill.revoke", {"agent": "8001", "skill": "sales"})),
    ("take-over", {}, ("call.transfer", {"id": CALL, "to": "agent:8009", "agent": "8001"})),
]


HEARD: dict[str, Any] = {"call": CALL, "phone": "8009-web", "mode": "listen"}


@pytest.fixture
def supervisor(client_for: ClientFor, engine: FakeProcess) -> FlaskClient:
    engine.answers["agent.show"] = LI
    return client_for("supervisor", agent="8009")


@pytest.mark.parametrize(("what", "form", "asked"), ORDERS)
def test_an_order_is_given_and_noted(
    console: Flask,
    supervisor: FlaskClient,
    engine: FakeProcess,
    what: str,
    form: dict[str, str],
    asked: tuple[str, dict[str, Any]],
) -> None:
    assert supervisor.post(f"/supervisor/agent/8001/{what}", data=form).status_code == 200
    assert engine.asked[-1] == asked
    (act, *_) = console.extensions[NAME].trail.search(Question())
    assert act.who.startswith("supervisor")
    assert act.act in (f"agent.{what}", "call.take-over")


@pytest.mark.parametrize("what", ["ready", "pause", "sign-out", "sign-out-now", "skill", "take-over"])
def test_another_team_s_agents_are_not_there(client_for: ClientFor, engine: FakeProcess, what: str) -> None:
    engine.answers["agent.show"] = LI
    outsider = client_for("supervisor", agent="8009", scope=Scope(teams=frozenset({"b"})))
    form = {"skill": "sales", "level": "3"}
    assert outsider.post(f"/supervisor/agent/8001/{what}", data=form).status_code == 404
    assert [command for command, _ in engine.asked] == ["agent.show"]


@pytest.mark.parametrize(
    ("what", "form"),
    [
        ("dance", {}),
        ("skill", {}),
        ("skill", {"skill": "sales", "level": "-1"}),
        ("skill", {"skill": "sales", "level": "²"}),
        ("skill", {"skill": "", "level": "1"}),
    ],
)
def test_an_order_that_is_none_does_nothing(
    supervisor: FlaskClient, engine: FakeProcess, what: str, form: dict[str, str]
) -> None:
    assert supervisor.post(f"/supervisor/agent/8001/{what}", data=form).status_code == 404
    assert {command for command, _ in engine.asked} <= {"agent.show"}


def test_a_call_is_taken_over_by_somebody_who_has_a_phone(client_for: ClientFor, engine: FakeProcess) -> None:
    engine.answers["agent.show"] = LI
    assert client_for("supervisor").post("/supervisor/agent/8001/take-over").status_code == 404
    engine.answers["agent.show"] = {**LI, "calls": []}
    assert client_for("supervisor", agent="8009").post("/supervisor/agent/8001/take-over").status_code == 404


def test_a_notice_reaches_no_further_than_the_teams_of_who_sends_it(client_for: ClientFor, engine: FakeProcess) -> None:
    client_for("supervisor").post("/supervisor/notice", data={"text": "开会", "urgent": "1"})
    assert engine.asked[-1][1]["text"] == "开会"
    assert "teams" not in engine.asked[-1][1]
    bounded = client_for("supervisor", scope=Scope(teams=frozenset({"a", "b"})))
    bounded.post("/supervisor/notice", data={"text": "开会"})
    assert engine.asked[-1][1]["teams"] == ["a", "b"]
    assert bounded.post("/supervisor/notice", data={"text": "开会", "team": "c"}).status_code == 404


def test_an_agent_gives_no_orders(client_for: ClientFor) -> None:
    agent = client_for("agent", agent="8001")
    assert agent.get("/supervisor/").status_code == 403
    assert agent.post("/supervisor/agent/8002/pause").status_code == 403
    assert agent.post("/supervisor/notice", data={"text": "x"}).status_code == 403


@pytest.mark.parametrize("page", ["/supervisor/", "/boards/overview"])
def test_reasons_that_come_with_the_box_have_their_names(supervisor: FlaskClient, page: str) -> None:
    assert "reason-unreachable" in supervisor.get(page).get_data(as_text=True)


@pytest.mark.parametrize("mode", ["listen", "whisper", "barge", "take-over"])
def test_a_supervisor_comes_into_a_call_by_name_and_within_the_teams(
    console: Flask, client_for: ClientFor, engine: FakeProcess, mode: str
) -> None:
    engine.answers |= {"agent.show": LI, "monitor.start": HEARD}
    bounded = client_for("supervisor", agent="8009", scope=Scope(teams=frozenset({"a"})))
    assert bounded.post(f"/supervisor/agent/8001/monitor/{mode}", data={"phone": " 8009-web "}).status_code == 200
    command, asked = engine.asked[-1]
    assert command == "monitor.start"
    assert (asked["agent"], asked["mode"], asked["phone"], asked["supervisor"]) == ("8001", mode, "8009-web", "8009")
    assert (asked["teams"], bool(asked["by"]), bool(asked["person"])) == (["a"], True, True)
    (act, *_) = console.extensions[NAME].trail.search(Question())
    assert act.act == f"call.{mode}"


def test_whoever_leaves_a_call_is_noted(console: Flask, supervisor: FlaskClient, engine: FakeProcess) -> None:
    engine.answers["monitor.stop"] = HEARD
    assert supervisor.post("/supervisor/agent/8001/monitor-stop").status_code == 200
    assert engine.asked[-1][0] == "monitor.stop"
    (act, *_) = console.extensions[NAME].trail.search(Question())
    assert act.act == "call.leave"


@pytest.mark.parametrize("what", ["monitor/listen", "monitor/take-over", "monitor-stop"])
def test_another_team_s_calls_are_heard_by_nobody(client_for: ClientFor, engine: FakeProcess, what: str) -> None:
    engine.answers["agent.show"] = LI
    outsider = client_for("supervisor", agent="8009", scope=Scope(teams=frozenset({"b"})))
    assert outsider.post(f"/supervisor/agent/8001/{what}").status_code == 404
    assert [command for command, _ in engine.asked] == ["agent.show"]
    assert client_for("agent", agent="8002").post(f"/supervisor/agent/8001/{what}").status_code == 403


def test_there_are_no_other_ways_to_be_in_a_call(supervisor: FlaskClient, engine: FakeProcess) -> None:
    assert supervisor.post("/supervisor/agent/8001/monitor/dance").status_code == 404
    assert engine.asked == []


def test_the_telephone_in_the_page_is_the_own_one(client_for: ClientFor, engine: FakeProcess) -> None:
    engine.answers["browser.open"] = {"phone": "8009-web"}
    assert client_for("supervisor", agent="8009").post("/supervisor/account").status_code == 200
    assert engine.asked[-1] == ("browser.open", {"agent": "8009"})
    assert client_for("supervisor").post("/supervisor/account").status_code == 404


@pytest.mark.parametrize(
    ("what", "given"),
    [
        ("pause", {"reason": "x" * 65}),
        ("skill", {"skill": "x" * 65, "level": "3"}),
        ("monitor/listen", {"phone": "1" * 33}),
    ],
)
def test_nothing_typed_is_cut_off_unseen(
    supervisor: FlaskClient, engine: FakeProcess, what: str, given: dict[str, str]
) -> None:
    answer = supervisor.post(f"/supervisor/agent/8001/{what}", data=given, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "console-text-too-long")
    assert [command for command, _ in engine.asked if command != "agent.show"] == []
