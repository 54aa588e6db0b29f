"""What the facts make of a call-back, those of earlier programs included."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from appliance.contact.callback import events as facts
from appliance.contact.callback.model import CallBack, Request, Return, State, Window, written
from appliance.events import Event

ONE, CALL = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)
WISH = Request("13800000001", "sales", NOW, 3, "4008001000", CALL, reason="the invoice")
ASKED = replace(
    CallBack(ONE, WISH.number, "sales", NOW, 3, "4008001000", CALL, NOW),
    asked_by="caller",
    reason="the invoice",
    wanted_at=NOW,
)
PROMISED = Window(LATER, LATER + timedelta(minutes=15))


def story(*events: Event) -> CallBack:
    return facts.fold({}, [facts.requested(ONE, WISH, None, "caller", NOW), *events])[ONE]


def test_a_wish_is_told_whole() -> None:
    assert story() == ASKED


def test_an_earlier_program_told_less() -> None:
    data = {"callback": str(ONE), "number": "138", "queue": "sales", "entered_at": NOW.isoformat(), "priority": 0}
    assert facts.fold({}, [Event(facts.REQUESTED, NOW, CALL, data=data)])[ONE] == CallBack(
        ONE, "138", "sales", NOW, origin=CALL, requested_at=NOW, wanted_at=NOW
    )


def test_shown_handed_on_and_shown_to_somebody_else() -> None:
    shown = replace(ASKED, state=State.OFFERED, offered_to="8001", offered_until=LATER)
    handed_on = facts.returned(shown, Return.REFUSED, "lunch", "li", NOW, alarming=True)
    assert story(facts.offered(ASKED, "8001", LATER, NOW)) == shown
    back = story(facts.offered(ASKED, "8001", LATER, NOW), handed_on)
    assert back == replace(ASKED, refusals=1, refused_by=frozenset({"8001"}), unwanted=True)
    again = story(facts.offered(ASKED, "8001", LATER, NOW), handed_on, facts.offered(back, "8002", LATER, NOW))
    assert (again.offered_to, again.refusals) == ("8002", 1)


def test_what_is_withdrawn_nobody_has_refused() -> None:
    shown = replace(ASKED, offered_to="8001")
    withdrawn = facts.returned(shown, Return.WITHDRAWN, "", "system", NOW, alarming=False)
    assert story(facts.offered(ASKED, "8001", LATER, NOW), withdrawn) == ASKED


@pytest.mark.parametrize("step", [facts.resumed(ONE, NOW), facts.rested(ONE, LATER, "busy", NOW)])
def test_a_rest_forgives_who_did_not_want_it(step: Event) -> None:
    shown = replace(ASKED, offered_to="8001")
    back = facts.returned(shown, Return.TIMED_OUT, "", "system", NOW, alarming=False)
    found = story(facts.offered(ASKED, "8001", LATER, NOW), back, step)
    assert (found.refused_by, found.refusals) == (frozenset(), 1)


def test_an_appointment_rests_until_its_time_and_is_late_until_it_is_dialled() -> None:
    promised = story(facts.postponed(ASKED, PROMISED, "", "li", NOW))
    assert (promised.state, promised.rests_until, promised.due_at) == (State.RESTING, LATER, LATER)
    assert (promised.until, promised.reason) == (PROMISED.until, "the invoice")
    late = facts.fold({ONE: promised}, [facts.late(promised, PROMISED.until)])[ONE]
    assert (late.late, late.until) == (True, None)
    dialled = facts.fold({ONE: late}, [facts.dialled(ONE, CALL, NOW)])[ONE]
    assert (dialled.late, dialled.attempts) == (False, 1)


def test_asked_for_at_a_time() -> None:
    found = facts.fold({}, [facts.requested(ONE, WISH, PROMISED, "li", NOW)])[ONE]
    assert (found.state, found.due_at, found.until) == (State.RESTING, *PROMISED)


def test_networks_write_one_number_in_many_ways() -> None:
    assert {"13800000001", "013800000001", "+8613800000001", "008613800000001"} <= {*written("+8613800000001")}
