"""When a host that fails is left alone, and when it is asked again."""

from datetime import UTC, datetime, timedelta

from appliance.contact.ivr.breaker import PATIENCE, REST, Health, asking, heard, may_ask

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
TICK = timedelta(seconds=1)


def failed(times: int, at: datetime = AT) -> Health:
    health = Health()
    for _ in range(times):
        health = heard(asking(health), at, well=False)
    return health


def test_a_host_that_fails_now_and_then_is_asked() -> None:
    assert may_ask(Health(), AT)
    assert may_ask(failed(PATIENCE - 1), AT)
    assert may_ask(heard(failed(PATIENCE - 1), AT, well=True), AT)
    assert may_ask(heard(heard(failed(PATIENCE - 1), AT, well=True), AT, well=False), AT), "not in a row"


def test_a_host_that_keeps_failing_is_left_alone_for_a_while() -> None:
    health = failed(PATIENCE)
    assert not may_ask(health, AT)
    assert not may_ask(health, AT + REST - TICK)
    assert may_ask(health, AT + REST)


def test_one_question_finds_out_whether_it_is_back() -> None:
    health = asking(failed(PATIENCE))
    assert not may_ask(health, AT + REST), "a second one does not wait with the first"
    again = heard(health, AT + REST, well=False)
    assert not may_ask(again, AT + REST + TICK)
    assert may_ask(again, AT + 2 * REST)
    assert may_ask(heard(health, AT + REST, well=True), AT + REST)
