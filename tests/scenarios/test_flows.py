"""Callers in a flow with a notice, opening hours and words before the queue, told as tables."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from appliance.contact.agents.model import Presence, State
from appliance.contact.calls.errors import CallUnknown
from tests.scenarios.stage import DAY, Site, Stage
from tests.scenarios.table import play

FLOW: dict[str, Any] = {
    "start": "notice",
    "nodes": {
        "notice": {"type": "play", "prompts": ["recorded"], "next": "hours", "whole": True},
        "hours": {"type": "hours", "spans": ["mon-fri 09:00-18:00"], "open": "welcome", "closed": "shut"},
        "welcome": {"type": "play", "prompts": ["welcome"], "next": "menu"},
        "menu": {
            "type": "menu",
            "prompts": ["main-menu"],
            "keys": {"1": "sales", "2": "shut"},
            "otherwise": "bye",
            "seconds": 5,
            "tries": 1,
        },
        "sales": {"type": "queue", "queue": "sales", "timed_out": "bye", "prompts": ["please-wait"]},
        "shut": {"type": "hangup", "prompts": ["closed"], "closed_hours": True},
        "bye": {"type": "hangup"},
    },
}

SCENARIOS = {
    "a notice that must be heard is heard, and the key pressed meanwhile is the menu's": """
        12:00:00 login 8001
        12:00:00 inbound c1
                 < answer c1
                 < play c1 recorded
                 = contact.opened
                 = recording.started
                 = flow.node notice
        12:00:01 key c1 2
                 < none
                 = none
        12:00:02 key c1 1
                 < none
        12:00:03 played c1
                 < play c1 welcome
                 = flow.node hours
                 = flow.node welcome
        12:00:05 played c1
                 < play c1 please-wait
                 = flow.node menu
                 = flow.key 1 True
                 = flow.node sales
        12:00:06 key c1 2
                 < none
        12:00:07 played c1
                 < music c1
                 < ring a1 p1
    """,
    "outside opening hours": """
        08:59:58 inbound c1
        08:59:59 played c1
                 < play c1 closed
                 = flow.node hours
                 = flow.node shut
        09:00:01 played c1
                 < hang-up c1
        09:00:01 gone c1
                 = contact.closed closed-hours system
    """,
    "the caller hangs up in the instant in which the system does": """
        08:00:00 inbound c1
        08:00:01 played c1
        08:00:02 played c1
                 < hang-up c1
        08:00:02 gone c1
                 = contact.closed closed-hours system
        08:00:02 played c1
                 < none
        08:00:02 key c1 1
                 < none
    """,
    "silence in the menu, with one try": """
        12:00:00 inbound c1
        12:00:01 played c1
        12:00:02 played c1
                 < play c1 main-menu
        12:00:03 played c1
        12:00:08 pass
                 < hang-up c1
                 = flow.key False
                 = flow.node bye
        12:00:08 gone c1
                 = contact.closed self-service system
    """,
    "hanging up during the words before the queue is no waiting": """
        12:00:00 inbound c1
        12:00:01 played c1
        12:00:02 key c1 1
                 < stop-play
                 < play c1 please-wait
        12:00:03 gone c1
                 < none
                 = contact.closed left-in-flow caller
    """,
    "a restart in the middle of a notice plays it anew": """
        12:00:00 inbound c1
        12:00:01 restart c1:up
                 < play c1 recorded
                 = none
        12:00:03 played c1
                 < play c1 welcome
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_flow(table: str) -> None:
    play(table, Site(flow=FLOW))


@pytest.mark.parametrize("what", [("hold", ""), ("resume",), ("hang_up",)])
def test_nothing_can_be_done_to_a_call_that_is_not_there(what: tuple[str, ...]) -> None:
    step, *more = what
    with pytest.raises(CallUnknown):
        getattr(Stage().centre.conversations, step)(UUID(int=1), *more, DAY)


def test_resuming_what_is_not_held_does_nothing() -> None:
    play("""
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:03 answers a1
        12:00:04 order resume
                 < none
                 = none
    """)


@pytest.mark.parametrize("state", [State.RINGING, State.TALKING, State.HOLD])
@pytest.mark.parametrize("contact", [None, UUID(int=1)])
def test_nobody_stays_engaged_with_a_call_that_no_longer_is(state: State, contact: UUID | None) -> None:
    stage = Stage()
    since: datetime = DAY
    stage.centre.roster.restore([Presence("8001", state, since, "p1", contact=contact)], DAY)
    stage.do(["sees"])
    assert stage.centre.roster.presence("8001").state is State.READY
