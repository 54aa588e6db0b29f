"""States compared, taken back and merged."""

from datetime import UTC, datetime
from typing import Any

from appliance.daemons.engine import versions
from appliance.store.history import State, Step

SALES, PHONE, FLOW = ("queue", "sales"), ("phone", "8001"), ("flow", "main")


def step(at: tuple[str, str]) -> Step:
    return Step(2, *at, 2, {}, False, "8001", "", datetime(2026, 1, 1, tzinfo=UTC))


def test_differences_name_fields_and_keep_secrets() -> None:
    before: State = {SALES: {"a": 1, "b": 1}, PHONE: {"secret": "x", "encryption": "off"}}
    after: State = {SALES: {"a": 2, "b": 1}, PHONE: {"secret": "y", "encryption": "off"}, FLOW: {"version": 1}}
    found = versions.difference(before, after)
    assert [(item["kind"], item["what"], item["fields"]) for item in found] == [
        ("flow", "added", {"version": [None, 1]}),
        ("phone", "changed", {"secret": ["…", "…"]}),
        ("queue", "changed", {"a": [1, 2]}),
    ]
    assert versions.difference(after, after) == []


def test_a_change_is_taken_back_unless_it_was_changed_again() -> None:
    before: State = {SALES: {"n": 1}}
    after: State = {SALES: {"n": 2}, PHONE: {"secret": "x"}}
    steps = [step(SALES), step(PHONE)]
    assert versions.undone(steps, before, after, after) == ({SALES: {"n": 1}, PHONE: None}, [])
    later: State = {**after, SALES: {"n": 3}}
    assert versions.undone(steps, before, after, later)[1] == ["queue.sales"]


def test_towards_removes_what_is_not_wanted_unless_told_to_keep() -> None:
    now: State = {SALES: {"n": 1}, PHONE: {"secret": "x"}}
    wanted: State = {SALES: {"n": 2}}
    assert versions.towards(now, wanted) == {SALES: {"n": 2}, PHONE: None}
    assert versions.towards(now, wanted, keep=True) == {SALES: {"n": 2}}
    assert versions.applied(now, versions.towards(now, wanted)) == wanted


def test_a_flow_never_uses_a_number_for_two_documents() -> None:
    def flow(version: int, start: str) -> dict[str, Any]:
        return {"document": {"start": start}, "version": version}

    now: State = {FLOW: flow(5, "a")}
    assert versions.numbered({FLOW: flow(2, "b")}, now) == {FLOW: flow(6, "b")}
    assert versions.numbered({FLOW: flow(2, "a")}, now) == {FLOW: flow(5, "a")}
    assert versions.numbered({FLOW: flow(2, "b")}, {}) == {FLOW: flow(2, "b")}
    assert versions.numbered({FLOW: None}, now) == {FLOW: None}


def test_secrets_that_were_left_out_stay_as_they_are() -> None:
    now: State = {PHONE: {"secret": "x", "encryption": "off"}}
    named: State = {PHONE: versions.without_secrets("phone", {"secret": "x", "encryption": "required"})}
    assert named == {PHONE: {"encryption": "required"}}
    assert versions.with_secrets(named, now) == {PHONE: {"secret": "x", "encryption": "required"}}
    assert versions.masked("phone", now[PHONE]) == {"secret": "…", "encryption": "off"}
