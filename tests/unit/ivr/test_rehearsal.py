"""Dry runs: the whole path of a caller who is not there."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.contact.ivr.document import parse
from appliance.contact.ivr.lookup import Answer
from appliance.contact.ivr.model import World
from appliance.contact.ivr.rehearsal import MOST_INPUTS, Stop, rehearse
from tests.unit.ivr.flows import DOCUMENTS, GOOD, StillSite, document

MONDAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


def path(shape: dict[str, Any], keys: str = "", answers: dict[str, Any] | None = None, **more: Any) -> list[Stop]:
    run = rehearse(parse("main", shape), World(MONDAY, StillSite()), keys, "en", **more)
    try:
        ask = next(run)
        while True:
            ask = run.send(Answer("answered", (answers or {})[ask.node]))
    except StopIteration as end:
        found: list[Stop] = end.value
        return found


def names(stops: list[Stop]) -> list[str]:
    return [stop.node for stop in stops]


def test_a_key_leads_on_and_a_queue_ends_the_path() -> None:
    found = path(document("hours"), "1")
    assert names(found) == ["hours", "menu", "queue"]
    assert found[1].said == ["main-menu"]
    assert found[1].notes == [{"what": "key", "key": "1", "accepted": True}]
    assert found[2].notes == [{"what": "queue", "queue": "sales", "priority": 3}]


def test_a_time_is_keyed_for_a_call_back() -> None:
    back = {"type": "callback", "queue": "sales", "when": ["callback-time"], "next": "bye", "refused": "menu"}
    shape = {"start": "back", "nodes": {**GOOD, "back": {**back, "appointed": "hours"}}}
    assert names(path(shape, "1430"))[:2] == ["back", "hours"]
    assert names(path(shape, "#")) == ["back", "bye"]
    wrong = path(shape, "9900 #")
    assert wrong[0].said == ["callback-time", "callback-time-wrong", "callback-time"]
    assert wrong[0].notes[0] == {"what": "collected", "variable": "when", "digits": 4, "accepted": False, "value": None}
    assert names(path({**shape, "nodes": {**shape["nodes"], "back": back}}, "1430")) == ["back", "bye"]  # type: ignore[dict-item]


def test_nobody_answers() -> None:
    found = path(document(), "1", answered=False)
    assert names(found) == ["menu", "queue", "bye"]
    assert found[-1].notes == [{"what": "end", "closed_hours": True}]


def test_silence_and_what_follows_the_last_key() -> None:
    found = path(document(), ". 9")
    assert names(found) == ["menu", "bye"]
    assert found[0].said == ["main-menu", "silence", "main-menu"]
    assert names(path(document())) == ["menu", "bye"]


def test_a_look_up_is_answered_by_whoever_runs_it() -> None:
    ask = {"type": "lookup", "host": "crm", "path": "/", "answers": {"name": "n"}, "next": "menu", "error": "bye"}
    found = path({"start": "ask", "nodes": {**GOOD, "ask": ask}}, "#", {"ask": {"n": "Ann"}})
    assert names(found) == ["ask", "menu", "bye"]
    assert found[0].notes[-1] == {"what": "stored", "values": {"name": "Ann"}}


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, st.text("123#.", max_size=10), st.booleans())
def test_every_run_comes_to_an_end(shape: dict[str, Any], keys: str, answered: bool) -> None:
    assert 0 < len(path(shape, keys, answered=answered)) <= MOST_INPUTS * 101
