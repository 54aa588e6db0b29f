"""Hold, resume and hang-up, and what crosses them, told as tables."""

import pytest

from appliance.contact.agents.model import State
from tests.scenarios.beginnings import RINGING, TALKING
from tests.scenarios.table import play

BY_ORDER = "hang-up by order, and the phone's end is told before the caller's: nobody else is rung, nobody blamed"
SCENARIOS = {
    "resume in the instant after the caller left": TALKING
    + """
        12:00:10 order hold
        12:00:20 gone c1
                 < hang-up a1
                 < drop-bridge
        12:00:20 order resume
                 ! call-not-talking
                 < none
                 = none
        12:00:20 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
    """,
    "hold in the instant after the agent left": TALKING
    + """
        12:00:10 gone a1
                 < hang-up c1
                 < drop-bridge
        12:00:10 order hold
                 ! call-not-talking
        12:00:10 gone c1
                 = contact.closed answered agent
    """,
    "news of the hold key from a leg that is gone does not bring it back to life": TALKING
    + """
        12:00:10 gone a1
        12:00:10 holds a1
                 < none
        12:00:10 unholds a1
                 < none
        12:00:10 gone c1
                 = contact.closed answered agent
    """,
    "nor does the end of a hold": TALKING
    + """
        12:00:10 holds a1
        12:00:11 gone a1
        12:00:11 unholds a1
        12:00:11 gone c1
                 = contact.closed answered agent
    """,
    "the agent hangs up with the caller on hold": TALKING
    + """
        12:00:10 order hold
        12:00:20 gone a1
                 < hang-up c1
                 < drop-bridge
                 = agent.state 8001 wrap-up
        12:00:20 gone c1
                 = contact.closed answered agent
    """,
    "both hang up at once": TALKING
    + """
        12:00:10 gone a1
                 < hang-up c1
                 < drop-bridge
                 = agent.state 8001 wrap-up
        12:00:10 gone c1
                 = contact.closed answered agent
        12:00:10 gone c1
                 < none
                 = none
    """,
    "the phone's hold key does not bring back whom an order holds": TALKING
    + """
        12:00:10 order hold
        12:00:11 holds a1
                 = none
        12:00:12 unholds a1
                 < none
                 = none
        12:00:13 order resume
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 talking
    """,
    "an order brings back whom the phone's key holds": TALKING
    + """
        12:00:10 holds a1
                 = agent.state 8001 hold
        12:00:11 order resume
                 < join c1 a1
                 = agent.state 8001 talking
        12:00:12 unholds a1
                 < none
                 = none
    """,
    "held over a restart, resumed after it": TALKING
    + """
        12:00:10 order hold
        12:00:11 restart c1:up a1:up
                 = none
        12:00:12 order resume
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 talking
    """,
    BY_ORDER: RINGING
    + """
        12:00:04 order hang-up
                 < hang-up a1
                 < hang-up c1
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
                 = queue.left sales removed 1000
        12:00:04 gone a1 16
                 < none
                 = none
        12:00:04 gone c1
                 = contact.closed abandoned caller
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_hold(table: str) -> None:
    play(table)


def test_nobody_is_paused_by_an_order_to_hang_up() -> None:
    stage = play(SCENARIOS[BY_ORDER])
    assert stage.centre.roster.presence("8001").state is State.READY
