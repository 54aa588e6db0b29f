"""The steps of calls from the agent's chair; one that no longer fits is left alone."""

import pytest

from appliance.contact.agents.errors import AgentEngaged
from appliance.contact.agents.model import State
from tests.unit.agents.rig import AT, CALL, Rig, at


@pytest.fixture
def rig() -> Rig:
    rig = Rig()
    rig.agents.sign_in("8002", "", AT)
    return rig


def test_a_call_from_ringing_to_wrap_up(rig: Rig) -> None:
    rig.duty.ringing("8002", CALL, at(1))
    rig.duty.talking("8002", CALL, at(2))
    rig.duty.holding("8002", CALL, at(3))
    rig.duty.talking("8002", CALL, at(4))
    rig.duty.released("8002", CALL, 10, at(5))
    assert rig.states() == ["ready", "ringing", "talking", "hold", "talking", "wrap-up"]


def test_an_offer_that_is_missed_pauses_with_its_reason(rig: Rig) -> None:
    rig.duty.ringing("8002", CALL, at(1))
    rig.duty.missed("8002", CALL, "no-answer", at(20))
    assert rig.roster.presence("8002").reason == "no-answer"
    assert rig.states()[-1] == "paused"


def test_an_offer_that_is_withdrawn_costs_no_place(rig: Rig) -> None:
    rig.duty.ringing("8002", CALL, at(1))
    rig.duty.withdrawn("8002", CALL, at(20))
    person = rig.roster.presence("8002")
    assert (person.state, person.idle_since) == (State.READY, AT)


def test_steps_that_come_too_late_change_nothing(rig: Rig) -> None:
    before = rig.roster.presence("8002")
    rig.duty.withdrawn("8002", CALL, at(1))
    rig.duty.missed("8002", CALL, "busy", at(1))
    rig.duty.released("8002", CALL, 10, at(1))
    assert rig.roster.presence("8002") == before
    assert rig.states() == ["ready"]


def test_nobody_is_rung_who_is_not_ready(rig: Rig) -> None:
    rig.agents.pause("8002", "lunch", at(1))
    with pytest.raises(AgentEngaged):
        rig.duty.ringing("8002", CALL, at(2))
