"""Wishes of people, and of phones on their behalf."""

import pytest

from appliance.contact.agents.errors import AgentUnknown, PhoneMissing, PhoneTaken, PhoneUnknown
from appliance.contact.agents.model import State
from tests.unit.agents.rig import AT, CALL, Rig, at


def test_the_own_phone_is_meant_where_none_is_named() -> None:
    rig = Rig()
    assert rig.agents.sign_in("8002", "", AT).phone == "p2"
    assert rig.agents.sign_in("8003", "p3", AT).phone == "p3"


@pytest.mark.parametrize(
    ("number", "phone", "refusal"),
    [("8003", "", PhoneMissing), ("8003", "p9", PhoneUnknown), ("8003", "p2", PhoneTaken), ("9999", "", AgentUnknown)],
)
def test_why_somebody_cannot_sign_in(number: str, phone: str, refusal: type[Exception]) -> None:
    rig = Rig()
    rig.agents.sign_in("8002", "", AT)
    with pytest.raises(refusal):
        rig.agents.sign_in(number, phone, AT)
    assert rig.states() == ["ready"]


def test_a_phone_is_free_again_when_its_agent_is_out() -> None:
    rig = Rig()
    rig.agents.sign_in("8002", "", AT)
    rig.agents.sign_out("8002", at(1))
    assert rig.agents.sign_in("8003", "p2", at(2)).state is State.READY


def test_a_phone_signs_its_own_agent_in_and_out_and_nobody_else() -> None:
    rig = Rig()
    for phone in ("p1", "p2", "p3"):
        rig.agents.phone_state(phone, True, at(1))
    assert [rig.state(number) for number in ("8001", "8002", "8003")] == [State.READY] + 2 * [State.SIGNED_OUT]
    rig.agents.sign_in("8002", "", at(2))
    for phone in ("p1", "p2"):
        rig.agents.phone_state(phone, False, at(3))
    assert (rig.state("8001"), rig.state("8002")) == (State.SIGNED_OUT, State.READY)


def test_a_phone_that_registers_again_and_again_changes_nothing() -> None:
    rig = Rig()
    rig.agents.phone_state("p1", True, at(1))
    rig.agents.pause("8001", "lunch", at(2))
    rig.agents.phone_state("p1", True, at(3))
    assert rig.states() == ["ready", "paused"]


def test_a_phone_that_leaves_twice_signs_out_once() -> None:
    rig = Rig()
    rig.agents.phone_state("p1", True, at(1))
    rig.agents.phone_state("p1", False, at(2))
    rig.agents.phone_state("p1", False, at(3))
    assert rig.states() == ["ready", "signed-out"]


def test_a_phone_does_not_sign_in_over_somebody_who_sits_there() -> None:
    rig = Rig()
    rig.agents.sign_in("8003", "p1", AT)
    rig.agents.phone_state("p1", True, at(1))
    assert rig.state("8001") is State.SIGNED_OUT


def test_the_home_phone_says_nothing_of_who_sits_elsewhere() -> None:
    rig = Rig()
    rig.agents.sign_in("8001", "p3", AT)
    rig.agents.phone_state("p1", False, at(1))
    assert rig.state("8001") is State.READY


def test_a_phone_that_blinks_during_a_call_does_not_sign_out_after_it() -> None:
    rig = Rig()
    rig.agents.phone_state("p1", True, AT)
    rig.duty.ringing("8001", CALL, at(1))
    rig.duty.talking("8001", CALL, at(2))
    rig.agents.pause("8001", "lunch", at(3))
    rig.agents.phone_state("p1", False, at(4))
    rig.agents.phone_state("p1", True, at(5))
    rig.duty.released("8001", CALL, 10, at(6))
    assert rig.roster.presence("8001").reason == "lunch"


def test_the_end_of_a_wrap_up_that_is_over_already_changes_nothing() -> None:
    rig = Rig()
    rig.agents.sign_in("8001", "", AT)
    rig.agents.pause("8001", "lunch", at(1))
    rig.agents.wrap_up_over("8001", CALL, at(2))
    assert rig.state("8001") is State.PAUSED
