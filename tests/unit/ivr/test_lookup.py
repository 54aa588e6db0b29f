"""What a host is asked, and what its answer means."""

from datetime import UTC, datetime
from typing import Any

import pytest

from appliance.contact.ivr.document import parse
from appliance.contact.ivr.lookup import answers, request
from appliance.contact.ivr.model import Insight, Place, World
from appliance.contact.ivr.nodes import LookUp
from tests.unit.ivr.flows import StillSite

DOCUMENT = {"a": {"b": [{"c": "x"}, {"c": 7}]}, "yes": True, "half": 0.5, "none": None, "long": "y" * 900, "": "e"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("a.b.0.c", "x"),
        ("a.b.1.c", "7"),
        ("yes", "true"),
        ("half", "0.5"),
        ("long", "y" * 200),
        ("a.b.2.c", None),
        ("a.b.-1.c", None),
        ("a.b.x", None),
        ("a", None),
        ("none", None),
        ("a.b.0.c.d", None),
        ("", None),
    ],
)
def test_a_part_of_an_answer(path: str, value: str | None) -> None:
    assert answers({"v": path}, DOCUMENT) == (None if value is None else {"v": value})


@pytest.mark.parametrize("document", [None, [], "text", 7])
def test_an_answer_without_what_is_wanted(document: Any) -> None:
    assert answers({"v": "a"}, document) is None
    assert answers({}, document) == {}


def test_values_cannot_break_out_of_the_path() -> None:
    flow = parse("main", {"start": "x", "nodes": {"x": {"type": "hangup"}}})
    place = Place(flow, "x", variables={"v": "a/../b?c=d&e #张", "n": "7"})
    known = Insight(place, World(datetime(2026, 5, 4, tzinfo=UTC), StillSite(), caller="+86 138"))
    node = LookUp("crm", "/c/{v}?n={caller}&x={nothing}", {}, "x", "x", method="POST", body={"v": "{v}", "k": "{n}!"})
    asked = request(node, known)
    assert asked.path == "/c/a%2F..%2Fb%3Fc%3Dd%26e%20%23%E5%BC%A0?n=%2B86%20138&x="
    assert asked.body == {"v": "a/../b?c=d&e #张", "k": "7!"}
