"""Trunks, groups, routes, caps and blocked numbers, by command: what each answers, writes and refuses."""

from pathlib import Path
from typing import Any

import pytest

from appliance.contact.routes.errors import RouteRuleInvalid, RouteUnknown
from appliance.daemons.engine.commands import lines, numbers, routes
from appliance.daemons.engine.errors import RehearsalInvalid, TrunkAddressInvalid, TrunkOfTwoKinds, TrunkUnknown
from appliance.errors import Refusal
from tests.unit.engine.commanded import Commanded


@pytest.fixture
def box(tmp_path: Path) -> Commanded:
    box = Commanded(
        tmp_path, lambda engine: {**lines.handlers(engine), **routes.handlers(engine), **numbers.handlers(engine)}
    )
    box.ask("trunk.add", trunk="a", match=["10.0.0.1"], host="a.example", numbers=["4008*"], most=30)
    box.ask("trunk.add", trunk="b", group=1)
    box.ask("number.plan_set", changes={"area": "10"})
    return box


def test_a_trunk_keeps_what_is_not_changed(box: Commanded) -> None:
    before = box.ask("trunk.show", trunk="a")
    after = box.ask("trunk.set", trunk="a", most=10, form="e164", numbers=[])
    assert after == {**before, "most": 10, "form": "e164", "numbers": []}
    assert box.ask("trunk.show", trunk="a") == after
    assert [row["trunk"] for row in box.ask("trunk.list")] == ["a", "b"]
    assert box.ask("trunk.set", trunk="a", match=["10.0.0.0/24", "10.1.0.1"])["match"] == ["10.0.0.0/24", "10.1.0.1"]
    assert box.ask("trunk.remove", trunk="a") == {"trunk": "a", "removed": True}
    assert [row["trunk"] for row in box.ask("trunk.list")] == ["b"]


REFUSED: dict[str, tuple[str, dict[str, Any], type[Refusal]]] = {
    "no such trunk": ("trunk.set", {"trunk": "gone", "most": 1}, TrunkUnknown),
    "no trunk to show": ("trunk.show", {"trunk": "gone"}, TrunkUnknown),
    "no trunk to remove": ("trunk.remove", {"trunk": "gone"}, TrunkUnknown),
    "an address that is none": ("trunk.set", {"trunk": "a", "match": ["10.0.0.300"]}, TrunkAddressInvalid),
    "lines and a host": ("trunk.set", {"trunk": "a", "group": 2}, TrunkOfTwoKinds),
    "neither": ("trunk.set", {"trunk": "a", "match": [], "host": ""}, TrunkOfTwoKinds),
    "a form that is none": ("trunk.set", {"trunk": "a", "form": "roman"}, RouteRuleInvalid),
    "a group of strangers": ("trunk.group_set", {"group": "g", "changes": {"members": ["c"]}}, RouteRuleInvalid),
    "a group with no such rule": ("trunk.group_set", {"group": "g", "changes": {"turn": "order"}}, RouteRuleInvalid),
    "no such group": ("trunk.group_show", {"group": "g"}, RouteUnknown),
    "no group to remove": ("trunk.group_remove", {"group": "g"}, RouteUnknown),
    "a route by strangers": ("route.set", {"route": "r", "changes": {"to": ["*"], "via": ["c"]}}, RouteRuleInvalid),
    "a route to a word": ("route.set", {"route": "r", "changes": {"to": ["friends"]}}, RouteRuleInvalid),
    "a route at a price below nothing": ("route.set", {"route": "r", "changes": {"cost": -1}}, RouteRuleInvalid),
    "no such route": ("route.show", {"route": "r"}, RouteUnknown),
    "no route to remove": ("route.remove", {"route": "r"}, RouteUnknown),
    "no cap to remove": ("cap.remove", {"cap": "c"}, RouteUnknown),
    "a cap in hours that are none": ("cap.set", {"cap": "c", "changes": {"hours": "25:00-26:00"}}, RouteRuleInvalid),
    "no such country": ("number.plan_set", {"changes": {"country": "XX"}}, RouteRuleInvalid),
    "no such direction": ("number.block_change", {"direction": "up", "add": ["139"]}, RouteRuleInvalid),
    "a number that is none": ("number.block_change", {"direction": "outgoing", "add": ["x"]}, RouteRuleInvalid),
    "a time that is none": ("route.test", {"number": "138", "at": "noon"}, RehearsalInvalid),
}


@pytest.mark.parametrize(("command", "args", "refusal"), REFUSED.values(), ids=REFUSED.keys())
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    box: Commanded, command: str, args: dict[str, Any], refusal: type[Refusal]
) -> None:
    before = everything(box)
    with pytest.raises(refusal):
        box.ask(command, **args)
    assert everything(box) == before


def everything(box: Commanded) -> list[Any]:
    commands = ("trunk.list", "trunk.group_list", "route.list", "cap.list", "number.plan", "number.block")
    return [box.ask(command) for command in commands]


def test_groups_and_routes_are_set_shown_and_removed_in_their_order(box: Commanded) -> None:
    members = [{"trunk": "a", "share": 3}, {"trunk": "b", "share": 1}]
    box.ask("trunk.group_set", group="both", changes={"members": members, "turns": "shares"})
    assert box.ask("trunk.group_show", group="both") == {"group": "both", "members": members, "turns": "shares"}
    box.ask("route.set", route="mobiles", changes={"to": ["mobile"], "via": ["both"], "cost": 0.2})
    assert box.ask("route.set", route="mobiles", changes={"cost": 0.1})["via"] == ["both"], "the rest stays"
    with pytest.raises(RouteRuleInvalid, match="mobiles"):
        box.ask("trunk.group_remove", group="both")
    assert box.ask("route.remove", route="mobiles")["removed"]
    assert box.ask("trunk.group_remove", group="both")["removed"]
    assert (box.ask("route.list"), box.ask("trunk.group_list")) == ([], [])


TESTED: dict[str, tuple[dict[str, Any], str, str]] = {
    "the cheap way first": ({"number": "13800001111"}, "a b", ""),
    "sales go abroad": ({"number": "0044207946001", "queue": "sales"}, "b", ""),
    "others do not": ({"number": "0044207946001"}, "", "number-blocked"),
    "nowhere": ({"number": "01062345678"}, "", "route-missing"),
    "blocked": ({"number": "13900000000"}, "", "number-blocked"),
    "help": ({"number": "120"}, "a b", ""),
    "as somebody at a time": ({"number": "13800001111", "agent": "8001", "at": "2026-05-04T20:00"}, "a b", ""),
}


@pytest.mark.parametrize(("asked", "ways", "refused"), TESTED.values(), ids=TESTED.keys())
def test_a_path_is_told_and_nothing_is_counted(box: Commanded, asked: dict[str, Any], ways: str, refused: str) -> None:
    box.ask("route.set", route="mobiles", changes={"to": ["mobile"], "via": ["a", "b"]})
    box.ask("route.set", route="abroad", changes={"to": ["international"], "deny": True})
    box.ask("route.set", route="sales", changes={"to": ["international"], "via": ["b"], "who": ["queue:sales"]})
    box.ask("number.block_change", direction="outgoing", add=["139"])
    box.ask("cap.set", cap="few", changes={"calls": 1})
    for _ in range(2):
        found = box.ask("route.test", **asked)
        assert (" ".join(way["trunk"] for way in found["ways"]), found["refused"]) == (ways, refused)
        assert found["reasons"] or refused == "number-blocked"
    assert box.ask("cap.list")[0]["spent"] == "0 / 0.0 min / 0.00"


def test_blocked_numbers_come_and_go_by_direction(box: Commanded) -> None:
    box.ask("number.block_change", direction="incoming", add=["138", "139"], withheld=True)
    box.ask("number.block_change", direction="incoming", remove=["138"])
    assert box.ask("number.block") == {"incoming": ["139"], "outgoing": [], "withheld": True}


@pytest.mark.parametrize(
    ("number", "received", "kind", "e164"),
    [
        ("62345678", False, "local", "+861062345678"),
        ("5", False, "unknown", ""),
        ("075582345678", True, "domestic", "+8675582345678"),
        ("119", False, "emergency", ""),
    ],
)
def test_numbers_are_told_as_the_plan_reads_them(
    box: Commanded, number: str, received: bool, kind: str, e164: str
) -> None:
    found = box.ask("number.test", number=number, received=received)
    assert (found["kind"], found["e164"]) == (kind, e164)
