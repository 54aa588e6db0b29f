"""The one place where a presence changes: what is booked, who is free, which alarms stand."""

from dataclasses import replace

import pytest

from appliance.contact.agents.errors import AgentUnknown
from appliance.contact.agents.model import Presence, State
from tests.unit.agents.rig import AT, CALL, PEOPLE, Rig, at


def talking(rig: Rig, number: str = "8002") -> None:
    rig.agents.sign_in(number, "", AT)
    rig.duty.ringing(number, CALL, at(1))
    rig.duty.talking(number, CALL, at(2))


def test_a_change_is_booked_once_and_no_change_not_at_all() -> None:
    rig = Rig()
    rig.agents.sign_in("8002", "", AT)
    rig.agents.sign_in("8002", "", at(5))
    rig.agents.ready("8002", at(6))
    assert rig.states() == ["ready"]


def test_whoever_becomes_ready_may_be_rung_at_once() -> None:
    rig = Rig()
    rig.agents.sign_in("8002", "", at(1))
    rig.agents.pause("8002", "lunch", at(2))
    rig.agents.ready("8002", at(3))
    assert rig.freed == [at(1), at(3)]


def test_the_free_are_ready_at_a_quiet_phone() -> None:
    rig = Rig()
    rig.agents.sign_in("8001", "", AT)
    rig.agents.sign_in("8002", "", AT)
    rig.agents.sign_in("8003", "p3", AT)
    rig.agents.pause("8003", "lunch", AT)
    rig.busy = {"p1"}
    assert [agent.number for agent, _, _ in rig.roster.free()] == ["8002"]


def test_wrap_up_has_an_alarm_as_long_as_it_lasts() -> None:
    rig = Rig()
    talking(rig)
    rig.duty.released("8002", CALL, 15, at(30))
    assert (rig.state("8002"), rig.wrap_up_ends("8002")) == (State.WRAP_UP, 45)
    rig.agents.pause("8002", "lunch", at(40))
    assert rig.wrap_up_ends("8002") is None
    rig.agents.wrap_up_over("8002", CALL, at(45))
    assert rig.state("8002") is State.PAUSED


def test_wrap_up_ends_in_ready() -> None:
    rig = Rig()
    talking(rig)
    rig.duty.released("8002", CALL, 15, at(30))
    rig.agents.wrap_up_over("8002", CALL, at(45))
    assert rig.roster.presence("8002") == Presence("8002", State.READY, at(45), "p2", idle_since=at(45))
    assert not rig.alarms


def test_a_wrap_up_of_before_a_restart_has_an_alarm_again() -> None:
    rig = Rig()
    people = [
        Presence("8002", State.WRAP_UP, AT, "p2", after=CALL),
        Presence("8001", State.READY, AT, "p1", idle_since=AT),
    ]
    rig.roster.restore(people, at(7))
    assert rig.alarms.keys() == {("agent-wrap-up", "8002", str(CALL))}
    assert rig.wrap_up_ends("8002") == 7
    assert not rig.events, "what the ledger said is not booked again"


def test_somebody_removed_is_signed_out_now_or_after_the_call() -> None:
    rig = Rig()
    talking(rig)
    rig.agents.sign_in("8001", "", AT)
    rig.roster.configure({"8003": PEOPLE["8003"]}, at(10))
    assert rig.state("8001") is State.SIGNED_OUT
    assert rig.roster.presence("8002") == replace(rig.roster.presence("8002"), state=State.TALKING, leaving=True)
    rig.duty.released("8002", CALL, 10, at(20))
    assert rig.state("8002") is State.SIGNED_OUT
    assert [agent.number for agent, _ in rig.roster.everybody()] == ["8003"]


def test_somebody_removed_while_the_engine_was_away_holds_no_phone() -> None:
    rig = Rig()
    rig.roster.restore([Presence("7777", State.READY, AT, "p1", idle_since=AT)], AT)
    rig.roster.configure(PEOPLE, AT)
    assert rig.roster.at_phone("p1") is None
    rig.agents.sign_in("8001", "", AT)


def test_somebody_removed_who_was_out_is_not_booked() -> None:
    rig = Rig()
    rig.roster.configure({}, AT)
    assert not rig.events


def test_new_skills_are_taken_at_once() -> None:
    rig = Rig()
    rig.agents.sign_in("8002", "", AT)
    rig.roster.configure({"8002": replace(PEOPLE["8002"], skills={"sales": 3})}, at(1))
    assert rig.freed[-1] == at(1)
    assert rig.roster.free()[0][0].skills == {"sales": 3}


def test_who_sits_where() -> None:
    rig = Rig()
    talking(rig)
    rig.agents.sign_in("8003", "p3", AT)
    rig.agents.sign_out("8003", at(1))
    assert (rig.roster.at_phone("p2") or Presence("")).agent == "8002"
    assert rig.roster.at_phone("p3") is None
    assert [person.agent for person in rig.roster.people() if person.in_hand] == ["8002"]
    with pytest.raises(AgentUnknown):
        rig.roster.known("9999")
