"""Numbers that are led to flows by command."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from appliance.contact.ivr.errors import FlowUnknown
from appliance.contact.routes.errors import RouteRuleInvalid, RouteUnknown
from appliance.daemons.engine.commands import lines, service_numbers
from appliance.errors import Refusal
from appliance.store.documents import Documents
from tests.unit.engine.commanded import NOON, Commanded

FLOW = {"version": 1, "document": {"start": "bye", "nodes": {"bye": {"type": "hangup"}}}}


@pytest.fixture
def box(tmp_path: Path) -> Commanded:
    box = Commanded(tmp_path, lambda engine: {**lines.handlers(engine), **service_numbers.handlers(engine)})
    documents = Documents(box.engine.database)
    there: list[tuple[str, str, dict[str, Any]]] = [
        ("flow", "main", FLOW),
        ("flow", "night", FLOW),
        ("phone", "8001", {"secret": "s"}),
    ]
    put = partial(documents.put_many, there, author="li", reason="r", at=NOON)
    asyncio.run(box.engine.upkeep.change(put))
    return box


def listed(box: Commanded) -> dict[str, tuple[str, str, list[str]]]:
    return {row["number"]: (row["flow"], row["language"], row["fallback"]) for row in box.ask("number.list")}


def test_a_range_is_led_to_a_flow_and_each_number_can_differ(box: Commanded) -> None:
    done = box.ask("number.set", numbers=["02161230008-02161230011"], flow="main", fallback=["8001"])
    assert done["numbers"] == ["02161230008", "02161230009", "02161230010", "02161230011"]
    box.ask("number.set", numbers=["02161230009"], flow="night", language="en")
    assert listed(box) == {
        "02161230008": ("main", "zh", ["8001"]),
        "02161230009": ("night", "en", ["8001"]),
        "02161230010": ("main", "zh", ["8001"]),
        "02161230011": ("main", "zh", ["8001"]),
    }
    box.ask("number.set", numbers=["02161230009"], fallback=[])
    assert listed(box)["02161230009"] == ("night", "en", [])
    box.ask("number.remove", numbers=["02161230008", "02161230010-02161230011"])
    assert list(listed(box)) == ["02161230009"]


def test_a_range_is_one_change(box: Commanded) -> None:
    box.ask("number.set", numbers=["10-99"], flow="main")
    assert {version.reason for version in Documents(box.engine.database).history("number", "57")} == {
        "numbers 10...99 set"
    }


REFUSED: dict[str, tuple[str, dict[str, Any], type[Refusal]]] = {
    "a new number without a flow": ("number.set", {"numbers": ["4008"], "language": "en"}, RouteRuleInvalid),
    "no such flow": ("number.set", {"numbers": ["4008"], "flow": "gone"}, FlowUnknown),
    "no such language": ("number.set", {"numbers": ["4008"], "flow": "main", "language": "fr"}, RouteRuleInvalid),
    "no such phone": ("number.set", {"numbers": ["4008"], "flow": "main", "fallback": ["9"]}, RouteRuleInvalid),
    "a word": ("number.set", {"numbers": ["hotline"], "flow": "main"}, RouteRuleInvalid),
    "a range that goes down": ("number.set", {"numbers": ["20-10"], "flow": "main"}, RouteRuleInvalid),
    "a whole town": ("number.set", {"numbers": ["02160000000-02169999999"], "flow": "main"}, RouteRuleInvalid),
    "a number that nobody set": ("number.remove", {"numbers": ["4008"]}, RouteUnknown),
}


@pytest.mark.parametrize(("command", "args", "refusal"), REFUSED.values(), ids=REFUSED.keys())
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    box: Commanded, command: str, args: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        box.ask(command, **args)
    assert listed(box) == {}
