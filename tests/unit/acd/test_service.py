"""The line itself: places, overflow and its alarms, announcements, and rules that change under it."""

from contextlib import suppress
from dataclasses import replace

import pytest

from appliance.contact.acd.alarms import ANNOUNCE, CHANGE, MAX_WAIT, OVERFLOW, TIMERS
from appliance.contact.acd.model import Departure, Offer, Relaxation, Strategy, Waiting
from tests.unit.acd.rig import AT, ONE, PLAIN, THREE, TWO, Rig, agent, at, named

OVERFLOWING = replace(PLAIN, overflow_to="spare", overflow_after=30)
CHAIN = (OVERFLOWING, replace(named("spare"), overflow_to="last", overflow_after=20), named("last"))


def test_a_call_enters_with_the_points_of_queue_and_flow() -> None:
    rig = Rig(replace(PLAIN, priority=2))
    rig.line.enter(ONE, "sales", 3, AT)
    assert rig.events[0].data == {"queue": "sales", "priority": 5, "position": 1}
    assert rig.line.waiting() == (Waiting(ONE, ("sales",), 5, AT),)


def test_positions_are_counted_in_the_callers_own_queue_by_urgency() -> None:
    rig = Rig(PLAIN, replace(named("gold"), priority=9))
    rig.line.enter(ONE, "sales", 0, at(0))
    rig.line.enter(TWO, "sales", 0, at(1))
    rig.line.enter(THREE, "gold", 0, at(2))
    assert [rig.line.position(contact, at(3)) for contact in (ONE, TWO, THREE)] == [1, 2, 1]
    rig.line.leave(THREE, Departure.ABANDONED, at(3))
    rig.line.enter(THREE, "sales", 1, at(4))
    assert [rig.line.position(contact, at(5)) for contact in (ONE, TWO, THREE)] == [2, 3, 1]


def test_a_call_that_is_offered_keeps_its_place_and_is_not_offered_again() -> None:
    rig = Rig()
    rig.candidates = [agent("8001"), agent("8002")]
    rig.line.enter(ONE, "sales", 0, AT)
    rig.line.distribute(AT)
    rig.line.distribute(AT)
    assert rig.offers == [Offer(ONE, "8001", "sales")]
    rig.line.enter(TWO, "sales", 0, at(1))
    assert rig.line.position(TWO, at(1)) == 2


def test_a_refused_call_is_offered_to_the_next_at_once() -> None:
    rig = Rig()
    rig.candidates = [agent("8001"), agent("8002")]
    rig.line.enter(ONE, "sales", 0, AT)
    rig.line.distribute(AT)
    rig.line.refused(ONE, at(5))
    assert [offer.agent for offer in rig.offers] == ["8001", "8002"]


def test_leaving_books_the_wait_and_takes_every_alarm_along() -> None:
    rig = Rig(replace(OVERFLOWING, max_wait=60, announce_every=10, relax=(Relaxation(20, {}),)), named("spare"))
    rig.line.enter(ONE, "sales", 0, AT)
    assert rig.alarms.keys() == {(kind, str(ONE)) for kind in TIMERS}
    rig.line.leave(ONE, Departure.ANSWERED, at(12.345), served_by="spare")
    left = rig.events[-1].data
    answered = {"queue": "sales", "outcome": "answered", "wait_ms": 12345, "target_s": 30}
    assert left == answered | {"served_by": "spare"}
    assert not rig.alarms
    assert not rig.line.waiting()


def test_a_call_that_left_while_a_phone_rang_may_come_again_and_is_offered() -> None:
    rig = Rig(PLAIN, named("gold"))
    rig.candidates = [agent("8001"), agent("8002")]
    rig.line.enter(ONE, "sales", 0, AT)
    rig.line.distribute(AT)
    rig.line.leave(ONE, Departure.TIMED_OUT, at(60))
    rig.line.enter(ONE, "gold", 0, at(60))
    rig.line.distribute(at(60))
    assert rig.offers[-1] == Offer(ONE, "8002", "gold")


def test_leaving_twice_is_booked_once() -> None:
    rig = Rig()
    rig.line.enter(ONE, "sales", 0, AT)
    rig.line.leave(ONE, Departure.ABANDONED, at(1))
    rig.line.leave(ONE, Departure.TIMED_OUT, at(2))
    assert rig.facts() == ["queue.entered", "queue.left"]
    rig.line.due(MAX_WAIT, ONE, at(3))
    assert not rig.left


def test_a_chain_of_overflow_opens_queue_by_queue() -> None:
    rig = Rig(*CHAIN)
    rig.line.enter(ONE, "sales", 0, AT)
    assert rig.alarm(OVERFLOW) == 30
    rig.line.due(OVERFLOW, ONE, at(30))
    assert rig.alarm(OVERFLOW) == 50
    rig.line.due(OVERFLOW, ONE, at(50))
    assert rig.line.waiting()[0].queues == ("sales", "spare", "last")
    assert [event.data for event in rig.events[1:]] == [
        {"queue": "sales", "to": "spare"},
        {"queue": "sales", "to": "last"},
    ]
    assert rig.line.waiting()[0].entered_at == AT


def test_overflow_rings_the_other_queues_agent_at_once() -> None:
    rig = Rig(replace(OVERFLOWING, skills={"sales": 1}), named("spare"))
    rig.candidates = [agent()]
    rig.line.enter(ONE, "sales", 0, AT)
    rig.line.distribute(AT)
    assert not rig.offers
    rig.line.due(OVERFLOW, ONE, at(30))
    assert rig.offers == [Offer(ONE, "8001", "spare")]


@pytest.mark.parametrize("target", ["sales", "removed", ""])
def test_overflow_to_nowhere_changes_nothing(target: str) -> None:
    rig = Rig(replace(PLAIN, overflow_to=target, overflow_after=30))
    rig.line.enter(ONE, "sales", 0, AT)
    rig.line.due(OVERFLOW, ONE, at(30))
    assert rig.facts() == ["queue.entered"]


@pytest.mark.parametrize(
    "rule", [replace(PLAIN, overflow_to="spare", overflow_after=0), replace(PLAIN, overflow_to="", overflow_after=30)]
)
def test_half_a_rule_of_overflow_is_off(rule: object) -> None:
    rig = Rig(rule, named("spare"))  # type: ignore[arg-type]
    rig.line.enter(ONE, "sales", 0, AT)
    assert rig.alarms == {}


def test_the_place_is_told_again_and_again_but_not_while_a_phone_rings() -> None:
    rig = Rig(replace(PLAIN, announce_every=30))
    rig.line.enter(TWO, "sales", 1, AT)
    rig.line.enter(ONE, "sales", 0, AT)
    rig.line.due(ANNOUNCE, ONE, at(30))
    assert (rig.said, rig.alarm(ANNOUNCE)) == ([(ONE, 2)], 60)
    rig.candidates = [agent(), agent("8002")]
    rig.line.distribute(at(40))
    rig.line.due(ANNOUNCE, ONE, at(60))
    assert (rig.said, rig.alarm(ANNOUNCE)) == ([(ONE, 2)], 90)
    assert rig.facts().count("queue.announced") == 1


def test_the_longest_wait_asks_the_line_to_let_the_call_go() -> None:
    rig = Rig(replace(PLAIN, max_wait=60))
    rig.line.enter(ONE, "sales", 0, AT)
    assert rig.alarm(MAX_WAIT) == 60
    rig.line.due(MAX_WAIT, ONE, at(60))
    assert rig.left == [(ONE, Departure.TIMED_OUT)]


def test_a_call_of_before_a_restart_has_its_old_place_and_alarms() -> None:
    rig = Rig(replace(OVERFLOWING, max_wait=100), named("spare"))
    rig.candidates = [agent()]
    rig.line.restore(Waiting(ONE, ("sales",), 7, at(-90)), offered=True, now=AT)
    rig.line.distribute(AT)
    assert not rig.offers
    assert (rig.alarm(MAX_WAIT), rig.alarm(OVERFLOW)) == (10, 0)
    assert not rig.events


def test_rules_that_change_move_the_alarms_of_those_who_wait() -> None:
    rig = Rig(replace(OVERFLOWING, max_wait=60, announce_every=30), named("spare"))
    rig.line.enter(ONE, "sales", 0, AT)
    rig.takes(replace(PLAIN, overflow_to="spare", overflow_after=50, max_wait=90), named("spare"), now=at(10))
    assert (rig.alarm(MAX_WAIT), rig.alarm(OVERFLOW), rig.alarm(ANNOUNCE)) == (90, 50, None)
    rig.takes(replace(PLAIN, announce_every=20), now=at(15))
    assert (rig.alarm(MAX_WAIT), rig.alarm(OVERFLOW), rig.alarm(ANNOUNCE)) == (None, None, 35)


def test_rules_that_stay_move_nothing() -> None:
    rules = (replace(OVERFLOWING, max_wait=60, announce_every=30), CHAIN[1], CHAIN[2])
    rig = Rig(*rules)
    rig.line.enter(ONE, "sales", 0, AT)
    rig.line.due(OVERFLOW, ONE, at(30))
    before = dict(rig.alarms)
    rig.takes(*rules, now=at(40))
    assert rig.alarms == before


def test_new_rules_are_matched_at_once() -> None:
    rig = Rig(replace(PLAIN, skills={"sales": 1}))
    rig.candidates = [agent()]
    rig.line.enter(ONE, "sales", 0, AT)
    rig.line.distribute(AT)
    assert not rig.offers
    rig.takes(PLAIN)
    assert rig.offers == [Offer(ONE, "8001", "sales")]


def test_a_removed_queue_has_the_rules_of_none_and_serves_nobody() -> None:
    rig = Rig()
    rig.candidates = [agent()]
    rig.takes()
    rig.line.enter(ONE, "sales", 0, AT)
    rig.line.distribute(AT)
    assert rig.line.rule("sales").wrap_up == rig.line.rule("").wrap_up == 10
    assert not rig.offers
    assert rig.alarm(MAX_WAIT) == 600


def test_while_the_line_is_still_nobody_is_offered_whatever_happens_in_it() -> None:
    rig = Rig()
    rig.candidates = [agent()]
    rig.line.enter(ONE, "sales", 0, AT)
    with suppress(ZeroDivisionError), rig.line.still():
        rig.line.distribute(AT)
        assert not rig.offers
        raise ZeroDivisionError
    rig.line.distribute(AT)
    assert rig.offers == [Offer(ONE, "8001", "sales")]


def test_a_demand_that_relaxes_is_looked_at_again_when_it_does() -> None:
    rig = Rig(
        replace(PLAIN, skills={"english": 3}, relax=(Relaxation(20, {"english": 1}), Relaxation(40, {"english": 0})))
    )
    rig.candidates = [replace(agent(), skills={"english": 1})]
    rig.line.enter(ONE, "sales", 0, AT)
    rig.line.distribute(AT)
    assert not rig.offers
    assert rig.alarm(CHANGE) == 20
    rig.line.due(CHANGE, ONE, at(20))
    assert [offer.agent for offer in rig.offers] == ["8001"]
    assert rig.alarm(CHANGE) == 40


def test_a_queue_has_no_more_conversations_than_it_may() -> None:
    rig = Rig(replace(PLAIN, most_talking=2))
    rig.candidates = [agent("8001"), agent("8002"), agent("8003")]
    rig.talking = {"sales": 1}
    for contact in (ONE, TWO):
        rig.line.enter(contact, "sales", 0, AT)
    rig.line.distribute(AT)
    assert [offer.contact for offer in rig.offers] == [ONE]
    rig.line.distribute(at(1))
    rig.talking = {"sales": 0}
    rig.line.distribute(at(2))
    assert [offer.contact for offer in rig.offers] == [ONE, TWO]


def test_a_queue_that_rings_all_offers_a_call_to_everybody_and_to_nobody_twice() -> None:
    rig = Rig(replace(PLAIN, strategy=Strategy.RING_ALL))
    rig.candidates = [agent("8001"), agent("8002")]
    rig.line.enter(ONE, "sales", 0, AT)
    rig.line.distribute(AT)
    rig.line.distribute(AT)
    assert [offer.agent for offer in rig.offers] == ["8001", "8002"]


def test_the_place_counts_those_who_are_rung_or_stepped_aside() -> None:
    rig = Rig()
    for contact in (ONE, TWO, THREE):
        rig.line.enter(contact, "sales", 0, AT)
    rig.candidates = [agent()]
    rig.line.distribute(AT)
    rig.line.step_aside(TWO, AT)
    assert [rig.line.position(contact, at(5)) for contact in (ONE, TWO, THREE)] == [1, 2, 3]
