"""Ways through flows, worked out by hand: from node to node, into other flows and back, alone or not."""

from collections import Counter
from collections.abc import Iterable

from appliance.contact.acd import events as queue_facts
from appliance.contact.acd.model import Departure
from appliance.contact.calls import events as call_facts
from appliance.contact.calls.model import Call, Direction, Result, Target
from appliance.contact.ivr import events as flow_facts
from appliance.contact.statistics.counting import Counting
from appliance.contact.statistics.definitions import worked_out
from appliance.events import Event
from tests.unit.statistics.test_counting import CALLER, LEG, ONE, at, counted


def call(*between: Event, result: Result = Result.LEFT_IN_FLOW, by: str = "caller") -> Counting:
    opened = call_facts.opened(Call(ONE, Direction.INBOUND, "4008001000", "139", "carrier", at(0)))
    return counted(opened, *between, call_facts.closed(ONE, result, by, at(14)))


def node(second: int, flow: str, name: str, *within: str) -> Event:
    return flow_facts.node(ONE, flow, 1, name, "menu", at(0, second), within)


def figures(counting: Counting, subject: str, name: str, begins: Iterable[str] = ("",)) -> dict[str, int]:
    """All quarters together, without times."""
    total: Counter[str] = Counter()
    for (of, who, _), counts in counting.tally.rows.items():
        if (of, who) == (subject, name):
            total.update({figure: value for figure, value in counts.items() if not figure.endswith("_ms")})
    return {figure: value for figure, value in total.items() if figure.startswith(tuple(begins))}


def test_each_step_is_counted_where_it_began_and_the_end_where_it_came() -> None:
    counting = call(
        node(1, "main", "menu"),
        flow_facts.key(ONE, "menu", "7", False, at(0, 3)),
        flow_facts.key(ONE, "menu", "2", True, at(0, 5)),
        node(5, "main", "balance"),
        node(9, "main", "menu"),
        flow_facts.key(ONE, "menu", "", False, at(0, 15)),
    )
    went = {"visits": 2, "next:balance": 1, "result:left-in-flow": 1, "hung_up": 1}
    pressed = {"wrong_key:7": 1, "key:2": 1, "no_key": 1}
    assert figures(counting, "node", "main/menu") == went | pressed
    assert figures(counting, "node", "main/balance") == {"visits": 1, "next:menu": 1}
    whole = {"entered": 1, "contained": 1, "result:left-in-flow": 1, "key": 1, "wrong_key": 1, "no_key": 1}
    assert figures(counting, "flow", "main") == whole


def test_the_time_in_a_flow_is_that_in_its_nodes() -> None:
    counting = call(node(0, "main", "menu"), node(20, "main", "end"), result=Result.SELF_SERVICE, by="flow")
    spent = sum(row.get("spent_ms", 0) for key, row in counting.tally.rows.items() if key[:2] == ("flow", "main"))
    assert spent == 14 * 60_000
    assert "hung_up" not in figures(counting, "node", "main/end")


def test_a_flow_within_a_flow_has_ways_of_its_own_and_the_outer_goes_on_where_it_was() -> None:
    counting = call(
        node(1, "main", "ask"),
        node(2, "pin", "enter", "ask"),
        node(3, "pin", "check", "ask"),
        node(4, "main", "menu"),
        node(5, "pin", "enter", "menu"),
    )
    assert figures(counting, "node", "main/ask", ("next:",)) == {"next:menu": 1}
    assert figures(counting, "node", "main/menu", ("next:",)) == {}
    assert figures(counting, "node", "pin/enter", ("next:", "visits")) == {"visits": 2, "next:check": 1}
    assert figures(counting, "node", "pin/check", ("next:",)) == {}
    assert figures(counting, "flow", "pin")["entered"] == 1


def test_who_waits_for_an_agent_was_handed_over_by_every_flow_that_was_passed() -> None:
    counting = call(
        node(1, "main", "menu"),
        node(2, "sales", "line", "menu"),
        queue_facts.entered(ONE, "sales", 0, 1, at(0, 2)),
        queue_facts.left(ONE, "sales", Departure.TIMED_OUT, 30_000, at(0, 32), target_s=20),
        node(32, "sales", "sorry", "menu"),
        result=Result.VOICEMAIL,
    )
    for flow in ("main", "sales"):
        assert figures(counting, "flow", flow) == {"entered": 1, "handed_over": 1}
    assert figures(counting, "node", "sales/line") == {"visits": 1, "to_queue": 1, "next:sorry": 1}


def test_who_is_connected_without_a_queue_was_put_through() -> None:
    counting = call(node(1, "main", "operator"), call_facts.joined(ONE, [CALLER, LEG], at(1)), result=Result.ANSWERED)
    assert figures(counting, "node", "main/operator") == {"visits": 1, "put_through": 1}
    assert figures(counting, "flow", "main") == {"entered": 1, "handed_over": 1}


def test_where_a_person_gives_a_caller_to_a_flow_no_node_led_there() -> None:
    counting = call(
        node(1, "main", "operator"),
        call_facts.joined(ONE, [CALLER, LEG], at(1)),
        call_facts.transferred(ONE, None, "blind", Target("flow", "main"), at(2)),
        node(120, "main", "operator"),
        result=Result.ANSWERED,
    )
    assert figures(counting, "node", "main/operator", ("next:", "visits")) == {"visits": 2}


def test_containment_is_of_the_calls_of_which_it_is_known() -> None:
    counts = {"entered": 10, "contained": 6, "handed_over": 2, "result:self-service": 3, "spent_ms": 50_000}
    found = worked_out("flow", counts, 1)
    assert (found["containment"], found["self_service_rate"], found["mean_stay_s"]) == (75.0, 37.5, 5.0)
    assert worked_out("flow", {"entered": 1}, 1)["containment"] is None
