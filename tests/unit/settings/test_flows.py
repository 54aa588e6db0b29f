"""Flows as they are drawn: every kind of node is described, cases are read as they are written, drawings have all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from appliance.contact.ivr.document_nodes import KINDS
from appliance.contact.ivr.fields import Reader
from appliance.desk.settings.flows import editing
from appliance.desk.settings.flows.cases import case_of, line_of
from appliance.desk.settings.flows.layout import HIGH, WIDE, drawing
from appliance.desk.settings.flows.nodes import NODES

NAMES = some.sampled_from(["a", "b", "c", "d", "e", "f", "g"])


class Listening(Reader):
    """Notes which fields a node has."""

    def __init__(self) -> None:
        super().__init__("", {}, [])
        self.asked: set[str] = set()

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return False

    def take(self, key: str, check: Any, default: Any = None) -> Any:
        self.asked.add(key)
        return super().take(key, check, default)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_node_can_be_filled_in(kind: str) -> None:
    reader = Listening()
    KINDS[kind](reader)
    spoken = {"wrong_key", "no_key", "end_key", "closed"} if kind == "callback" else set()
    assert reader.asked - spoken == {field.name for field in NODES[kind].fields}


@pytest.mark.parametrize(
    ("line", "case"),
    [
        ("caller starts 139|138 -> a", {"to": "a", "data": "caller", "starts": ["139", "138"]}),
        ("tier is gold -> a", {"to": "a", "data": "tier", "is": "gold"}),
        ("caller listed vip -> a", {"to": "a", "data": "caller", "listed": "vip"}),
        ("queue.sales.waiting at_least 5 -> a", {"to": "a", "data": "queue.sales.waiting", "at_least": 5}),
        ("name absent -> a", {"to": "a", "data": "name", "present": False}),
        ("during mon-fri 09:00-18:00 -> a", {"to": "a", "during": ["mon-fri 09:00-18:00"]}),
        (
            "caller present & tier is gold -> a",
            {"to": "a", "all": [{"data": "caller", "present": True}, {"data": "tier", "is": "gold"}]},
        ),
    ],
)
def test_cases_are_read_as_they_are_written(line: str, case: dict[str, Any]) -> None:
    assert case_of(line) == case
    assert line_of(case) == line


@pytest.mark.parametrize("line", ["", "caller", "caller is x", "-> a", "caller is -> a", "x below y -> a", "x is 1 ->"])
def test_what_is_no_case_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        case_of(line)


@given(some.dictionaries(NAMES, some.dictionaries(some.sampled_from("123"), NAMES, max_size=3), max_size=7), NAMES)
def test_a_drawing_has_every_node_once_and_every_exit(keys: dict[str, dict[str, str]], start: str) -> None:
    nodes = {name: {"type": "menu", "keys": leads} for name, leads in keys.items()}
    drawn = drawing({"start": start, "nodes": nodes})
    assert sorted(box.name for box in drawn.boxes) == sorted(nodes)
    assert len(drawn.lines) == sum(map(len, keys.values()))
    assert all(line.nowhere is (line.end not in nodes) for line in drawn.lines)
    for box in drawn.boxes:
        assert 0 <= box.x <= drawn.wide - WIDE
        assert 0 <= box.y <= drawn.high - HIGH
        assert [one for one in drawn.boxes if one is not box and one.y == box.y and abs(one.x - box.x) < WIDE] == []


@given(some.dictionaries(NAMES, NAMES, max_size=7), NAMES)
def test_a_name_is_changed_wherever_it_stands(leads: dict[str, str], old: str) -> None:
    nodes = {name: {"type": "play", "prompts": ["x"], "next": to} for name, to in leads.items()}
    made = editing.renamed({"start": old, "nodes": nodes}, old, "new")
    assert made["start"] == "new"
    assert old not in {*made["nodes"], *(node["next"] for node in made["nodes"].values())}
    back = editing.renamed(made, "new", old)
    assert back["nodes"] == nodes
