"""The open calls: by contact, by channel, by phone; in the ledger and in the picture at once."""

from appliance.contact.acd.model import Departure
from appliance.contact.calls.book import Book
from appliance.contact.calls.model import CallState
from tests.unit.calls.stories import (
    CALLER,
    CONTACT,
    ONE,
    Written,
    answered,
    arrival,
    closed,
    ended,
    entered,
    joined,
    left,
    made,
    over,
)


def book() -> tuple[Book, Written]:
    written = Written()
    return Book(written), written


def test_a_fact_is_in_the_ledger_and_in_the_picture() -> None:
    calls, written = book()
    calls.record(*arrival(), entered(5))
    assert written.events == [*arrival(), entered(5)]
    call = calls.call(CONTACT)
    assert call
    assert call.state is CallState.WAITING
    assert calls.calls() == (call,)


def test_what_the_ledger_holds_is_not_written_again() -> None:
    calls, written = book()
    calls.restore(arrival())
    assert calls.call(CONTACT)
    assert not written.events


def test_a_channel_leads_to_its_call_and_leg() -> None:
    calls, _ = book()
    calls.record(*arrival(), entered(5), *made(ONE, 6))
    for channel, leg in (("c1", CALLER), ("a1", ONE)):
        found = calls.on(channel)
        assert found
        assert (found[0].id, found[1].id) == (CONTACT, leg)
    assert calls.on("c9") is None


def test_the_caller_is_there_while_the_leg_lives() -> None:
    calls, _ = book()
    calls.record(*arrival())
    caller = calls.caller(CONTACT)
    assert caller
    assert caller.channel == "c1"
    calls.record(ended(CALLER, 3))
    assert calls.caller(CONTACT) is None
    assert calls.on("c1"), "its end may be told twice"


def test_a_phone_is_in_use_from_the_offer_to_the_end_of_its_leg() -> None:
    calls, _ = book()
    calls.record(*arrival(), entered(5))
    assert not calls.phones.in_use("p1")
    calls.record(*made(ONE, 6))
    assert calls.phones.in_use("p1")
    calls.record(over(ONE, 26, "no-answer"), answered(ONE, 26))
    assert calls.phones.in_use("p1"), "the leg still is, whatever became of the offer"
    calls.record(ended(ONE, 27))
    assert not calls.phones.in_use("p1")


def test_a_closed_call_leaves_nothing_behind() -> None:
    calls, _ = book()
    calls.record(*arrival(), entered(5), *made(ONE, 6), *joined(ONE, 9, 4), ended(CALLER, 20), closed(20))
    assert calls.calls() == ()
    assert calls.call(CONTACT) is None
    assert calls.on("c1") is None
    assert calls.on("a1") is None
    assert not calls.phones.in_use("p1")
    assert not calls.phones.in_use("")


def test_news_of_a_closed_call_opens_nothing() -> None:
    calls, _ = book()
    calls.record(*arrival(), ended(CALLER, 3), closed(3))
    calls.record(left(4, Departure.ABANDONED, 1), answered(ONE, 4))
    assert calls.calls() == ()
