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
