"""Agents and queues at the interface."""

import pytest

from tests.web.api.conftest import ProgramFor
from tests.web.processes import FakeProcess


@pytest.mark.parametrize(
    ("wish", "command", "args"),
    [
        ({"state": "ready"}, "agent.ready", {"agent": "8001"}),
        ({"state": "paused", "reason": "lunch"}, "agent.pause", {"agent": "8001", "reason": "lunch"}),
        ({"state": "signed-in"}, "agent.login", {"agent": "8001"}),
        ({"state": "signed-in", "phone": "8009"}, "agent.login", {"agent": "8001", "phone": "8009"}),
        ({"state": "signed-out"}, "agent.logout", {"agent": "8001"}),
    ],
)
def test_a_state_is_a_command_of_the_engine(
    program_for: ProgramFor, engine: FakeProcess, wish: dict[str, str], command: str, args: dict[str, str]
) -> None:
    program = program_for("desk.use", agent="8001")
    answer = program("PUT", "/agents/8001/state", wish)
    assert answer.status_code == 200, answer.text
    assert engine.asked[-1] == (command, args)
    assert answer.get_json()["agent"] == "8001"


def test_nobody_elses_state_is_set_without_the_right(program_for: ProgramFor, engine: FakeProcess) -> None:
    own = program_for("desk.use", agent="8001")
    refused = own("PUT", "/agents/8002/state", {"state": "ready"})
    assert (refused.status_code, refused.get_json()["details"]) == (403, {"right": "live.act"})
    day = program_for("desk.use", "live.act", agent="8001", teams=frozenset({"day"}))
    assert day("PUT", "/agents/8002/state", {"state": "ready"}).status_code == 404
    assert "agent.ready" not in [command for command, _ in engine.asked]
    assert program_for("desk.use", "live.act")("PUT", "/agents/8002/state", {"state": "ready"}).status_code == 200


def test_a_systems_token_is_no_agent(program_for: ProgramFor) -> None:
    system = program_for("desk.use", agent="8001", system="CRM")
    assert system("PUT", "/agents/8001/state", {"state": "ready"}).status_code == 403


def test_agents_and_queues_are_told_as_they_are(program_for: ProgramFor) -> None:
    program = program_for("live.see", "boards.see")
    told = program("GET", "/agents/8002").get_json()
    assert (told["state"], told["team"], told["contacts"], told["since"]) == (
        "paused",
        "night",
        [],
        "2026-11-20T04:00:00Z",
    )
    line = program("GET", "/queues/sales").get_json()
    assert (line["waiting"], line["longest_wait_s"], line["service_level"]) == (1, 3.5, None)
    assert program("GET", "/agents/9999").status_code == program("GET", "/queues/none").status_code == 404
