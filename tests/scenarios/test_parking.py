"""Calls that are parked, and calls that somebody else picks up, told as tables."""

import pytest

from tests.scenarios.beginnings import RINGING, TALKING
from tests.scenarios.table import play

SCENARIOS = {
    "parked, and picked up by somebody else": TALKING
    + """
        12:00:05 login 8003
        12:00:10 call park
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 = call.parked 701
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 wrap-up
        12:00:10 gone a1
        12:00:15 call pickup agent:8003
                 < ring a2 p3
                 = transfer.made pick-up agent:8003
                 = agent.state 8003 ringing
        12:00:18 answers a2
                 < stop-music c1
                 < join c1 a2
                 = bridge.joined
                 = agent.state 8003 talking
    """,
    "a slot holds one call": TALKING
    + """
        12:00:05 inbound c2
        12:00:06 key c2 1
        12:00:07 answers a2
        12:00:10 call park 705
        12:00:11 call park 705 on2
                 ! slot-taken
        12:00:12 call park on2
                 = call.parked 701
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8002 wrap-up
    """,
    "nobody comes: back in front of the queue": TALKING
    + """
        12:00:05 pause 8002 lunch
        12:00:10 call park
        12:00:10 gone a1
        12:00:10 pause 8001 tea
        12:03:10 pass
                 < music c1
                 = transfer.made requeue queue:sales
                 = queue.entered sales
    """,
    "the caller hangs up in the slot": TALKING
    + """
        12:00:10 call park
        12:00:10 gone a1
        12:00:15 gone c1
                 = contact.closed answered caller
        12:10:00 pass
                 = agent.state 8001 ready
    """,
    "parked over a restart": TALKING
    + """
        12:00:05 login 8003
        12:00:10 call park
        12:00:10 gone a1
        12:00:12 restart c1:up
                 < music c1
                 = none
        12:00:15 call pickup phone:p3
                 < ring a2 p3
    """,
    "a call that rings at a colleague's phone is taken": RINGING
    + """
        12:00:05 call pickup agent:8002
                 < hang-up a1
                 < ring a2 p2
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
                 = offer.made 8002 sales
                 = agent.state 8002 ringing
        12:00:05 gone a1
                 = none
        12:00:06 answers a2
                 < stop-music c1
                 < join c1 a2
                 = offer.ended 8002 answered
                 = queue.left sales answered 3000
                 = bridge.joined
                 = agent.state 8002 talking
    """,
    "taken in the instant in which the colleague answers: one of them has it": RINGING
    + """
        12:00:05 answers a1
        12:00:05 call pickup agent:8002
                 ! call-not-waiting
                 < none
                 = none
    """,
    "a call that rings is not for somebody who is paused": RINGING
    + """
        12:00:04 pause 8002 lunch
        12:00:05 call pickup agent:8002
                 ! call-not-waiting
                 < none
    """,
    "a transfer that rings is taken by somebody else": TALKING
    + """
        12:00:05 login 8003
        12:00:10 call transfer agent:8003
        12:00:10 gone a1
        12:00:12 call pickup agent:8002
                 < hang-up a2
                 < ring a3 p2
                 = agent.state 8003 ready
                 = transfer.made pick-up agent:8002
                 = agent.state 8002 ringing
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_parking(table: str) -> None:
    play(table)
