"""Calls at the interface: seen as they are, dialled once, hung up by whom it may be."""

from uuid import UUID

import pytest
from flask import Flask

from appliance.control.errors import RemoteRefusal
from appliance.desk.audit.model import Question
from tests.web.api.conftest import CALL, ProgramFor
from tests.web.conftest import parts
from tests.web.processes import FakeProcess
from tests.web.test_contacts import LI, WU, call

OTHER = UUID(int=79)


@pytest.fixture
def going_on(console: Flask, centre_of_two: FakeProcess) -> UUID:
    """The call that the engine tells of, in the books."""
    return call(console, CALL.int, ("queue", "sales"), minutes=1, closed_at=None, result="")


def asked(engine: FakeProcess, command: str) -> list[object]:
    return [dict(args) for name, args in engine.asked if name == command]


def test_calls_of_this_moment_are_told_within_ones_reach(program_for: ProgramFor, going_on: UUID) -> None:
    told = program_for("live.see")("GET", "/calls").get_json()["items"]
    assert [(one["id"], one["caller"], one["state"]) for one in told] == [(str(CALL), "138****5678", "talking")]
    one = program_for("live.see", "numbers.whole")("GET", f"/calls/{CALL}").get_json()
    assert (one["call"]["caller"], [leg["role"] for leg in one["legs"]]) == (LI, ["caller", "agent"])
    narrow = program_for("live.see", queues=frozenset({"support"}))
    assert narrow("GET", "/calls").get_json()["items"] == []
    assert narrow("GET", f"/calls/{CALL}").status_code == 404
    assert program_for("live.see")("GET", f"/calls/{OTHER}").status_code == 404


def test_an_agent_is_rung_and_connected_once(console: Flask, program_for: ProgramFor, engine: FakeProcess) -> None:
    program, key = program_for("desk.use", "numbers.whole", agent="8001"), {"Idempotency-Key": "click-1"}
    wish = {"agent": "8001", "number": WU}
    first, again = (program("POST", "/calls", wish, key) for _ in range(2))
    assert (first.status_code, first.get_json()["number"]) == (201, WU)
    assert first.headers["Location"] == f"/api/v1/calls/{CALL}"
    assert again.headers["Idempotent-Replayed"] == "true"
    assert asked(engine, "call.dial") == [{"agent": "8001", "number": WU}]
    (noted,) = parts(console).trail.search(Question(act="call.dial"))
    assert (noted.subject, (noted.after or {})["number"]) == ("8001", WU)


def test_a_masked_number_can_be_dialled_by_its_contact(
    console: Flask, program_for: ProgramFor, engine: FakeProcess
) -> None:
    contact = call(console, 5, ("queue", "sales"), caller=WU)
    program = program_for("desk.use", agent="8001")
    answer = program("POST", "/calls", {"agent": "8001", "contact": str(contact)})
    assert (answer.status_code, answer.get_json()["number"]) == (201, "139****0000")
    assert asked(engine, "call.dial") == [{"agent": "8001", "number": WU}]
    narrow = program_for("desk.use", agent="8001", queues=frozenset({"support"}))
    assert narrow("POST", "/calls", {"agent": "8001", "contact": str(contact)}).status_code == 404
    engine.answers["call.dial"] = RemoteRefusal("number-blocked", {"number": WU, "rule": "list"})
    refused = program("POST", "/calls", {"agent": "8001", "contact": str(contact)})
    assert refused.status_code == 409
    assert WU not in refused.text


@pytest.mark.parametrize("wish", [{"agent": "8001"}, {"agent": "8001", "number": WU, "contact": str(CALL)}])
def test_it_is_a_number_or_a_contact(program_for: ProgramFor, wish: dict[str, str]) -> None:
    answer = program_for("desk.use", agent="8001")("POST", "/calls", wish)
    assert (answer.status_code, answer.get_json()["details"]["problems"][0]["field"]) == (400, "number")


def test_nobody_elses_phone_is_rung_without_the_right(program_for: ProgramFor, engine: FakeProcess) -> None:
    wish = {"agent": "8002", "number": WU}
    own = program_for("desk.use", agent="8001")("POST", "/calls", wish)
    assert (own.status_code, own.get_json()["details"]) == (403, {"right": "live.act"})
    day = program_for("desk.use", "live.act", teams=frozenset({"day"}))
    assert day("POST", "/calls", wish).status_code == 404
    assert asked(engine, "call.dial") == []
    assert program_for("desk.use", "live.act")("POST", "/calls", wish).status_code == 201


def test_ones_own_call_is_hung_up_and_others_with_the_right(
    program_for: ProgramFor, engine: FakeProcess, going_on: UUID
) -> None:
    assert program_for("desk.use", agent="8001")("POST", f"/calls/{CALL}/hang-up").status_code == 200
    assert program_for("desk.use", agent="8002")("POST", f"/calls/{CALL}/hang-up").status_code == 403
    far = program_for("desk.use", "live.act", queues=frozenset({"support"}))
    assert far("POST", f"/calls/{CALL}/hang-up").status_code == 404
    assert program_for("desk.use", "live.act")("POST", f"/calls/{CALL}/hang-up").status_code == 200
    assert asked(engine, "call.hangup") == [{"id": str(CALL)}] * 2
