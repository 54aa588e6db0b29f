"""The index of routes finds what looking at every route finds."""

from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.routes import patterns
from appliance.contact.routes.model import Asker, NumberClass, Plan, Route, TrunkState
from appliance.contact.routes.numbers import normalise
from appliance.contact.routes.routing import Now, decide, table

PLAN = Plan(area="10")
NOW = Now({"a": TrunkState("a")})
DIGITS = st.text("0123456789", min_size=1, max_size=6)
PATTERNS = st.one_of(
    DIGITS.map(lambda text: text + "*"),
    DIGITS.map("+{}".format),
    st.sampled_from(["0755", "+8613", "139", "0044", "+86", *sorted(patterns.CLASSES), "*"]),
)
NUMBERS = st.one_of(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"0(10|755|20)[2-8][0-9]{7}", fullmatch=True),
    st.from_regex(r"00(1|44|852)[0-9]{7,9}", fullmatch=True),
    st.from_regex(r"[2-8][0-9]{7}", fullmatch=True),
    st.sampled_from(["95588", "12345", "4008001000", "10086"]),
)


@given(st.lists(PATTERNS, max_size=12), NUMBERS)
def test_the_longest_pattern_that_covers_a_number_decides(said: list[str], dialled: str) -> None:
    routes = [Route(f"r{place}", (pattern,), ("a",)) for place, pattern in enumerate(said)]
    number = normalise(dialled, PLAN)
    covering = [route for route in routes if patterns.covered(number, route.to, PLAN)]
    found = decide(table(routes, {}, PLAN), number, Asker(), NOW)
    if number.kind is NumberClass.EMERGENCY or not routes:
        return
    if not covering:
        assert found.refused == "route-missing"
        return
    weights = {route.name: patterns.weight(patterns.key(route.to[0], PLAN), PLAN) for route in covering}
    best = sorted(name for name, weight in weights.items() if weight == max(weights.values()))
    assert found.ways[0].route == best[0]
