"""What a token may, and how often it may ask."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from appliance.desk.people.model import Scope
from appliance.desk.people.tokens import reach
from appliance.desk.people.tokens.model import Token
from appliance.desk.people.tokens.pace import Bucket, taken

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
NAMES = st.none() | st.frozensets(st.sampled_from("abcd"))
ONE = UUID(int=1)


def token(rights: frozenset[str] = frozenset(), scope: Scope | None = None) -> Token:
    return Token(ONE, ONE, "crm", "", "", "", rights, NOW, NOW + timedelta(days=1), scope or Scope())


@given(NAMES, NAMES, st.sampled_from("abcd"))
def test_a_token_reaches_what_both_it_and_its_maker_reach(
    its: frozenset[str] | None, makers: frozenset[str] | None, name: str
) -> None:
    scope = reach.scope(token(scope=Scope(its, its)), Scope(makers, makers))
    both = Scope(its).queue(name) and Scope(makers).queue(name)
    assert scope.queue(name) is scope.team(name) is both


@given(st.frozensets(st.sampled_from("abcd")), st.frozensets(st.sampled_from("abcd")))
def test_a_token_never_has_a_right_that_its_maker_lacks(its: frozenset[str], makers: frozenset[str]) -> None:
    assert reach.rights(token(its), makers) <= makers


def test_a_token_works_to_its_end_and_no_longer() -> None:
    one = token()
    assert one.works(NOW)
    assert not one.works(NOW + timedelta(days=1))


@given(st.lists(st.floats(0, 5), max_size=300), st.integers(6, 600))
def test_no_window_has_more_requests_than_the_pace_allows(pauses: list[float], pace: int) -> None:
    bucket: Bucket | None = None
    now, taken_at = 0.0, []
    for pause in pauses:
        now += pause
        bucket, wait = taken(bucket, now, pace)
        if not wait:
            taken_at.append(now)
    for first, start in enumerate(taken_at):
        for last in range(first, len(taken_at)):
            most = 10 * pace / 60 + (taken_at[last] - start) * pace / 60 + 1
            assert last - first + 1 <= most + 1e-6


@given(st.floats(0, 10), st.integers(6, 600))
def test_who_waits_as_told_is_let_in(level: float, pace: int) -> None:
    bucket, wait = taken(Bucket(level, 100.0), 100.0, pace)
    if wait:
        assert taken(bucket, 100.0 + wait + 1e-6, pace)[1] == 0


def test_a_clock_that_was_set_back_stops_nobody_for_long() -> None:
    bucket, _ = taken(Bucket(0.0, 10_000.0), 50.0, 60)
    assert taken(bucket, 51.1, 60)[1] == 0
