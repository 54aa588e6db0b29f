"""Enquiries, conferences and hold by a phone that has begun the call itself, told as tables."""

import pytest

from tests.scenarios.beginnings import CALLED
from tests.scenarios.table import play

ASKED = (
    CALLED
    + """
        12:00:10 call consult agent:8003 by8001
                 < part a1
                 < music a1
                 < ring a2 p3
                 = call.turned
                 = agent.state 8001 hold
                 = agent.state 8002 hold
                 = agent.state 8003 ringing
                 = consult.begun
        12:00:13 answers a2
                 < join i1 a2
                 = bridge.joined consult
                 = agent.state 8001 talking
                 = agent.state 8003 talking
"""
)

SCENARIOS = {
    "asks, goes back and forth, and passes on": ASKED
    + """
        12:00:15 call toggle by8001
                 < stop-music a1
                 < join a1 i1
                 < part a2
                 < music a2
                 = bridge.joined
                 = agent.state 8002 talking
                 = agent.state 8003 hold
        12:00:17 call toggle by8001
                 < stop-music a2
                 < part a1
                 < music a1
                 < join i1 a2
                 = agent.state 8002 hold
                 = bridge.joined consult
                 = agent.state 8003 talking
        12:00:18 call complete by8001
                 < record a1
                 < hang-up i1
                 < stop-music a1
                 < join a1 a2
                 < drop-bridge
                 = consult.ended completed
                 = bridge.parted
                 = recording.started
                 = agent.state 8001 ready
                 = transfer.made consult agent:8003
                 = bridge.joined
                 = agent.state 8002 talking
        12:00:18 gone i1
        12:00:20 gone a1
                 < hang-up a2
                 < drop-bridge
                 = agent.state 8002 ready
        12:00:20 gone a2
                 = agent.state 8003 ready
                 = contact.closed answered agent
    """,
    "hangs up in the enquiry: that passes on": ASKED
    + """
        12:00:15 gone i1
                 < record a1
                 < stop-music a1
                 < join a1 a2
                 < drop-bridge
                 = recording.started
                 = agent.state 8001 ready
                 = consult.ended completed
                 = transfer.made consult agent:8003
                 = bridge.joined
                 = agent.state 8002 talking
    """,
    "a conference goes on for those who stay": ASKED
    + """
        12:00:15 call conference by8001
                 < stop-music a1
                 < join a1 i1 a2
                 < drop-bridge
                 = consult.ended conference
                 = bridge.joined
                 = agent.state 8002 talking
        12:00:17 gone a1
                 < none
                 = agent.state 8002 ready
                 = call.turned
        12:00:18 gone i1
                 < hang-up a2
                 < drop-bridge
                 = agent.state 8001 ready
        12:00:18 gone a2
                 = agent.state 8003 ready
                 = contact.closed answered caller
    """,
    "whoever began the conference leaves it, and the recording goes on": ASKED
    + """
        12:00:15 call conference by8001
        12:00:17 gone i1
                 < record a1
                 = agent.state 8001 ready
                 = recording.started
        12:00:18 gone a1
                 < hang-up a2
                 < drop-bridge
                 = agent.state 8002 ready
        12:00:18 gone a2
                 = agent.state 8003 ready
                 = contact.closed answered agent
    """,
    "after an enquiry the one who was called passes on": ASKED
    + """
        12:00:15 call cancel by8001
                 < hang-up a2
                 < stop-music a1
                 < join a1 i1
                 < drop-bridge
                 = consult.ended cancelled
                 = bridge.parted
                 = agent.state 8003 ready
                 = bridge.joined
                 = agent.state 8002 talking
        12:00:15 gone a2
        12:00:18 call transfer agent:8003 by8002
                 < drop-bridge
                 < hang-up a1
                 < music i1
                 < ring a3 p3
                 = call.turned
                 = transfer.made blind agent:8003
                 = bridge.parted
                 = agent.state 8001 hold
                 = bridge.parted
                 = agent.state 8002 ready
                 = agent.state 8003 ringing
        12:00:18 gone a1
        12:00:20 answers a3
                 < stop-music i1
                 < join i1 a3
                 = bridge.joined
                 = agent.state 8001 talking
                 = agent.state 8003 talking
    """,
    "either side holds, by order": CALLED
    + """
        12:00:10 order hold 1 8001
                 < part a1
                 < music a1
                 = agent.state 8001 hold
        12:00:12 order resume
                 < stop-music a1
                 < join i1 a1
                 = agent.state 8001 talking
        12:00:13 order hold 1 8002
                 < part i1
                 < music i1
                 = agent.state 8002 hold
        12:00:14 order resume
                 < stop-music i1
                 < join i1 a1
                 = agent.state 8002 talking
        12:00:15 order hold
                 < part i1
                 < music i1
                 = agent.state 8002 hold
    """,
    "held first, then asked: the music ends with the enquiry": CALLED
    + """
        12:00:10 order hold 1 8001
                 < part a1
                 < music a1
        12:00:12 call consult agent:8003 by8001
                 < music a1
                 < ring a2 p3
        12:00:13 answers a2
                 < join i1 a2
        12:00:14 call cancel by8001
                 < hang-up a2
                 < stop-music a1
                 < join a1 i1
                 < drop-bridge
    """,
    "held by the other side, and passed on all the same": CALLED
    + """
        12:00:10 order hold 1 8002
                 < part i1
                 < music i1
                 = agent.state 8002 hold
        12:00:12 call transfer agent:8003 by8001
                 < stop-music i1
                 < music a1
                 < drop-bridge
                 < record a1
                 < hang-up i1
                 < music a1
                 < ring a2 p3
        12:00:12 gone i1
        12:00:17 answers a2
                 < stop-music a1
                 < join a1 a2
                 = bridge.joined
                 = agent.state 8002 talking
                 = agent.state 8003 talking
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_calling_phone_asks(table: str) -> None:
    play(table)
