"""Enquiries and conferences, told as tables."""

import pytest

from tests.scenarios.beginnings import TALKING
from tests.scenarios.table import play

ASKING = (
    TALKING
    + """
        12:00:05 login 8003
        12:00:10 call consult agent:8003
                 < part c1
                 < music c1
                 < ring a2 p3
                 = agent.state 8001 hold
                 = agent.state 8003 ringing
                 = consult.begun
"""
)
ASKED = (
    ASKING
    + """
        12:00:14 answers a2
                 < join a1 a2
                 = bridge.joined consult
                 = agent.state 8001 talking
                 = agent.state 8003 talking
"""
)
THREE = (
    ASKED
    + """
        12:00:20 call conference
                 < stop-music c1
                 < join c1 a1 a2
                 < drop-bridge
                 = consult.ended conference
                 = bridge.joined
"""
)
SCENARIOS = {
    "completed: the caller goes to who was asked": ASKED
    + """
        12:00:20 call complete
                 < hang-up a1
                 < stop-music c1
                 < join c1 a2
                 < drop-bridge
                 = consult.ended completed
                 = bridge.parted
                 = agent.state 8001 wrap-up
                 = transfer.made consult agent:8003
                 = bridge.joined
        12:00:20 gone a1
                 < none
                 = none
        12:00:30 gone c1
                 < hang-up a2
                 < drop-bridge
        12:00:30 gone a2
                 = agent.state 8003 wrap-up
                 = contact.closed answered caller
    """,
    "cancelled while talking: the caller comes back": ASKED
    + """
        12:00:20 call cancel
                 < hang-up a2
                 < stop-music c1
                 < join c1 a1
                 < drop-bridge
                 = consult.ended cancelled
                 = bridge.parted
                 = agent.state 8003 ready
                 = bridge.joined
        12:00:20 gone a2
                 < none
                 = none
        12:00:25 order hold
                 < part c1
                 < music c1
    """,
    "cancelled while ringing": ASKING
    + """
        12:00:12 call cancel
                 < hang-up a2
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8003 ready
                 = consult.ended cancelled
                 = bridge.joined
                 = agent.state 8001 talking
        12:00:12 gone a2
                 = none
    """,
    "cancelled in the instant of the answer": ASKING
    + """
        12:00:12 call cancel
        12:00:12 answers a2
                 < hang-up a2
                 = none
        12:00:12 gone a2
                 = none
    """,
    "nobody answers: the caller comes back by itself": ASKING
    + """
        12:00:35 pass
                 < hang-up a2
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8003 paused no-answer
                 = consult.ended no-answer
                 = bridge.joined
                 = agent.state 8001 talking
    """,
    "who is asked declines": ASKING
    + """
        12:00:12 gone a2 21
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8003 ready
                 = consult.ended rejected
                 = bridge.joined
                 = agent.state 8001 talking
    """,
    "to and fro": ASKED
    + """
        12:00:20 call toggle
                 < stop-music c1
                 < join c1 a1
                 < part a2
                 < music a2
                 = bridge.joined
                 = agent.state 8003 hold
        12:00:30 call toggle
                 < stop-music a2
                 < part c1
                 < music c1
                 < join a1 a2
                 = bridge.joined consult
                 = agent.state 8003 talking
        12:00:40 call toggle
        12:00:50 call complete
                 < hang-up a1
                 < stop-music a2
                 < join c1 a2
                 < drop-bridge
    """,
    "toggled to the caller, then cancelled: nothing changes for the caller": ASKED
    + """
        12:00:20 call toggle
        12:00:30 call cancel
                 < hang-up a2
                 < drop-bridge
                 = consult.ended cancelled
                 = bridge.parted
                 = agent.state 8003 ready
    """,
    "toggle, complete and conference need an answer": ASKING
    + """
        12:00:11 call toggle
                 ! consult-missing
        12:00:11 call complete
                 ! consult-missing
        12:00:11 call conference
                 ! consult-missing
                 = none
    """,
    "one enquiry at a time, and no hold in it": ASKED
    + """
        12:00:15 call consult phone:p2
                 ! call-in-consult
        12:00:15 call transfer queue:support
                 ! call-in-consult
        12:00:15 order hold
                 ! call-in-consult
                 = none
    """,
    "the caller hangs up in the enquiry: it is over for all": ASKED
    + """
        12:00:20 gone c1
                 < hang-up a1
                 < hang-up a2
                 < drop-bridge
                 < drop-bridge
                 = consult.ended abandoned
        12:00:20 gone a1
                 = agent.state 8001 wrap-up
        12:00:20 gone a2
                 = agent.state 8003 wrap-up
                 = contact.closed answered caller
    """,
    "the caller hangs up while who is asked rings": ASKING
    + """
        12:00:12 gone c1
                 < hang-up a2
                 < hang-up a1
                 < drop-bridge
                 = agent.state 8003 ready
                 = consult.ended abandoned
        12:00:12 gone a2
        12:00:12 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
    """,
    "who is asked hangs up: the caller comes back": ASKED
    + """
        12:00:20 gone a2
                 < stop-music c1
                 < join c1 a1
                 < drop-bridge
                 = agent.state 8003 ready
                 = consult.ended over
                 = bridge.joined
    """,
    "who was asked hangs up while waiting": ASKED
    + """
        12:00:18 call toggle
        12:00:20 gone a2
                 < drop-bridge
                 = agent.state 8003 ready
                 = consult.ended over
    """,
    "the agent hangs up in the enquiry: that completes it": ASKED
    + """
        12:00:20 gone a1
                 < stop-music c1
                 < join c1 a2
                 < drop-bridge
                 = agent.state 8001 wrap-up
                 = consult.ended completed
                 = transfer.made consult agent:8003
                 = bridge.joined
    """,
    "the agent hangs up while who is asked rings: the ringing goes on for the caller": ASKING
    + """
        12:00:12 gone a1
                 < none
                 = agent.state 8001 wrap-up
                 = consult.ended completed
                 = transfer.made blind agent:8003
        12:00:14 answers a2
                 < stop-music c1
                 < join c1 a2
                 = bridge.joined
                 = agent.state 8003 talking
    """,
    "the agent hangs up, and who is asked does not answer: back in front of the line": ASKING
    + """
        12:00:11 pause 8002 lunch
        12:00:12 gone a1
        12:00:12 pause 8001 tea
        12:00:14 gone a2 17
                 < music c1
                 = agent.state 8003 ready
                 = transfer.failed 8003 busy
                 = transfer.made requeue queue:sales
                 = queue.entered sales
    """,
    "an enquiry with the caller already on hold": TALKING
    + """
        12:00:05 login 8003
        12:00:08 order hold
        12:00:10 call consult agent:8003
                 < ring a2 p3
        12:00:12 answers a2
                 < join a1 a2
    """,
    "three talk, the agent leaves, the others go on": THREE
    + """
        12:00:30 gone a1
                 < none
                 = agent.state 8001 wrap-up
        12:00:40 gone c1
                 < hang-up a2
                 < drop-bridge
        12:00:40 gone a2
                 = agent.state 8003 wrap-up
                 = contact.closed answered caller
    """,
    "three talk, one is dropped": THREE
    + """
        12:00:25 call drop 8009
                 ! party-unknown
        12:00:30 call drop 8003
                 < hang-up a2
                 = bridge.parted
                 = agent.state 8003 wrap-up
        12:00:30 gone a2
                 < none
        12:00:31 call drop 8001
                 ! party-unknown
        12:00:35 order hold
                 < part c1
                 < music c1
    """,
    "three talk, the caller leaves": THREE
    + """
        12:00:30 gone c1
                 < hang-up a1
                 < hang-up a2
                 < drop-bridge
        12:00:30 gone a1
                 = agent.state 8001 wrap-up
        12:00:30 gone a2
                 = agent.state 8003 wrap-up
                 = contact.closed answered caller
    """,
    "three talk: no hold, no second enquiry": THREE
    + """
        12:00:30 order hold
                 ! call-in-consult
        12:00:30 call consult phone:p2
                 ! call-in-consult
    """,
    "three talk, and the call goes to a queue: both agents are free": THREE
    + """
        12:00:25 pause 8002 lunch
        12:00:30 call transfer queue:support
                 < drop-bridge
                 < hang-up a1
                 < hang-up a2
                 < music c1
    """,
    "the engine dies in the enquiry": ASKED
    + """
        12:00:15 restart c1:up a1:up a2:up
                 < none
                 = none
        12:00:20 call complete
                 < hang-up a1
                 < stop-music c1
                 < join c1 a2
                 < drop-bridge
    """,
    "the engine dies while who is asked rings": ASKING
    + """
        12:00:11 restart c1:up a1:up a2:ringing
                 < none
                 = none
        12:00:14 answers a2
                 < join a1 a2
    """,
    "the engine dies in the enquiry, and the bridge was never made": ASKED
    + """
        12:00:15 restart c1:up:- a1:up:main a2:up:-
                 < join a1 a2
                 = none
    """,
    "the engine dies in a conference": THREE
    + """
        12:00:25 restart c1:up:main a1:up:main a2:up:main
                 < none
                 = none
        12:00:30 gone a1
                 = agent.state 8001 wrap-up
    """,
    "the engine died between a conference's facts and its bridge": THREE
    + """
        12:00:25 restart c1:up:- a1:up:consult a2:up:consult
                 < join c1 a1 a2
                 = none
    """,
    "the engine dies, and meanwhile the agent hung up in the enquiry": ASKED
    + """
        12:00:15 restart c1:up a2:up
                 < stop-music c1
                 < join c1 a2
                 < drop-bridge
                 = agent.state 8001 wrap-up
                 = consult.ended completed
                 = transfer.made consult agent:8003
                 = bridge.joined
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_consult(table: str) -> None:
    play(table)
