"""Who sees what."""

from typing import Any

import pytest

from appliance.daemons.live.scope import BOARD, WATCH, Scope

AGENT: dict[str, Any] = {
    "agent": "8001",
    "team": "a",
    "state": "talking",
    "calls": [{"id": "1", "number": "13812345678"}],
    "today": {"answered": 3},
    "skills": {"sales": 5},
    "phone": "p1",
    "monitor": None,
}
MONITOR: dict[str, Any] = {
    "by": "boss",
    "person": "7",
    "phone": "8009",
    "mode": "listen",
    "since": "2026-05-04T12:00:00+00:00",
    "shown": True,
}
KEY, WAITS = ("agent", "8001"), ("waiting", "1")
WAITING: dict[str, Any] = {"id": "1", "queue": "sales", "number": "13812345678"}


def scope(*rights: str, **more: Any) -> Scope:
    return Scope("li", rights=frozenset(rights), **more)


def test_nobody_sees_anything_without_a_right() -> None:
    assert scope().sees(KEY, AGENT) is None
    assert scope().sees(WAITS, WAITING) is None
    assert scope().sees(("queue", "sales"), {"queue": "sales"}) is None


def test_an_agent_sees_all_of_the_own_entry() -> None:
    seen = scope(agent="8001", masked=False).sees(KEY, AGENT)
    assert seen == AGENT


def test_a_board_shows_states_and_nobody_s_calls() -> None:
    seen = scope(BOARD).sees(KEY, AGENT)
    assert seen is not None
    assert (seen["state"], seen["calls"], seen["today"], seen["skills"]) == ("talking", [], None, {})
    assert scope(BOARD).sees(WAITS, WAITING) is None


@pytest.mark.parametrize(("teams", "there"), [(None, True), (frozenset({"a"}), True), (frozenset({"b"}), False)])
def test_teams_bound_whom_one_sees(teams: frozenset[str] | None, there: bool) -> None:
    assert (scope(WATCH, teams=teams).sees(KEY, AGENT) is not None) is there


def test_queues_bound_who_is_seen_to_wait() -> None:
    assert scope(WATCH, queues=frozenset({"support"})).sees(WAITS, WAITING) is None
    assert scope(WATCH, queues=frozenset({"sales"}), masked=False).sees(WAITS, WAITING) == WAITING


def test_numbers_are_masked_wherever_they_stand() -> None:
    watching = scope(WATCH)
    assert "12345678" not in str(watching.sees(KEY, AGENT))
    assert "12345678" not in str(watching.sees(WAITS, WAITING))


def test_an_agent_sees_a_supervisor_in_the_own_call_by_the_rule_alone() -> None:
    own = scope(agent="8001", masked=False)

    def told(**more: Any) -> Any:
        seen = own.sees(KEY, {**AGENT, "monitor": {**MONITOR, **more}})
        assert seen is not None
        return seen["monitor"]

    assert told() == {**MONITOR, "person": "", "phone": ""}
    assert told(shown=False) is None
    assert told(since=None) is None, "nobody hears anything yet"
    watching = scope(WATCH, agent="8001").sees(KEY, {**AGENT, "monitor": {**MONITOR, "shown": False}})
    assert watching is not None
    assert watching["monitor"] is None, "nor does a supervisor who is an agent"


def test_supervisors_see_who_is_in_a_call_and_boards_do_not() -> None:
    there = {**AGENT, "monitor": {**MONITOR, "shown": False}}
    watching, board = scope(WATCH).sees(KEY, there), scope(BOARD).sees(KEY, there)
    assert watching is not None
    assert board is not None
    assert watching["monitor"] == there["monitor"]
    assert board["monitor"] is None
