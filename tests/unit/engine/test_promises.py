"""Call-backs that nobody wants and appointments that were not kept are alarms until somebody sees to them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from appliance.contact.callback import events as facts
from appliance.contact.callback.model import CallBack, Return, State, Window
from appliance.daemons.engine.promises import LATE, UNWANTED, Promises
from appliance.events import Event
from tests.fakes.alarms import SeenAlarms

ONE = UUID(int=1)
AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
OPEN = CallBack(ONE, "13800000001", "sales", AT, offered_to="8001", refusals=2, due_at=AT)
POSTPONED = facts.postponed(OPEN, Window(AT, AT + timedelta(hours=1)), "", "li", AT)
DIALLED = facts.dialled(ONE, UUID(int=2), AT)
ENDED = facts.ended(ONE, State.CANCELLED, "", "li", AT)


@pytest.mark.parametrize("alarming", [True, False])
def test_refused_too_often(alarming: bool) -> None:
    alarms = SeenAlarms()
    Promises(alarms).take([facts.returned(OPEN, Return.REFUSED, "lunch", "li", AT, alarming=alarming)])
    told = {(UNWANTED, str(ONE)): "13800000001, sales, 3, lunch"}
    assert alarms.now == (told if alarming else {})


@pytest.mark.parametrize(
    ("mended", "left"),
    [
        (facts.accepted(OPEN, "li", AT), {LATE}),
        (DIALLED, set()),
        (POSTPONED, set()),
        (ENDED, set()),
    ],
    ids=["accepted", "dialled", "postponed", "ended"],
)
def test_until_somebody_sees_to_it(mended: Event, left: set[str]) -> None:
    alarms = SeenAlarms()
    promises = Promises(alarms)
    promises.take([facts.late(OPEN, AT), facts.returned(OPEN, Return.REFUSED, "lunch", "li", AT, alarming=True)])
    assert {code for code, _ in alarms.now} == {LATE, UNWANTED}
    promises.take([mended])
    assert {code for code, _ in alarms.now} == left


def test_what_stood_before_a_restart_stands_again() -> None:
    alarms = SeenAlarms()
    Promises(alarms).begin([replace(OPEN, late=True), replace(OPEN, id=UUID(int=3), unwanted=True), OPEN])
    assert alarms.now.keys() == {(LATE, str(ONE)), (UNWANTED, str(UUID(int=3)))}
