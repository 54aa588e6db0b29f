"""Tickets: each once, for a while, and none for whose session is over."""

from appliance.daemons.live.scope import Scope
from appliance.daemons.live.tickets import LIFE, MOST, Tickets

LI, WANG = Scope("li", "s1"), Scope("wang", "s2")


def test_a_ticket_is_its_owner_s_once() -> None:
    tickets = Tickets()
    ticket = tickets.give(LI, 100.0)
    assert tickets.take(ticket, 101.0) == LI
    assert tickets.take(ticket, 101.0) is None


def test_a_ticket_that_nobody_used_is_good_no_more() -> None:
    tickets = Tickets()
    ticket = tickets.give(LI, 100.0)
    assert tickets.take(ticket, 100.0 + LIFE) is None


def test_a_session_that_ends_takes_its_tickets_with_it() -> None:
    tickets = Tickets()
    first, second, third = tickets.give(LI, 0.0), tickets.give(WANG, 0.0), tickets.give(Scope("li", "s3"), 0.0)
    tickets.dismiss("", "s1")
    assert tickets.take(first, 1.0) is None
    assert tickets.take(second, 1.0) == WANG
    tickets.dismiss("li", "")
    assert tickets.take(third, 1.0) is None


def test_whoever_asks_for_tickets_without_end_fills_no_memory() -> None:
    tickets = Tickets()
    given = [tickets.give(LI, 0.0) for _ in range(MOST + 1)]
    assert tickets.take(given[0], 1.0) is None
    assert tickets.take(given[1], 1.0) == LI
