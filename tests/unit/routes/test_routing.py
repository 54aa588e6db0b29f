"""Which ways lead to a number, in tables of routes."""

from collections.abc import Iterable
from typing import Any

import pytest

from appliance.contact.routes.model import Asker, Choice, Form, Group, Member, Plan, Route, TrunkState, Turns
from appliance.contact.routes.numbers import normalise
from appliance.contact.routes.routing import Now, decide, table
from appliance.contact.routes.turns import arranged

PLAN = Plan(area="10")
ASKER = Asker("8001", "8001", ("sales",))
TRUNKS = {name: TrunkState(name) for name in ("a", "b", "c")}


def choose(
    number: str,
    *routes: Route,
    asker: Asker = ASKER,
    trunks: Iterable[TrunkState] = (),
    groups: Iterable[Group] = (),
    preferred: str = "",
    **now: Any,
) -> Choice:
    states = TRUNKS | {trunk.name: trunk for trunk in trunks}
    rules = table(routes, {group.name: group for group in groups}, PLAN)
    return decide(rules, normalise(number, PLAN), asker, Now(states, **now), preferred=preferred, explained=True)


def trunks(choice: Choice) -> str:
    return " ".join(way.trunk for way in choice.ways) or choice.refused


ROUTES = (
    Route("anywhere", ("*",), ("a",), order=50),
    Route("mobiles", ("mobile",), ("b", "a")),
    Route("shenzhen", ("0755",), ("c", "a")),
    Route("shenzhen-cheap", ("0755",), ("b",), order=5),
    Route("one-street", ("07558234",), ("a",)),
    Route("no-abroad", ("international",), deny=True),
    Route("but-hong-kong", ("00852",), ("c",)),
    Route("banks", ("955",), ("b",)),
    Route("beijing-mobiles", ("1380010",), ("a",)),
    Route("same-pattern", ("+861390",), ("a",), cost=0.2),
    Route("cheaper", ("1390",), ("b",), cost=0.1),
)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("62345678", "a"),
        ("13800001111", "b a"),
        ("13800100000", "a"),
        ("075582345678", "a"),
        ("075582445678", "b c a"),
        ("+8675582445678", "b c a"),
        ("00442079460018", "number-blocked"),
        ("0085221234567", "c"),
        ("95588", "b"),
        ("12345", "a"),
        ("13900001111", "b a"),
        ("8001", "a"),
    ],
)
def test_the_pattern_that_says_most_decides_then_the_order_then_the_cost(number: str, expected: str) -> None:
    assert trunks(choose(number, *ROUTES)) == expected


def test_without_routes_every_trunk_is_a_way_and_the_preferred_one_comes_first() -> None:
    assert trunks(choose("13800001111")) == "a b c"
    assert trunks(choose("13800001111", preferred="c")) == "c a b"
    assert trunks(choose("13800001111", preferred="gone")) == "a b c"


def test_a_number_that_no_route_covers_stays() -> None:
    assert trunks(choose("13800001111", Route("local", ("local",), ("a",)))) == "route-missing"


def test_a_trunk_in_alarm_or_full_leaves_the_ways() -> None:
    route = Route("r", ("*",), ("a", "b", "c"))
    assert trunks(choose("62345678", route, trunks=[TrunkState("a", away="silent")])) == "b c"
    assert trunks(choose("62345678", route, trunks=[TrunkState("b", calls=2, most=2)])) == "a c"
    assert trunks(choose("62345678", route, trunks=[TrunkState("b", calls=1, most=2)])) == "a b c"
    away = [TrunkState(name, away="silent") for name in "abc"]
    assert trunks(choose("62345678", route, trunks=away)) == "a b c"
    full = [TrunkState(name, calls=1, most=1) for name in "ab"]
    assert trunks(choose("62345678", route, trunks=[*full, TrunkState("c", away="silent")])) == "c"
    assert trunks(choose("62345678", route, trunks=[*full, TrunkState("c", calls=3, most=2)])) == "trunks-exhausted"


@pytest.mark.parametrize(
    ("who", "applies"),
    [
        ((), True),
        (("phone:8001",), True),
        (("phone:80*",), True),
        (("phone:8002",), False),
        (("agent:8001",), True),
        (("queue:sales", "queue:x"), True),
        (("queue:x",), False),
        (("queue:*",), True),
    ],
)
def test_who_may(who: tuple[str, ...], applies: bool) -> None:
    found = choose("13800001111", Route("r", ("mobile",), ("b",), who=who), Route("rest", ("*",), ("a",)))
    assert trunks(found) == ("b" if applies else "a")
    assert any(reason.code == "not-for" for reason in found.reasons) is not applies


def test_the_time_of_day() -> None:
    routes = (Route("day", ("mobile",), ("b",), calendar="office"), Route("night", ("mobile",), deny=True, order=20))
    assert trunks(choose("13800001111", *routes)) == "b"
    assert trunks(choose("13800001111", *routes, open=lambda calendar: calendar != "office")) == "number-blocked"


def test_an_emergency_call_is_blocked_by_nothing_and_takes_every_trunk() -> None:
    routes = (Route("none", ("*",), deny=True), Route("none-at-all", ("emergency",), deny=True))
    assert trunks(choose("110", *routes)) == "a b c"
    assert trunks(choose("110", Route("x", ("110",), deny=True))) == "a b c"
    assert trunks(choose("120", Route("sos", ("emergency",), ("c",)))) == "c a b"
    away = [TrunkState("a", away="silent"), TrunkState("b", calls=1, most=1)]
    assert trunks(choose("119", trunks=away)) == "c a b"
    assert trunks(choose("119", Route("sos", ("119",), ("a",), who=("phone:9",)))) == "a b c"


def test_an_old_pbx_is_no_way_out_unless_a_route_names_it() -> None:
    pbx = [TrunkState("a", inner=True)]
    assert trunks(choose("62345678", trunks=pbx)) == "b c"
    assert trunks(choose("62345678", trunks=pbx, preferred="a")) == "b c"
    assert trunks(choose("62345678", Route("r", ("*",), ("a", "c")), trunks=pbx)) == "a c"
    assert trunks(choose("62345678", trunks=[TrunkState(name, inner=True) for name in "abc"])) == "a b c"
    assert trunks(choose("110", trunks=pbx)) == "b c a", "for help anything is tried, the likeliest first"


def test_a_way_says_the_number_the_caller_id_and_the_cost() -> None:
    route = Route("r", ("mobile",), ("a", "b"), cost=0.15, caller_id="4008001000", form=Form.E164)
    first, second = choose("13800001111", route, trunks=[TrunkState("b", Form.PLAIN)]).ways
    assert (first.number, first.caller_id, first.cost, first.route) == ("+8613800001111", "4008001000", 0.15, "r")
    assert second.number == "+8613800001111"
    own = choose("02162345678", Route("r", ("*",), ("a", "b")), trunks=[TrunkState("b", Form.E164)]).ways
    assert [way.number for way in own] == ["02162345678", "+862162345678"]


def test_groups_in_order_in_turn_and_by_share() -> None:
    members = (Member("a", 3), Member("b", 1), Member("c", 0))
    order, turn, share = (Group("g", members, turns) for turns in Turns)
    assert [arranged(order, call)[0] for call in range(4)] == ["a"] * 4
    assert ["".join(arranged(turn, call)) for call in range(4)] == ["abc", "bca", "cab", "abc"]
    first = [arranged(share, call)[0] for call in range(40)]
    assert (first.count("a"), first.count("b"), first.count("c")) == (30, 10, 0)
    assert "aaaa" not in "".join(first[:4])
    assert arranged(Group("g", ()), 3) == ()
    assert arranged(Group("g", (Member("a", 0),), Turns.SHARES), 3) == ("a",)


def test_a_group_stands_in_a_route_where_a_trunk_does() -> None:
    group = Group("carriers", (Member("b"), Member("c")), Turns.ROUND_ROBIN)
    route = Route("r", ("*",), ("carriers", "a"))
    assert trunks(choose("62345678", route, groups=[group], turn=lambda name: 1)) == "c b a"


def test_the_reasons_tell_the_path() -> None:
    routes = (Route("closed", ("mobile",), ("a",), calendar="x"), Route("rest", ("*",), ("a", "b")))
    found = choose("13800001111", *routes, open=lambda _: False, trunks=[TrunkState("a", away="silent")])
    assert [reason.code for reason in found.reasons] == ["class", "closed", "route", "away", "trunk"]
