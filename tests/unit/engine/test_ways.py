"""What is wrong with the ways out as they are configured, told in a table; and names that are given with a change."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from appliance.contact.calls.model import Number, Phone, Trunk
from appliance.contact.ivr.document import parse
from appliance.contact.routes.errors import RouteRuleInvalid
from appliance.contact.routes.model import Cap, Group, Member, Plan, Route, Rules
from appliance.daemons.engine.configuration import Configuration
from appliance.daemons.engine.ways import faults, named
from tests.scenarios.stage import AGENTS

TRUNKS = {
    "a": Trunk("a", ("10.0.0.1",), "10.0.0.1", numbers=("4008*",)),
    "b": Trunk("b", ("10.0.0.2",), "10.0.0.2"),
}
GROUPS = {"both": Group("both", (Member("a"), Member("b")))}
NUMBERS = {"4008001000": Number("4008001000", "main")}


def rings(number: str) -> Mapping[str, Any]:
    ring = {"type": "outside", "number": number, "failed": "over"}
    return {"start": "ring", "nodes": {"ring": ring, "over": {"type": "hangup"}}}


def behind(**patterns: tuple[str, ...]) -> dict[str, Trunk]:
    return {name: Trunk(name, (), group=2, behind=some) for name, some in patterns.items()}


def site(
    *routes: Route,
    groups: Mapping[str, Group] = GROUPS,
    plan: Plan | None = None,
    caps: tuple[Cap, ...] = (),
    flow: Mapping[str, Any] | None = None,
    **more: Any,
) -> Configuration:
    rules = Rules(
        plan or Plan(area="10"), groups, {route.name: route for route in routes}, {cap.name: cap for cap in caps}
    )
    flows = {"main": parse("main", flow, 1)} if flow else {}
    given: dict[str, Any] = {"trunks": TRUNKS, "numbers": NUMBERS, "flows": flows, "routes": rules}
    return Configuration(**(given | more))


SOUND = site(
    Route("mobiles", ("mobile",), ("both", "b"), caller_id="4008001000"),
    Route("rest", ("*",)),
    caps=(Cap("few", calls=1),),
    agents=AGENTS,
)


def told(configuration: Configuration) -> list[str]:
    return [f"{fault.code} {fault.where} {' '.join(fault.details.values())}" for fault in faults(configuration)]


def test_what_holds_together_has_no_fault() -> None:
    assert told(SOUND) == []
    assert told(Configuration()) == []


CASES: dict[str, tuple[Configuration, list[str]]] = {
    "no such country": (site(plan=Plan(country="XX")), ["country-unknown number-plan.site.country XX"]),
    "a group called as a trunk": (
        site(groups={"a": Group("a", (Member("b"),))}),
        ["group-name-taken trunk-group.a a"],
    ),
    "a group of nobody": (site(groups={"g": Group("g", ())}), ["group-empty trunk-group.g.members g"]),
    "a group with a trunk that is gone": (
        site(groups={"g": Group("g", (Member("a"), Member("gone")))}),
        ["document-missing trunk-group.g.members trunk gone"],
    ),
    "a route to nothing": (site(Route("r", (), ("a",))), ["route-empty route.r.to r"]),
    "a route by a calendar that is gone": (
        site(Route("r", ("*",), ("a",), calendar="office")),
        ["document-missing route.r.calendar calendar office"],
    ),
    "a route by a trunk that is gone": (
        site(Route("r", ("*",), ("a", "gone"))),
        ["document-missing route.r.via trunk gone"],
    ),
    "a route that shows what one of its trunks may not": (
        site(Route("r", ("*",), ("both",), caller_id="62345678")),
        ["caller-id-foreign route.r.caller_id 62345678 a"],
    ),
    "a cap that limits nothing": (site(caps=(Cap("c"),)), ["cap-empty call-cap.c c"]),
    "a phone called as one dials for help": (
        site(phones={"119": Phone("119", "")}),
        ["emergency-number-taken phone.119 119"],
    ),
    "a flow that calls us": (
        site(flow=rings("+864008001000")),
        ["route-loop flow.main.ring +864008001000"],
    ),
    "numbers behind two PBXs": (
        site(trunks={**TRUNKS, **behind(old=("612390XX", "70*"), new=("6123901*", "8X"), far=("71*",))}),
        ["behind-two trunk.old.behind 612390XX new 6123901*"],
    ),
    "a flow that calls others": (site(flow=rings("13800001111")), []),
    "all at once": (
        site(Route("r", (), ("gone",)), groups={"g": Group("g", ())}, caps=(Cap("c"),)),
        [
            "group-empty trunk-group.g.members g",
            "route-empty route.r.to r",
            "document-missing route.r.via trunk gone",
            "cap-empty call-cap.c c",
        ],
    ),
}


@pytest.mark.parametrize(("configuration", "expected"), CASES.values(), ids=CASES.keys())
def test_each_fault_is_named_with_its_place(configuration: Configuration, expected: list[str]) -> None:
    assert told(configuration) == expected


NAMED: dict[str, tuple[Any, str, str]] = {
    "a trunk": (Route("r", ("*",), ("gone",)), "via", "gone"),
    "a calendar": (Route("r", ("*",), calendar="gone"), "calendar", "gone"),
    "a member": (Group("g", (Member("a"), Member("gone"))), "members", "gone"),
    "a country": (Plan(country="XX"), "country", "XX"),
}


@pytest.mark.parametrize(("value", "rule", "name"), NAMED.values(), ids=NAMED.keys())
def test_a_change_that_names_what_is_not_there_is_refused(value: Any, rule: str, name: str) -> None:
    with pytest.raises(RouteRuleInvalid, match=re.escape(name)) as caught:
        named("kind", value, SOUND, [rule])
    assert caught.value.details["rule"] == rule


def test_what_was_wrong_before_does_not_stop_another_change() -> None:
    named("route", Route("r", ("*",), ("gone",)), SOUND, ["cost"])
