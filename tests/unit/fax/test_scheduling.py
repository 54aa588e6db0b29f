"""Which faxes begin now, on which ways, and what each try comes to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.fax.judgement import again, refused, transmitted, unreached
from appliance.contact.fax.model import CUT, Direction, Fax, Outcome, State
from appliance.contact.fax.scheduling import free, look_again, next_ones, opens, within
from appliance.contact.fax.settings import Sending, body, parse
from appliance.contact.routes.model import TrunkState, Way

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
RULE = Sending(most=2, kept=1, tries=3, spacing=300)


def fax(number: int, to: str = "1", **more: object) -> Fax:
    plain = Fax(UUID(int=number), Direction.OUT, State.WAITING, to, NOW - timedelta(minutes=60 - number))
    return replace(plain, **more)  # type: ignore[arg-type]


def test_the_urgent_goes_first_and_then_the_older() -> None:
    waiting = [fax(1, "a"), fax(2, "b", priority=3), fax(3, "c")]
    assert [one.number for one in next_ones(waiting, (), RULE, NOW)] == ["b", "a"]


def test_no_more_than_the_share_and_none_in_its_rest() -> None:
    later = fax(1, "a", due_at=NOW + timedelta(seconds=1))
    assert next_ones([later], (), RULE, NOW) == ()
    assert next_ones([fax(1, "a")], [fax(8, "x"), fax(9, "y")], RULE, NOW) == ()
    assert next_ones([fax(1, "a")], (), replace(RULE, most=0), NOW) == ()


@given(
    waiting=st.lists(st.tuples(st.integers(1, 50), st.sampled_from("abc"), st.integers(-9, 9)), max_size=12),
    busy=st.lists(st.sampled_from("abc"), max_size=4),
    most=st.integers(0, 5),
)
def test_the_share_is_never_exceeded_and_no_machine_called_twice(
    waiting: list[tuple[int, str, int]], busy: list[str], most: int
) -> None:
    queue = [fax(number, to, priority=priority) for number, to, priority in waiting]
    under_way = [fax(90 + place, to) for place, to in enumerate(busy)]
    begun = next_ones(queue, under_way, replace(RULE, most=most), NOW)
    assert len(begun) + len(under_way) <= max(most, len(under_way))
    numbers = [one.number for one in begun]
    assert len({*numbers}) == len(numbers)
    assert not {*numbers} & {*busy}


@pytest.mark.parametrize(
    ("calls", "most", "kept", "is_free"),
    [(0, 2, 1, True), (1, 2, 1, False), (1, 2, 0, True), (2, 2, 0, False), (9, 0, 5, True), (25, 30, 5, False)],
)
def test_lines_are_kept_for_people(calls: int, most: int, kept: int, is_free: bool) -> None:
    ways = (Way("carrier", "1"),)
    trunks = {"carrier": TrunkState("carrier", calls=calls, most=most)}
    assert free(ways, trunks, kept) == (ways if is_free else ())


@pytest.mark.parametrize(
    ("hours", "clock", "open_"),
    [
        ("", 3, True),
        ("08:00-20:00", 8, True),
        ("08:00-20:00", 20, False),
        ("20:00-06:00", 23, True),
        ("20:00-06:00", 5, True),
        ("20:00-06:00", 12, False),
    ],
)
def test_hours_of_the_day(hours: str, clock: int, open_: bool) -> None:
    assert within(hours, NOW.replace(hour=clock)) is open_


def test_the_next_look_is_at_the_hours_or_when_something_is_due() -> None:
    assert look_again([], RULE, NOW) is None
    assert look_again([fax(1)], RULE, NOW) == NOW + timedelta(seconds=300), "what finds no line now"
    soon = NOW + timedelta(seconds=20)
    assert look_again([fax(1), fax(2, due_at=soon)], RULE, NOW) == soon
    assert look_again([fax(1)], replace(RULE, hours="13:00-14:00"), NOW) == NOW.replace(hour=13)
    assert opens("08:00-09:00", NOW) == NOW.replace(day=5, hour=8)


def test_a_busy_machine_is_tried_again_until_the_tries_are_used_up() -> None:
    verdict = unreached(fax(1, tries=2), 17, RULE, NOW)
    assert (verdict.state, verdict.why, verdict.until) == (State.WAITING, "busy", NOW + timedelta(seconds=300))
    assert unreached(fax(1, tries=3), 17, RULE, NOW).state is State.FAILED


@pytest.mark.parametrize("cause", [1, 3, 22, 28])
def test_a_number_that_does_not_exist_is_tried_once(cause: int) -> None:
    assert unreached(fax(1, tries=1), cause, RULE, NOW).state is State.FAILED


def test_what_was_cut_is_never_sent_again_unasked() -> None:
    assert transmitted(fax(1, tries=1), CUT, RULE, NOW).state is State.UNSURE
    assert transmitted(fax(1, tries=1), Outcome(True, 3), RULE, NOW).state is State.SENT
    broken = transmitted(fax(1, tries=1), Outcome(False, 2, error="HANGUP"), RULE, NOW)
    assert (broken.state, broken.why) == (State.WAITING, "hangup")


def test_a_block_is_for_good_and_a_cap_for_a_while() -> None:
    assert refused(fax(1, tries=1), "number-blocked", RULE, NOW).state is State.FAILED
    assert refused(fax(1, tries=1), "cap-reached", RULE, NOW).state is State.WAITING
    assert again(fax(1, tries=3), "busy", RULE, NOW).state is State.FAILED


def test_the_rule_is_read_as_it_was_written() -> None:
    assert parse(body(RULE)) == RULE
    assert parse({}) == Sending()


@pytest.mark.parametrize(
    "wrong",
    [{"most": -1}, {"hours": "8-20"}, {"hours": "25:00-26:00"}, {"station": "x" * 30}, {"tries": True}, {"fax": 1}],
)
def test_a_rule_that_means_nothing_is_refused_by_its_field(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        parse(wrong)
