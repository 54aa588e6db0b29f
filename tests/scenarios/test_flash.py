"""The hook of a telephone on a port is flashed in a call, told as tables."""

import pytest

from tests.scenarios.beginnings import CALLED, TALKING
from tests.scenarios.table import play

HOLDING = """
        12:00:10 flashes a1
                 < part c1
                 < music c1
                 < tone a1 dial
                 = agent.state 8001 hold
"""
ASKED = (
    HOLDING
    + """
        12:00:11 key a1 8
                 < stop-tone a1
        12:00:11 key a1 0
        12:00:12 key a1 0
        12:00:12 key a1 2
                 < none
        12:00:16 pass
                 < ring a2 p2
                 < tone a1 ring
                 = agent.state 8002 ringing
                 = consult.begun
"""
)
ANSWERED = (
    ASKED
    + """
        12:00:18 answers a2
                 < stop-tone a1
                 < join a1 a2
                 = bridge.joined consult
                 = agent.state 8001 talking
                 = agent.state 8002 talking
"""
)

SCENARIOS = {
    "a flash holds, another one brings the caller back": TALKING
    + HOLDING
    + """
        12:00:12 flashes a1
                 < stop-tone a1
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 talking
    """,
    "without a digit the caller is back by himself": TALKING
    + HOLDING
    + """
        12:00:24 pass
                 < none
        12:00:25 pass
                 < stop-tone a1
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 talking
    """,
    "who is asked is rung four seconds after the last digit, and a flash in between leads back": TALKING
    + ASKED
    + """
        12:00:17 flashes a1
                 < hang-up a2
                 < stop-tone a1
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8002 ready
                 = consult.ended cancelled
                 = bridge.joined
                 = agent.state 8001 talking
    """,
    "the key # ends the number": TALKING
    + HOLDING
    + """
        12:00:11 key a1 8
        12:00:11 key a1 0
        12:00:11 key a1 0
        12:00:11 key a1 2
        12:00:11 key a1 #
                 < ring a2 p2
                 < tone a1 ring
    """,
    "hanging up brings the caller and who was asked together": TALKING
    + ANSWERED
    + """
        12:00:30 gone a1
                 < stop-music c1
                 < join c1 a2
                 < drop-bridge
    """,
    "a flash while somebody is asked ends that and brings the caller back": TALKING
    + ANSWERED
    + """
        12:00:30 flashes a1
                 < hang-up a2
                 < stop-music c1
                 < join c1 a1
                 < drop-bridge
    """,
    "hanging up while it rings passes the caller on without asking": TALKING
    + ASKED
    + """
        12:00:17 gone a1
                 = agent.state 8001 wrap-up
                 = consult.ended completed
                 = transfer.made blind agent:8002
    """,
    "a number that nobody has brings the caller back, with the reason on record": TALKING
    + HOLDING
    + """
        12:00:11 key a1 *
        12:00:11 key a1 #
                 < stop-tone a1
                 < stop-music c1
                 < join c1 a1
                 = transfer.refused 8001 * number-undialable
                 = agent.state 8001 talking
    """,
    "the code for parking parks": TALKING
    + HOLDING
    + """
        12:00:11 key a1 *
        12:00:11 key a1 7
        12:00:11 key a1 #
                 = call.parked 701
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 wrap-up
    """,
    "a number of the centre's sends the caller into its flow": TALKING
    + HOLDING
    + """
        12:00:11 key a1 4
        12:00:11 key a1 0
        12:00:11 key a1 0
        12:00:11 key a1 8
        12:00:11 key a1 0
        12:00:11 key a1 0
        12:00:11 key a1 1
        12:00:11 key a1 0
        12:00:11 key a1 0
        12:00:11 key a1 0
        12:00:11 key a1 #
                 < drop-bridge
                 < hang-up a1
                 < stop-music c1
                 < play c1 main-menu
    """,
    "who has called holds the called one in the same way": CALLED
    + """
        12:00:10 flashes i1
                 < part a1
                 < music a1
                 < tone i1 dial
        12:00:11 flashes i1
                 < stop-tone i1
                 < stop-music a1
                 < join i1 a1
    """,
    "whoever is held cannot hold in turn": CALLED
    + """
        12:00:10 flashes i1
        12:00:11 flashes a1
                 < none
                 = none
    """,
    "a caller who hangs up while digits are keyed ends the call": TALKING
    + HOLDING
    + """
        12:00:11 key a1 8
        12:00:12 gone c1
                 < hang-up a1
                 < drop-bridge
        12:00:13 key a1 0
        12:00:14 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
        12:00:20 pass
                 < none
    """,
    "a flash outside a conversation is nothing": """
        12:00:00 flashes a9
                 < none
                 = none
    """,
}


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_flash(scenario: str) -> None:
    play(scenario)
