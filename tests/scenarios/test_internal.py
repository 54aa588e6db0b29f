"""Phones that call phones, and agents who are at them, told as tables."""

import pytest

from tests.scenarios.beginnings import RINGING, TALKING
from tests.scenarios.table import play

SCENARIOS = {
    "a phone that talks is busy for another phone": TALKING
    + """
        12:00:10 dials p3 i1 8001
                 < hang-up i1 17
                 = contact.opened
        12:00:10 gone i1 17
                 = contact.closed unanswered system
    """,
    "a phone that rings is busy for another phone": RINGING
    + """
        12:00:04 dials p3 i1 8001
                 < hang-up i1 17
    """,
    "a phone that calls a service number is busy for another phone": """
        12:00:00 login 8001
        12:00:01 dials p1 c1 4008001000
                 < record c1
                 < answer c1
                 < play c1 main-menu
        12:00:02 dials p3 i2 8001
                 < hang-up i2 17
        12:00:03 key c1 1
                 < stop-play
                 < music c1
    """,
    "a phone that another phone rings is not rung for a caller": """
        12:00:00 login 8001
        12:00:01 dials p3 i1 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
                 < stop-play
                 < music c1
        12:00:09 gone i1
                 < hang-up a1
        12:00:09 gone a1
                 < ring a2 p1
    """,
    "an internal call does not end a pause": """
        12:00:00 login 8001
        12:00:01 pause 8001 lunch
        12:00:02 dials p3 i1 8001
        12:00:03 answers a1
                 = bridge.joined
                 = agent.state 8001 talking
        12:00:04 gone i1
        12:00:04 gone a1
                 = agent.state 8001 paused lunch
                 = contact.closed answered caller
    """,
    "an internal call does not sign anybody in": """
        12:00:00 login 8001
        12:00:02 dials p3 i1 8001
        12:00:02 logout 8001
        12:00:03 answers a1
                 < answer i1
                 < join i1 a1
                 = bridge.joined
        12:00:04 holds a1
                 = none
        12:00:05 unholds a1
                 = none
        12:00:06 gone a1
                 = none
        12:00:06 gone i1
                 = contact.closed answered agent
    """,
    "who moved to another phone is not drawn into what the old one picks up": """
        12:00:00 login 8001
        12:00:02 dials p3 i1 8001
        12:00:03 login 8001 p2
        12:00:04 inbound c1
        12:00:05 key c1 1
                 < stop-play
                 < music c1
                 < ring a2 p2
        12:00:06 answers a2
        12:00:07 answers a1
                 = bridge.joined
        12:00:08 gone a1
                 < hang-up i1
                 < drop-bridge
                 = none
    """,
    "the caller of an internal call leaves in the instant of the answer": """
        12:00:00 login 8001
        12:00:02 dials p3 i1 8001
        12:00:03 gone i1
                 < hang-up a1
        12:00:03 answers a1
                 < hang-up a1
                 = none
        12:00:03 gone a1
                 = contact.closed unanswered caller
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_internal(table: str) -> None:
    play(table)
