"""The index by hand: what no random history tells apart, and the moments at which something is due."""

from dataclasses import replace

import pytest

from appliance.contact.acd.index import Index, Match
from appliance.contact.acd.lanes import Claim
from appliance.contact.acd.model import Queue, Relaxation, Strategy

SECOND = 1_000_000
SALES = Queue("sales", skills={"sales": 1}, ageing=0.0)
RELAXING = replace(SALES, skills={"sales": 5}, relax=(Relaxation(30, {"sales": 2}), Relaxation(60, {"sales": 0})))


def index(*agents: tuple[str, int], **queues: Queue) -> Index[int]:
    """Agents by name and level of sales, idle in that order."""
    made: Index[int] = Index()
    made.configure(queues or {"sales": SALES}, 0)
    for since, (agent, level) in enumerate(agents):
        made.staff(agent, {"sales": level} if level else {}, frozenset())
        made.release(agent, since)
    return made


def test_who_was_rung_beside_the_one_who_answered_keeps_place_and_calls() -> None:
    fewest = replace(SALES, strategy=Strategy.FEWEST_CALLS)
    line = index(("a", 5), ("b", 5), sales=fewest)
    line.release("a", 0, calls=7)
    line.release("b", 1, calls=3)
    line.occupy("a")
    line.occupy("b")
    line.restore("a")
    line.restore("b")
    line.enter(1, Claim(("sales",)), 0, 0)
    assert line.decide(0) == [Match(1, ("b",), "sales")]
    idle = index(("a", 5), ("b", 5))
    idle.occupy("a")
    idle.restore("a")
    idle.enter(1, Claim(("sales",)), 0, 0)
    assert idle.decide(0) == [Match(1, ("a",), "sales")]


def test_the_next_change_is_the_earliest_moment_of_any_call() -> None:
    line = index(("a", 1), sales=RELAXING)
    assert line.next_change() is None
    line.enter(1, Claim(("sales",)), 10 * SECOND, 10 * SECOND)
    line.enter(2, Claim(("sales",)), 0, 10 * SECOND)
    assert line.next_change() == 30 * SECOND
    assert line.decide(30 * SECOND) == []
    assert line.next_change() == 40 * SECOND
    assert line.decide(60 * SECOND) == [Match(2, ("a",), "sales")]
    line.release("a", 60 * SECOND)
    assert line.decide(70 * SECOND - 1) == []
    assert line.decide(70 * SECOND) == [Match(1, ("a",), "sales")]
    assert line.next_change() is None


def test_a_demand_relaxes_at_its_moment_and_not_before() -> None:
    for level, moment in ((5, 0), (2, 30), (0, 60)):
        line = index(("a", level), sales=RELAXING)
        line.enter(1, Claim(("sales",)), 0, 0)
        if moment:
            assert line.decide(moment * SECOND - 1) == []
        assert line.decide(moment * SECOND) == [Match(1, ("a",), "sales")]


def test_a_call_that_wants_somebody_is_anybodys_from_the_moment_on() -> None:
    line = index(("b", 5))
    line.staff("a", {"sales": 5}, frozenset())
    line.enter(1, Claim(("sales",)), 0, 0, "a", 20 * SECOND)
    assert line.next_change() == 20 * SECOND
    assert line.decide(20 * SECOND - 1) == []
    assert line.decide(20 * SECOND) == [Match(1, ("b",), "sales")]


def test_a_full_queue_is_looked_at_again_when_it_has_room() -> None:
    line = index(("a", 5), sales=replace(SALES, most_talking=1))
    line.enter(1, Claim(("sales",)), 0, 0)
    assert line.decide(0, {"sales": 1}) == []
    assert line.decide(1, {"sales": 0}) == [Match(1, ("a",), "sales")]


def test_calls_offered_at_once_count_for_the_limit() -> None:
    line = index(("a", 5), ("b", 5), sales=replace(SALES, most_talking=1))
    line.enter(1, Claim(("sales",)), 0, 0)
    line.enter(2, Claim(("sales",)), 1, 1)
    assert [match.contact for match in line.decide(1, {})] == [1]


def test_an_agent_who_learns_something_is_looked_at_at_once() -> None:
    line = index(("a", 0))
    line.enter(1, Claim(("sales",)), 0, 0)
    assert line.decide(0) == []
    line.staff("a", {"sales": 1}, frozenset())
    assert line.decide(1) == [Match(1, ("a",), "sales")]


def test_an_agent_who_forgets_something_is_not_offered_it() -> None:
    line = index(("a", 5))
    line.enter(1, Claim(("sales",)), 0, 0)
    line.staff("a", {}, frozenset())
    assert line.decide(0) == []


def test_new_rules_are_in_force_for_those_who_wait() -> None:
    line = index(("a", 1), sales=replace(SALES, skills={"sales": 9}))
    line.enter(1, Claim(("sales",)), 0, 0)
    line.enter(2, Claim(("sales",)), 1, 1)
    assert line.decide(1) == []
    line.configure({"sales": SALES}, 2)
    assert line.decide(2) == [Match(1, ("a",), "sales")]


def test_one_agent_alone_calls_somebody_absent_back_and_turns_go_on_from_there() -> None:
    line = index(("a", 5), ("b", 5), sales=replace(SALES, strategy=Strategy.RING_ALL))
    line.enter(1, Claim(("sales",), absent=True), 0, 0)
    assert line.decide(0) == [Match(1, ("a",), "sales")]
    assert line.last == {"sales": "a"}
    line.enter(2, Claim(("sales",)), 1, 1)
    assert line.decide(1) == [Match(2, ("b",), "sales")]


def test_strangers_change_nothing() -> None:
    line = index(("a", 5))
    line.leave(9)
    line.occupy("nobody")
    line.release("nobody", 0)
    line.restore("nobody")
    line.enter(1, Claim(("sales",)), 0, 0)
    assert line.decide(0) == [Match(1, ("a",), "sales")]


@pytest.mark.parametrize(("claim", "entered", "ahead"), [((0, False), 5, 1), ((2, False), 5, 0), ((0, True), 9, 0)])
def test_the_place_of_a_call_that_is_not_in_line(claim: tuple[int, bool], entered: int, ahead: int) -> None:
    line = index(sales=replace(SALES, ageing=1.0))
    line.enter(1, Claim(("sales",)), 0, 0)
    line.enter(2, Claim(("sales",)), 7, 7)
    points, fast = claim
    assert line.ahead(3, Claim(("sales",), points, fast_lane=fast), entered, 10) == ahead


def test_who_becomes_free_gets_the_call_that_waited_for_it() -> None:
    line = index(("a", 5))
    line.occupy("a")
    line.enter(1, Claim(("sales",)), 0, 0)
    assert line.decide(0) == []
    line.release("a", 1)
    assert line.decide(1) == [Match(1, ("a",), "sales")]


def test_a_call_that_enters_again_is_at_its_new_place_alone() -> None:
    line = index(("a", 5), ("b", 5))
    line.enter(1, Claim(("sales",)), 5, 5)
    line.enter(2, Claim(("sales",)), 3, 5)
    line.enter(1, Claim(("sales",)), 1, 5)
    assert [match.contact for match in line.decide(5)] == [1, 2]
    line.release("a", 6)
    assert line.decide(6) == []


def test_points_go_before_waiting() -> None:
    line = index(("a", 5), ("b", 5))
    line.enter(1, Claim(("sales",)), 0, 9)
    line.enter(2, Claim(("sales",), 1), 9, 9)
    assert [match.contact for match in line.decide(9)] == [2, 1]


def test_a_wish_that_is_over_is_none() -> None:
    line = index(("b", 5))
    line.staff("a", {"sales": 5}, frozenset())
    line.enter(1, Claim(("sales",)), 0, 20, "a", 20)
    assert line.next_change() is None
    assert line.decide(20) == [Match(1, ("b",), "sales")]


def test_what_is_demanded_goes_by_the_wait_so_far() -> None:
    line = index(("a", 2), sales=RELAXING)
    line.enter(1, Claim(("sales",)), 20 * SECOND, 40 * SECOND)
    assert line.decide(40 * SECOND) == []
    line.enter(2, Claim(("sales",)), 9 * SECOND, 40 * SECOND)
    assert line.decide(40 * SECOND) == [Match(2, ("a",), "sales")]


def test_a_call_that_has_left_is_not_waited_for() -> None:
    line = index(("a", 2), ("b", 2), sales=RELAXING)
    line.enter(1, Claim(("sales",)), 0, 0)
    line.leave(1)
    assert line.decide(30 * SECOND) == []
    line.enter(2, Claim(("sales",)), 0, 0)
    assert line.decide(30 * SECOND) == [Match(2, ("a",), "sales")]
    line.release("a", 31 * SECOND)
    line.staff("c", {"sales": 9}, frozenset())
    line.release("c", 31 * SECOND)
    assert line.decide(90 * SECOND) == []


def test_a_call_about_to_miss_the_target_is_rescued_then_and_not_before() -> None:
    saved = replace(SALES, rescue=5, target_seconds=30, rescue_seconds=10)
    line = index(("a", 5), sales=saved)
    line.enter(1, Claim(("sales",)), 0, 0)
    line.enter(2, Claim(("sales",), 3), 15 * SECOND, 15 * SECOND)
    assert line.next_change() == 20 * SECOND
    assert line.ahead(1, Claim(("sales",)), 0, 19 * SECOND) == 1
    assert line.ahead(3, Claim(("sales",)), 0, 20 * SECOND) == 0
    assert line.ahead(4, Claim(("sales",)), 5 * SECOND, 20 * SECOND) == 2
    assert [match.contact for match in line.decide(19 * SECOND)] == [2]
    line.enter(2, Claim(("sales",), 3), 15 * SECOND, 19 * SECOND)
    line.release("a", 19 * SECOND)
    assert [match.contact for match in line.decide(20 * SECOND)] == [1]
