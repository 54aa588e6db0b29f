"""An agent's telephone is in a page, and the page is gone for a while, told as tables."""

import pytest

from tests.scenarios.table import play

TALKING = """
        12:00:00 login 8001 8001-web
        12:00:02 inbound c1
        12:00:03 key c1 1
                 < stop-play
                 < music c1
                 < ring a1 8001-web
        12:00:04 answers a1
"""
RELOADED = """
        12:00:10 phone 8001-web offline
                 < hang-up a1
                 < drop-bridge
                 < music c1
                 = call.parked 8001-web
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 hold
        12:00:10 gone a1
"""
SCENARIOS = {
    "a page that is loaded anew has its call back": TALKING
    + RELOADED
    + """
        12:00:12 phone 8001-web online
                 < ring a2 8001-web
                 = transfer.made come-back agent:8001
        12:00:12 answers a2
                 < stop-music c1
                 < join c1 a2
                 = bridge.joined
                 = agent.state 8001 talking
        12:00:40 pass
        12:00:50 gone c1
                 < hang-up a2
                 < drop-bridge
        12:00:50 gone a2
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
    """,
    "a leg that dies of silence is no hang-up": TALKING
    + """
        12:00:10 gone a1 44
                 < drop-bridge
                 < music c1
                 = call.parked 8001-web
                 = bridge.parted
                 = agent.state 8001 hold
        12:00:14 phone 8001-web online
                 < ring a2 8001-web
                 = transfer.made come-back agent:8001
        12:00:16 gone a2 20
                 = agent.state 8001 paused unreachable
                 = transfer.failed 8001 unreachable
                 = transfer.made requeue queue:sales
                 = queue.entered sales
    """,
    "an agent who hangs up is not called again": TALKING
    + """
        12:00:10 gone a1 16
                 < hang-up c1
                 < drop-bridge
                 = agent.state 8001 wrap-up
        12:00:11 phone 8001-web online
    """,
    "who does not come back leaves the caller in front of the queue": TALKING
    + RELOADED
    + """
        12:00:20 login 8002
        12:00:25 pass
                 < music c1
                 < ring a2 p2
                 = agent.state 8001 paused unreachable
                 = transfer.made requeue queue:sales
                 = queue.entered sales
                 = offer.made 8002 sales
                 = agent.state 8002 ringing
    """,
    "the caller does not wait": TALKING
    + RELOADED
    + """
        12:00:12 gone c1
                 = contact.closed answered caller
                 = agent.state 8001 ready
        12:01:00 pass
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS)
def test_comebacks(table: str) -> None:
    play(table)
