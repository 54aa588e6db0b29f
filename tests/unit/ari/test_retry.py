"""When to try again, without a clock or a socket."""

from itertools import pairwise

from appliance.telephony.ari.retry import Retry, Timing


def plan(chance: float = 0.0) -> Retry:
    return Retry(Timing(), lambda: chance)


def delays(retry: Retry, count: int) -> list[float]:
    return [round(retry.delay(0.0), 4) for _ in range(count)]


def test_delays_double_to_a_second() -> None:
    assert delays(plan(), 8) == [0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.0, 1.0]


def test_chance_cuts_a_quarter_at_most() -> None:
    assert delays(plan(chance=1.0), 4) == [0.015, 0.03, 0.06, 0.12]


def test_a_connection_that_stood_starts_anew() -> None:
    retry = plan()
    delays(retry, 5)
    retry.ended(lived=2.0)
    assert retry.delay(0.0) == 0.02


def test_a_connection_that_fell_at_once_does_not() -> None:
    retry = plan()
    delays(retry, 5)
    retry.ended(lived=0.1)
    assert retry.delay(0.0) == 0.64


def refusals(retry: Retry, now: float, until: float) -> list[float]:
    """The moments at which death was told, of attempts refused from `now` on."""
    told = []
    while now < until:
        if retry.refused(now):
            told.append(round(now, 4))
        now += retry.delay(now)
    return told


def test_death_is_told_once_and_after_just_one_second() -> None:
    assert refusals(plan(), now=100.0, until=130.0) == [101.0]


def test_waiting_for_death_slows_no_attempt() -> None:
    retry = plan()
    retry.refused(0.0)
    assert delays(retry, 4) == [0.02, 0.04, 0.08, 0.16]


def test_somebody_who_listens_is_not_dead() -> None:
    retry = plan()
    assert not retry.refused(0.0)
    retry.failed()
    assert not retry.refused(5.0)
    assert retry.refused(6.0)


def test_after_a_life_death_is_told_again() -> None:
    retry = plan()
    assert refusals(retry, 0.0, 3.0) == [1.0]
    retry.connected()
    assert refusals(retry, 10.0, 13.0) == [11.0]


def test_attempts_never_spin() -> None:
    retry, now, moments = plan(), 0.0, []
    for _ in range(60):
        retry.refused(now)
        moments.append(now)
        now += retry.delay(now)
    assert sum(later - sooner < 0.02 for sooner, later in pairwise(moments)) <= 1
