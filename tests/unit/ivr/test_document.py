"""Flows as people write them: every good shape is read, every bad one named, all at once."""

from contextlib import suppress
from datetime import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.contact.ivr.calendar import Span
from appliance.contact.ivr.document import parse
from appliance.contact.ivr.errors import FlowFaulty
from appliance.contact.ivr.nodes import Enqueue, HangUp, Hours, Menu, Message, Play
from appliance.contact.ivr.problem import Problem
from tests.unit.ivr.flows import DOCUMENTS, GOOD, document


def problems(shape: Any) -> tuple[str, ...]:
    with pytest.raises(FlowFaulty) as refusal:
        parse("main", shape)
    return tuple(f"{problem.where} {problem.code.removeprefix('flow-')}" for problem in refusal.value.problems)


def test_every_type_of_node() -> None:
    flow = parse("main", document(), 7)
    week = frozenset(range(5))
    assert (flow.name, flow.start, flow.version) == ("main", "menu", 7)
    assert flow.nodes == {
        "play": Play(("notice",), "bye", True),
        "menu": Menu(("main-menu",), {"1": "queue", "#": "bye"}, "bye", 5, 2, ("wrong",), ("silence",)),
        "hours": Hours((Span(week, time(9), time(18)),), "menu", "bye"),
        "queue": Enqueue("sales", "bye", 3, ("please-wait",)),
        "message": Message(("greeting", "beep"), "bye", 60),
        "bye": HangUp(("goodbye",), True),
    }


def test_what_may_be_left_out() -> None:
    flow = parse(
        "main",
        document(
            play={"type": "play", "prompts": "notice", "next": "bye"},
            menu={"type": "menu", "prompts": [], "keys": {"1": "queue"}, "otherwise": "bye"},
            queue={"type": "queue", "queue": "sales", "timed_out": "bye"},
            message={"type": "message", "prompts": ["greeting"], "next": "bye"},
            bye={"type": "hangup"},
        ),
    )
    assert flow.nodes["play"] == Play(("notice",), "bye", False)
    assert flow.nodes["menu"] == Menu((), {"1": "queue"}, "bye", 6, 3, ("invalid-key",), ("no-input",))
    assert flow.nodes["queue"] == Enqueue("sales", "bye", 0, ())
    assert flow.nodes["message"] == Message(("greeting",), "bye", 120)
    assert flow.nodes["bye"] == HangUp((), False)


@pytest.mark.parametrize(
    ("text", "days", "start", "end"),
    [
        ("daily 00:00-00:00", {0, 1, 2, 3, 4, 5, 6}, time(0), time(0)),
        ("mon-fri 09:00-18:00", {0, 1, 2, 3, 4}, time(9), time(18)),
        ("sat,sun 10:00-16:30", {5, 6}, time(10), time(16, 30)),
        ("mon,wed-thu 08:00-12:00", {0, 2, 3}, time(8), time(12)),
        ("fri-mon 22:00-02:00", {4, 5, 6, 0}, time(22), time(2)),
        ("sun-sun 08:00-12:00", {6}, time(8), time(12)),
        ("  tue   09:00-10:00 ", {1}, time(9), time(10)),
    ],
)
def test_spans(text: str, days: set[int], start: time, end: time) -> None:
    flow = parse("main", document(hours={**GOOD["hours"], "spans": [text]}))
    assert flow.nodes["hours"] == Hours((Span(frozenset(days), start, end),), "menu", "bye")


@pytest.mark.parametrize(
    "span",
    [
        "",
        "mon-fri",
        "09:00-18:00",
        "mo 09:00-18:00",
        "Mon 09:00-18:00",
        "mon-tue-wed 09:00-18:00",
        "mon, 09:00-18:00",
        "mon 9-18",
        "mon 09:00",
        "mon 09:00-25:00",
        "mon 09:60-18:00",
        "mon 09:00+08:00-18:00",
        "mon 09:00Z-18:00",
        "mon 09:00-18:00Z",
        7,
        None,
        ["mon 09:00-18:00"],
    ],
)
def test_what_is_no_span(span: object) -> None:
    (problem,) = problems(document(hours={**GOOD["hours"], "spans": [span]}))
    assert problem == "hours.spans field-wrong"


@pytest.mark.parametrize(
    ("node", "field", "value"),
    [
        ("play", "prompts", 7),
        ("play", "prompts", None),
        ("play", "prompts", [""]),
        ("play", "prompts", ["a", 7]),
        ("play", "prompts", {"a": 1}),
        ("play", "whole", 1),
        ("play", "whole", "yes"),
        ("menu", "keys", {}),
        ("menu", "keys", {"10": "bye"}),
        ("menu", "keys", {"A": "bye"}),
        ("menu", "keys", {1: "bye"}),
        ("menu", "keys", {"1": None}),
        ("menu", "keys", ["1"]),
        ("menu", "keys", "12"),
        ("menu", "seconds", 0),
        ("menu", "seconds", -1),
        ("menu", "seconds", 2.5),
        ("menu", "seconds", "5"),
        ("menu", "tries", True),
        ("menu", "tries", 0),
        ("menu", "wrong_key", 3),
        ("menu", "no_key", [None]),
        ("hours", "spans", 5),
        ("hours", "spans", "daily 00:00-00:00"),
        ("queue", "priority", "high"),
        ("queue", "priority", 1.0),
        ("queue", "prompts", 1),
        ("message", "seconds", 0),
        ("bye", "closed_hours", "no"),
    ],
)
def test_a_value_that_cannot_be(node: str, field: str, value: object) -> None:
    assert problems(document(**{node: {**GOOD[node], field: value}})) == (f"{node}.{field} field-wrong",)


REQUIRED = [
    ("play", "prompts"),
    ("play", "next"),
    ("menu", "prompts"),
    ("menu", "keys"),
    ("menu", "otherwise"),
    ("hours", "spans"),
    ("hours", "open"),
    ("hours", "closed"),
    ("queue", "queue"),
    ("queue", "timed_out"),
    ("message", "prompts"),
    ("message", "next"),
]


@pytest.mark.parametrize(("node", "field"), REQUIRED)
def test_a_value_that_is_missing(node: str, field: str) -> None:
    fields = {key: value for key, value in GOOD[node].items() if key != field}
    assert problems(document(**{node: fields})) == (f"{node}.{field} field-missing",)


@pytest.mark.parametrize("node", GOOD)
def test_a_value_that_is_not_known(node: str) -> None:
    assert problems(document(**{node: {**GOOD[node], "prompt": 1}})) == (f"{node}.prompt field-unknown",)


@pytest.mark.parametrize("node", [{"type": "goto"}, {"type": 7}, {}, {"type": None}, [], "play", None, 7])
def test_a_node_of_no_type(node: object) -> None:
    (problem,) = problems({"start": "bye", "nodes": {**GOOD, "odd": node}})
    assert problem == "odd.type type-unknown"


@pytest.mark.parametrize("shape", [{}, {"nodes": {}}, {"nodes": []}, {"nodes": None, "start": "a"}, {"nodes": "menu"}])
def test_no_nodes(shape: dict[str, Any]) -> None:
    assert "nodes empty" in problems(shape)


@pytest.mark.parametrize("start", ["elsewhere", "", None, 7])
def test_a_start_that_is_nowhere(start: object) -> None:
    (problem,) = problems({**document(), "start": start})
    assert problem == "start start-nowhere"


def test_a_start_that_is_faulty_is_not_called_missing() -> None:
    assert problems(document(menu={"type": "goto"})) == ("menu.type type-unknown",)


def test_a_word_that_no_document_has() -> None:
    assert problems({**document(), "strat": "menu"}) == ("strat field-unknown",)


def test_every_problem_is_named_at_once() -> None:
    found = problems(
        {
            "start": "nowhere",
            "nodes": {
                "a": {"type": "menu", "keys": {"x": "b"}, "tries": 0, "loud": True},
                "b": {"type": "goto"},
                "c": {"type": "hours", "spans": ["never"], "open": "a"},
            },
        }
    )
    assert len(found) == 9
    assert {problem.split(" ")[0] for problem in found} == {
        "a.prompts",
        "a.keys",
        "a.otherwise",
        "a.tries",
        "a.loud",
        "b.type",
        "c.spans",
        "c.closed",
        "start",
    }


def test_the_refusal_tells_all_of_it() -> None:
    refusal = FlowFaulty("main", [Problem("flow-trapped", "a"), Problem("flow-field-wrong", "b", {"value": "7"})])
    assert refusal.details == {
        "flow": "main",
        "count": 2,
        "problems": [
            {"code": "flow-trapped", "where": "a", "details": {}},
            {"code": "flow-field-wrong", "where": "b", "details": {"value": "7"}},
        ],
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
FIELDS = sorted({field for node in GOOD.values() for field in node} - {"type"})
ODD = st.dictionaries(
    st.sampled_from(FIELDS), JSON | st.sampled_from([value for n in GOOD.values() for value in n.values()])
)
TYPED = st.builds(lambda kind, fields: {**fields, "type": kind}, st.sampled_from(sorted(GOOD)), ODD)


@settings(max_examples=300, deadline=None)
@given(JSON, JSON, st.dictionaries(st.text(max_size=4), TYPED | JSON, max_size=4))
def test_whatever_it_is_it_parses_or_is_refused(start: Any, other: Any, nodes: dict[str, Any]) -> None:
    for shape in ({"start": start, "nodes": nodes}, {"start": start, "nodes": other}):
        with suppress(FlowFaulty):
            flow = parse("main", shape)
            assert flow.start in flow.nodes


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_what_is_well_formed_parses(shape: dict[str, Any]) -> None:
    assert parse("main", shape).nodes.keys() == shape["nodes"].keys()
