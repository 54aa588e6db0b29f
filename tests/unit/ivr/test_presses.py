"""How few keys bring a caller where: counted through menus, typed numbers and sub-flows."""

from typing import Any

from appliance.contact.ivr.document import parse
from appliance.contact.ivr.presses import Destination, destinations

QUEUE = {"type": "queue", "timed_out": "bye"}
BYE: dict[str, Any] = {"bye": {"type": "hangup"}}


def found(start: str, nodes: dict[str, Any], **others: dict[str, Any]) -> list[tuple[str, int, str]]:
    """`kind target`, presses, keys; the other flows begin at their node `start`."""
    flows = {name: parse(name, {"start": "start", "nodes": {**BYE, **body}}) for name, body in others.items()}
    told = destinations(parse("main", {"start": start, "nodes": {**BYE, **nodes}}), flows)
    return [(f"{one.kind} {one.target}".strip(), one.presses, " ".join(one.keys)) for one in told]


def menu(otherwise: str = "bye", **keys: str) -> dict[str, Any]:
    return {"type": "menu", "prompts": ["p"], "keys": {key[1:]: to for key, to in keys.items()}, "otherwise": otherwise}


def test_each_place_has_its_fewest_keys_and_the_nearest_come_first() -> None:
    nodes = {
        "top": menu(k1="sales", k2="more"),
        "more": menu(k1="long", k2="support", k3="sales"),
        "long": menu(k9="support"),
        "sales": {**QUEUE, "queue": "sales"},
        "support": {**QUEUE, "queue": "support"},
    }
    assert found("top", nodes) == [("queue sales", 1, "1"), ("queue support", 2, "2 2")]


def test_who_waits_comes_somewhere_without_a_key() -> None:
    nodes = {"top": menu(otherwise="box", k1="sales"), "sales": {**QUEUE, "queue": "sales"}}
    nodes["box"] = {"type": "message", "prompts": ["p"], "next": "bye", "box": "desk"}
    assert found("top", nodes) == [("message desk", 0, ""), ("queue sales", 1, "1")]


def test_digits_that_are_typed_count_each() -> None:
    collect = {
        "type": "collect",
        "prompts": ["p"],
        "variable": "account",
        "min": 6,
        "next": "sales",
        "otherwise": "bye",
    }
    nodes = {"top": menu(k1="ask"), "ask": collect, "sales": {**QUEUE, "queue": "sales"}}
    assert found("top", nodes) == [("queue sales", 7, "1 account:6")]


def test_a_sub_flow_is_gone_through_and_led_back_from() -> None:
    nodes = {
        "top": menu(k1="first", k2="second"),
        "first": {"type": "flow", "flow": "sub", "next": "sales"},
        "second": {"type": "flow", "flow": "sub", "next": "support"},
        "sales": {**QUEUE, "queue": "sales"},
        "support": {**QUEUE, "queue": "support"},
    }
    sub = {"start": menu(k5="back"), "back": {"type": "return"}}
    assert found("top", nodes, sub=sub) == [("queue sales", 2, "1 5"), ("queue support", 2, "2 5")]


def test_keys_while_waiting_count_and_a_circle_ends() -> None:
    nodes = {
        "sales": {**QUEUE, "queue": "sales", "keys": {"1": "call"}, "timed_out": "top"},
        "top": menu(otherwise="top", k1="sales", k0="bye"),
        "call": {"type": "callback", "next": "bye", "refused": "top"},
    }
    assert found("sales", nodes) == [("queue sales", 0, ""), ("callback", 1, "1")]


def test_a_destination_is_plain_data() -> None:
    nodes = {"top": {"type": "agent", "agent": "8001", "failed": "bye"}, **BYE}
    assert destinations(parse("main", {"start": "top", "nodes": nodes}), {}) == (Destination("agent", "8001", 0, ()),)
