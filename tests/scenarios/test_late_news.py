"""News that comes too late or twice, and what a restart must not forget, told as tables."""

import pytest

from tests.scenarios.beginnings import RINGING, TALKING
from tests.scenarios.table import play

SCENARIOS = {
    "a caller whom the picture showed and whose arrival is told after it is greeted once": """
        12:00:00 sees c1:up
                 < answer c1
                 < play c1 main-menu
                 = contact.opened
                 = recording.started
                 = flow.node menu
        12:00:00 inbound c1
                 < none
                 = none
    """,
    "and is not queued twice": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:02 inbound c1
                 < none
                 = none
        12:00:03 answers a1
                 = offer.ended 8001 answered
                 = queue.left sales answered 1000
                 = bridge.joined
                 = agent.state 8001 talking
    """,
    "a caller of the static group survives a restart, comes back and reaches an agent": """
        12:00:00 restart c7:dialplan
                 = contact.opened
                 = recording.started
                 = contact.adopted
        12:00:01 restart c7:dialplan
                 < none
                 = none
        12:00:02 login 8001
        12:00:03 inbound c7
                 < answer c7
                 < play c7 main-menu
                 = flow.node menu
        12:00:04 key c7 1
        12:00:05 answers a1
                 < stop-music c7
                 < join c7 a1
        12:00:09 gone c7
                 < hang-up a1
                 < drop-bridge
        12:00:09 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
    """,
    "a caller of the static group is lost with the media node": """
        12:00:00 restart c7:dialplan
        12:00:05 lost
                 = contact.closed media-lost system
    """,
    "an end that is told twice is booked once": RINGING
    + """
        12:00:04 gone a1 21
        12:00:04 gone a1 21
                 < none
                 = none
    """,
    "a call that was abandoned before a restart is not a lost one after it": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 gone c1
        12:00:05 restart a1:ringing
                 < none
                 = none
        12:00:06 gone a1 26
                 = contact.closed abandoned caller
    """,
    "a conversation whose caller left before a restart was ended by the caller": TALKING
    + """
        12:00:10 gone c1
        12:00:11 restart a1:up
                 < none
                 = none
        12:00:12 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
    """,
    "a call whose last offer is still being cancelled over a restart waits for the next agent": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:23 pass
                 < hang-up a1
        12:00:24 restart c1:up a1:ringing
        12:00:25 login 8002
                 < ring a2 p2
    """,
    "a leg that was told to end and is still there after a restart rings for nobody": RINGING
    + """
        12:00:23 pass
                 < hang-up a1
                 < ring a2 p2
        12:00:24 restart c1:up a1:ringing a2:ringing
        12:00:25 answers a1
                 < hang-up a1
        12:00:26 answers a2
                 < stop-music c1
                 < join c1 a2
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_late_news(table: str) -> None:
    play(table)
