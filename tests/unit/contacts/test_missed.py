"""Who is still to be served."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from appliance.desk.contacts.missed import Try, latest, missed

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
LI, WU = "13812345678", "01012345678"


def tried(number: str, minutes: int, queue: str = "sales") -> Try:
    return Try(UUID(int=1000 + minutes), number, NOON + timedelta(minutes=minutes), queue, "abandoned", 9000)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_a_caller_has_one_line_however_the_number_is_written() -> None:
    (found,) = missed([tried(LI, 0), tried(f"+86{LI}", 5, "support"), tried(f"0{LI}", 3)], {})
    assert (found.tries, found.last.at, found.last.queue) == (3, at(5), "support")


def test_whoever_tried_last_stands_first() -> None:
    assert [one.last.number for one in missed([tried(LI, 0), tried(WU, 5)], {})] == [WU, LI]


def test_who_has_talked_since_is_served_and_who_talked_before_is_not() -> None:
    served = latest([(f"+86{LI}", at(10)), (WU, at(-10))])
    assert [one.last.number for one in missed([tried(LI, 0), tried(WU, 0)], served)] == [WU]


def test_what_came_before_the_talk_does_not_count_again() -> None:
    (found,) = missed([tried(LI, 0), tried(LI, 20)], latest([(LI, at(10)), (LI, at(5))]))
    assert (found.tries, found.last.at) == (1, at(20))


def test_a_withheld_number_cannot_be_called_back_and_is_not_listed() -> None:
    assert missed([tried("", 0)], {}) == []


@given(
    tries=st.lists(st.tuples(st.sampled_from([LI, WU, "8613800000000"]), st.integers(0, 60))),
    talks=st.lists(st.tuples(st.sampled_from([LI, f"0{LI}", WU]), st.integers(0, 60))),
)
def test_nobody_is_lost_and_nobody_is_listed_twice(tries: list[tuple[str, int]], talks: list[tuple[str, int]]) -> None:
    served = latest((number, at(minutes)) for number, minutes in talks)
    found = {one.last.number: one for one in missed([tried(*one) for one in tries], served)}
    for number in (LI, WU, "8613800000000"):
        talked = [minutes for who, minutes in talks if who.removeprefix("0") == number.removeprefix("0")]
        left = [minutes for who, minutes in tries if who == number and minutes > max(talked, default=-1)]
        assert (found[number].tries if left else None) == (len(left) or None)
        assert (number in found) == bool(left)
