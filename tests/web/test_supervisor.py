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


RULES = {"queue": "vip", "rules": {"priority": 3, "skills": {"sales": 4}}}


def test_an_agent_is_put_to_a_queue_with_the_skills_that_it_asks_for(
    console: Flask, supervisor: FlaskClient, engine: FakeProcess
) -> None:
    engine.answers |= {"queue.show": RULES, "agent.set": lambda **args: {**LI, "skills": args["skills"]}}
    given = {"queue": "vip", "level": "2", "reason": "rush"}
    assert supervisor.post("/supervisor/agent/8001/queue", data=given).status_code == 200
    assert engine.asked[-1] == ("agent.set", {"agent": "8001", "skills": {"sales": 4}, "reason": "rush"})
    engine.answers["agent.show"] = {**LI, "skills": {}, "queues": ["sales"]}
    supervisor.post("/supervisor/agent/8001/queue", data={**given, "level": "9"})
    assert engine.asked[-1][1] == {
        "agent": "8001",
        "skills": {"sales": 9},
        "queues": ["sales", "vip"],
        "reason": "rush",
    }
    act = next(iter(console.extensions[NAME].trail.search(Question(limit=1))))
    assert (act.act, act.subject, act.reason, act.before) == (
        "agent.serve",
        "8001",
        "rush",
        {"skills": {}, "queues": ["sales"]},
    )


def test_a_queue_s_callers_go_before_others(console: Flask, supervisor: FlaskClient, engine: FakeProcess) -> None:
    engine.answers["queue.show"] = RULES
    assert supervisor.get("/supervisor/queue/vip").get_json()["priority"] == 3
    answer = supervisor.post("/supervisor/queue/vip/priority", data={"priority": "-5", "reason": "calm"})
    assert answer.get_json()["priority"] == -5
    assert engine.asked[-1] == ("queue.set", {"queue": "vip", "changes": {"priority": -5}, "reason": "calm"})
    act = next(iter(console.extensions[NAME].trail.search(Question(limit=1))))
    assert (act.act, act.before, act.after) == ("queue.priority", {"priority": 3}, {"priority": -5})


@pytest.mark.parametrize(
    ("where", "given", "status", "code"),
    [
        ("agent/8001/queue", {"queue": "vip", "level": "3", "reason": " "}, 400, "console-reason-needed"),
        ("agent/8001/queue", {"queue": "vip", "level": "10", "reason": "x"}, 409, "setting-out-of-range"),
        ("queue/vip/priority", {"priority": "1001", "reason": "x"}, 409, "setting-out-of-range"),
        ("queue/vip/priority", {"priority": "", "reason": "x"}, 409, "setting-out-of-range"),
        ("queue/vip/priority", {"priority": "1"}, 400, "console-reason-needed"),
    ],
)
def test_nobody_is_moved_without_reason_or_beyond_bounds(
    supervisor: FlaskClient, engine: FakeProcess, where: str, given: dict[str, str], status: int, code: str
) -> None:
    engine.answers["queue.show"] = RULES
    answer = supervisor.post(f"/supervisor/{where}", data=given, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (status, code)
    assert [command for command, _ in engine.asked if command.endswith(".set")] == []


def test_other_queues_and_teams_are_not_moved(client_for: ClientFor, engine: FakeProcess) -> None:
    engine.answers |= {"queue.show": RULES, "agent.show": LI}
    client = client_for("supervisor", scope=Scope(frozenset({"sales"}), frozenset({"a"})))
    given = {"queue": "vip", "level": "3", "priority": "1", "reason": "x"}
    for where in ("agent/8001/queue", "queue/vip/priority"):
        assert client.post(f"/supervisor/{where}", data=given).status_code == 404
    assert client.get("/supervisor/queue/vip").status_code == 404
    assert client_for("agent").post("/supervisor/queue/vip/priority", data=given).status_code == 403
