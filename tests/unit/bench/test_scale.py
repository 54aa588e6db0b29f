"""What the phones' notes say about broken rules and late pictures."""

from drivers.simulated.sip.note import Kind, Note
from tests.bench.scale import faults, state_lags


def ring(call: str, who: str, caller: str, at: float) -> Note:
    return Note(Kind.RINGING, call, who, f"<sip:{caller}@127.0.0.1>;tag=1", at)


def step(kind: Kind, call: str, who: str, at: float) -> Note:
    return Note(kind, call, who, "", at)


TAKEN = (
    ring("a", "7001", "139", 1.0),
    step(Kind.ANSWERED, "a", "7001", 2.0),
    step(Kind.HUNG_UP, "a", "7001", 5.0),
)


def test_one_call_after_the_other_breaks_no_rule() -> None:
    assert not list(faults([*TAKEN, ring("b", "7001", "138", 7.0)], wrap_up=2))


def test_a_ring_in_wrap_up() -> None:
    assert list(faults([*TAKEN, ring("b", "7001", "138", 6.5)], wrap_up=2)) == ["7001 is rung in wrap-up"]


def test_a_phone_that_did_not_answer_has_no_wrap_up() -> None:
    missed = [ring("a", "7001", "139", 1.0), step(Kind.CANCELLED, "a", "7001", 2.0), ring("b", "7001", "138", 2.1)]
    assert not list(faults(missed, wrap_up=2))


def test_a_ring_during_a_call() -> None:
    assert list(faults([*TAKEN[:2], ring("b", "7001", "138", 3.0)], wrap_up=2)) == ["7001 is rung while it has a call"]


def test_a_caller_at_two_phones() -> None:
    both = [ring("a", "7001", "139", 1.0), ring("b", "7002", "139", 1.5)]
    assert list(faults(both, wrap_up=0)) == ["139 is offered to 7002 and to somebody else"]


def test_a_caller_who_talks_already() -> None:
    assert list(faults([*TAKEN[:2], ring("b", "7002", "139", 3.0)], wrap_up=0)) == [
        "139 is offered to 7002 and to somebody else"
    ]


def test_the_lag_is_from_the_phones_answer_to_the_feed() -> None:
    notes = [step(Kind.ANSWERED, "a", "7001", 1.0), step(Kind.ANSWERED, "b", "7001", 9.0)]
    assert list(state_lags(notes, [("7001", 1.25), ("7001", 9.5)])) == [0.25, 0.5]


def test_an_answer_that_the_feed_never_told_is_late_for_ever() -> None:
    assert list(state_lags([step(Kind.ANSWERED, "a", "7001", 1.0)], [])) == [float("inf")]
