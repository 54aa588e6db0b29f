"""The walk through a flow, step by step."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.contact.ivr import interpreter as walk
from appliance.contact.ivr.calendar import Span, is_open
from appliance.contact.ivr.document import parse
from appliance.contact.ivr.instructions import End, Instruction, Key, Listen, Say, Step, Visit, Wait
from appliance.contact.ivr.model import Place, World
from tests.unit.ivr.flows import DOCUMENTS, GOOD, StillSite, document

MONDAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Walker:
    """Walks and keeps the place; each step gives what is to be done."""

    def __init__(self, shape: dict[str, Any], now: datetime = MONDAY) -> None:
        self.world = World(now, StillSite())
        self.place: Place
        self.done = self.take(walk.begin(parse("main", shape), self.world))

    def take(self, step: Step) -> tuple[Instruction, ...]:
        self.place, instructions = step
        return instructions

    def presses(self, digit: str) -> tuple[Instruction, ...]:
        return self.take(walk.pressed(self.place, digit, self.world))

    def hears_all(self) -> tuple[Instruction, ...]:
        return self.take(walk.finished(self.place, self.world))

    def is_silent(self) -> tuple[Instruction, ...]:
        return self.take(walk.timed_out(self.place, self.world))


MENU = (Visit("menu", "menu", "main"), Say(("main-menu",)))
BYE = (Visit("bye", "hangup", "main"), Say(("goodbye",)))


def test_a_menu_listens_when_it_has_spoken() -> None:
    walker = Walker(document())
    assert walker.done == MENU
    assert walker.hears_all() == (Listen(5),)


def test_a_key_interrupts_the_menu() -> None:
    walker = Walker(document())
    assert walker.presses("#") == (Key("menu", "#", True), *BYE)


def test_wrong_keys_and_silence_are_answered_and_counted_together() -> None:
    walker = Walker(document(menu={**GOOD["menu"], "tries": 3}))
    assert walker.presses("9") == (Key("menu", "9", False), Say(("wrong", "main-menu")))
    assert walker.hears_all() == (Listen(5),)
    assert walker.is_silent() == (Key("menu", "", False), Say(("silence", "main-menu")))
    assert walker.presses("8") == (Key("menu", "8", False), *BYE)


def test_a_menu_that_is_come_to_again_counts_anew() -> None:
    again = {**GOOD["menu"], "keys": {"1": "back"}, "tries": 2}
    walker = Walker(document(menu=again, back={"type": "play", "prompts": [], "next": "menu"}))
    walker.presses("9")
    walker.presses("1")
    assert walker.hears_all() == MENU
    assert walker.presses("9")[-1] == Say(("wrong", "main-menu"))


def test_one_try_asks_once() -> None:
    walker = Walker(document(menu={**GOOD["menu"], "tries": 1}))
    walker.hears_all()
    assert walker.is_silent() == (Key("menu", "", False), *BYE)


NOTICE = {"type": "play", "prompts": ["notice"], "next": "menu"}


def test_a_key_ends_a_notice_and_is_the_menus_choice() -> None:
    walker = Walker(document("play", play=NOTICE))
    assert walker.presses("#") == (Visit("menu", "menu", "main"), Key("menu", "#", True), *BYE)


def test_a_key_that_the_menu_does_not_know_only_ends_the_notice() -> None:
    walker = Walker(document("play", play=NOTICE))
    assert walker.presses("9") == MENU
    assert walker.presses("9")[0] == Key("menu", "9", False), "it was not counted as a wrong one before"


def test_a_notice_that_must_be_heard_keeps_the_last_key_for_the_menu() -> None:
    walker = Walker(document("play", play={**NOTICE, "whole": True}))
    assert walker.presses("1") == ()
    assert walker.presses("#") == ()
    assert walker.hears_all() == (Visit("menu", "menu", "main"), Key("menu", "#", True), *BYE)


def test_a_key_typed_ahead_is_used_up_by_its_menu() -> None:
    second = {**GOOD["menu"], "prompts": ["second"]}
    first = {**GOOD["menu"], "keys": {"1": "second"}}
    walker = Walker(document("play", play=NOTICE, menu=first, second=second))
    assert walker.presses("1")[-2:] == (Visit("second", "menu", "main"), Say(("second",)))


def test_a_key_typed_ahead_goes_through_a_second_notice_but_through_nothing_else() -> None:
    walker = Walker(document("play", play={**NOTICE, "next": "more"}, more={**NOTICE, "whole": True}))
    walker.presses("#")
    assert walker.hears_all()[1] == Key("menu", "#", True)
    told = {"type": "message", "prompts": ["greeting"], "next": "menu"}
    walker = Walker(document("play", play={**NOTICE, "next": "message"}, message=told))
    walker.presses("#")
    walker.hears_all()
    assert walker.is_silent() == MENU


def test_opening_hours_are_walked_through_without_a_word() -> None:
    opens = document("hours")
    assert Walker(opens).done == (Visit("hours", "hours", "main"), *MENU)
    assert Walker(opens, datetime(2026, 5, 3, 12, tzinfo=UTC)).done == (Visit("hours", "hours", "main"), *BYE)


def test_a_queue_speaks_first_and_waits_then() -> None:
    walker = Walker(document("queue"))
    assert walker.done == (Visit("queue", "queue", "main"), Say(("please-wait",)))
    assert walker.presses("1") == ()
    assert walker.hears_all() == (Wait("sales", 3),)
    assert walker.take(walk.left_queue(walker.place, walker.world)) == BYE


def test_a_queue_without_words_waits_at_once() -> None:
    walker = Walker(document("queue", queue={"type": "queue", "queue": "sales", "timed_out": "bye"}))
    assert walker.done == (Visit("queue", "queue", "main"), Wait("sales", 0))


def test_leaving_a_queue_that_is_none_ends_the_call() -> None:
    walker = Walker(document())
    assert walker.take(walk.left_queue(walker.place, walker.world)) == (End(),)


def test_the_end_is_spoken_and_then_hung_up() -> None:
    walker = Walker(document("bye"))
    assert walker.done == BYE
    assert walker.hears_all() == (End(closed_hours=True),)
    assert Walker(document("bye", bye={"type": "hangup"})).done == (Visit("bye", "hangup", "main"), End())


def test_a_message_is_left_from_the_tone_to_the_hash_key() -> None:
    walker = Walker(document("message"))
    assert walker.presses("#") == (), "nobody has spoken yet"
    assert not walker.place.left_message
    assert walker.hears_all() == (Listen(60),)
    assert walker.place.left_message
    assert walker.presses("5") == ()
    assert walker.presses("#") == (Key("message", "#", True), *BYE)
    assert walker.place.left_message


def test_a_message_has_an_end() -> None:
    walker = Walker(document("message"))
    walker.hears_all()
    assert walker.is_silent() == BYE
    assert walker.place.left_message


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ("play", (Say(("notice",)),)),
        ("menu", (Say(("main-menu",)),)),
        ("message", (Say(("greeting", "beep")),)),
        ("queue", (Say(("please-wait",)),)),
        ("bye", (Say(("goodbye",)),)),
        ("hours", (Visit("hours", "hours", "main"), *MENU)),
    ],
)
def test_after_a_restart_the_node_is_played_anew(node: str, expected: tuple[Instruction, ...]) -> None:
    place, instructions = walk.resume(
        Place(parse("main", document()), node, asked=1, played=True), World(MONDAY, StillSite())
    )
    assert instructions == expected
    assert not place.played
    assert (place.node, place.asked) == ((node, 1) if node != "hours" else ("menu", 0))


def test_after_a_restart_a_wordless_queue_is_entered() -> None:
    flow = parse("main", document(queue={"type": "queue", "queue": "sales", "timed_out": "bye"}))
    assert walk.resume(Place(flow, "queue"), World(MONDAY, StillSite()))[1] == (Wait("sales", 0),)


def test_hours_that_only_lead_to_each_other_end_the_call() -> None:
    hours = {"type": "hours", "spans": [], "open": "menu", "closed": "hours"}
    done = Walker(document("hours", hours=hours)).done
    assert done[-1] == End()
    assert len(done) == walk.MOST_STEPS + 1


WEEK = frozenset(range(5))
NIGHT = Span(frozenset({4}), time(22), time(6))
ALWAYS = Span(frozenset(range(7)), time(0), time(0))
LATE = Span(WEEK, time(18), time(0))


@pytest.mark.parametrize(
    ("span", "day", "clock", "opened"),
    [
        (Span(WEEK, time(9), time(18)), 4, "08:59:59.999999", False),
        (Span(WEEK, time(9), time(18)), 4, "09:00", True),
        (Span(WEEK, time(9), time(18)), 8, "17:59:59.999999", True),
        (Span(WEEK, time(9), time(18)), 8, "18:00", False),
        (Span(WEEK, time(9), time(18)), 9, "12:00", False),
        (NIGHT, 8, "21:59", False),
        (NIGHT, 8, "22:00", True),
        (NIGHT, 8, "05:00", False),
        (NIGHT, 9, "00:00", True),
        (NIGHT, 9, "05:59:59", True),
        (NIGHT, 9, "06:00", False),
        (NIGHT, 9, "22:30", False),
        (Span(frozenset({6}), time(22), time(6)), 11, "03:00", True),
        (ALWAYS, 4, "00:00", True),
        (ALWAYS, 10, "23:59:59.999999", True),
        (LATE, 8, "23:59:59", True),
        (LATE, 9, "00:00", False),
    ],
)
def test_opening_hours(span: Span, day: int, clock: str, opened: bool) -> None:
    now = datetime.combine(datetime(2026, 5, day, tzinfo=UTC), time.fromisoformat(clock), UTC)
    assert is_open((span,), now) is opened


def test_any_span_opens_and_none_does_not() -> None:
    assert is_open((Span(frozenset(), time(0), time(0)), ALWAYS), MONDAY)
    assert not is_open((), MONDAY)


STEPS = st.lists(st.sampled_from(["1", "2", "3", "#", "0", "heard", "silent", "left", "resumed"]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, STEPS, st.integers(0, 7 * 24))
def test_whatever_happens_the_caller_stands_somewhere_and_something_follows(
    shape: dict[str, Any], steps: list[str], hour: int
) -> None:
    now = datetime(2026, 5, 4 + hour // 24, hour % 24, tzinfo=UTC)
    walker = Walker(shape, now)
    others: dict[str, Callable[[Place, World], Step]] = {
        "heard": walk.finished,
        "silent": walk.timed_out,
        "left": walk.left_queue,
        "resumed": walk.resume,
    }
    for step in steps:
        done = walker.take(others[step](walker.place, walker.world)) if step in others else walker.presses(step)
        assert walker.place.node in walker.place.flow.nodes
        assert len(done) <= 2 * walk.MOST_STEPS + 2
        moved = any(isinstance(instruction, Visit) for instruction in done)
        assert not moved or isinstance(done[-1], Say | Wait | End), "nobody is led to a node and left there"
