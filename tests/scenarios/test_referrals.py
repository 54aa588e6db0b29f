"""The transfer button of a phone, told as tables."""

import pytest

from tests.scenarios.beginnings import RINGING, TALKING
from tests.scenarios.table import play

ASKED = (
    TALKING
    + """
        12:00:05 login 8003
        12:00:06 holds a1
        12:00:07 dials p1 i1 8003
                 < record i1
                 < ringing-tone i1
                 < ring a2 p3
        12:00:09 answers a2
"""
)

SCENARIOS = {
    "passed on to an agent with the phone's own button": TALKING
    + """
        12:00:05 login 8003
        12:00:06 holds a1
        12:00:07 refers a1 8003
                 < drop-bridge
                 < transfer-told a1 done
                 < hang-up a1
                 < music c1
                 < ring a2 p3
                 = transfer.made blind agent:8003
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 wrap-up
                 = agent.state 8003 ringing
        12:00:07 gone a1
        12:00:09 answers a2
                 < stop-music c1
                 < join c1 a2
                 = bridge.joined
                 = agent.state 8003 talking
    """,
    "outside, and to a phone": TALKING
    + """
        12:00:07 refers a1 13800001111
                 < drop-bridge
                 < transfer-told a1 done
                 < hang-up a1
                 < music c1
                 < ring-out a2 13800001111@carrier
        12:00:08 gone a1
        12:00:09 answers a2
        12:00:10 gone a2
                 < hang-up c1
                 < drop-bridge
    """,
    "back to the main menu": TALKING
    + """
        12:00:07 refers a1 4008001000
                 < drop-bridge
                 < transfer-told a1 done
                 < hang-up a1
                 < play c1 main-menu
    """,
    "parked with the button": TALKING
    + """
        12:00:07 refers a1 *7
                 < drop-bridge
                 < transfer-told a1 done
                 < hang-up a1
                 < music c1
                 = call.parked 701
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 wrap-up
    """,
    "parked by name": TALKING
    + """
        12:00:07 refers a1 park
                 = call.parked 701
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 wrap-up
    """,
    "to somebody who is busy: declined, and nothing has changed": TALKING
    + """
        12:00:05 pause 8002 lunch
        12:00:06 dnd 8002 on
        12:00:07 refers a1 8002
                 < transfer-told a1 declined
                 = transfer.refused 8001 8002 target-busy
        12:00:08 refers a1 9999999999999999999999999999999999
                 < transfer-told a1 declined
                 = transfer.refused 8001 9999999999999999999999999999999999 number-undialable
    """,
    "the button while the phone still rings": RINGING
    + """
        12:00:05 refers a1 8002
                 < transfer-told a1 declined
                 = transfer.refused 8001 8002 call-not-talking
    """,
    "the button of a phone that is in no call": """
        12:00:00 login 8001
        12:00:05 refers a9 8002
                 < transfer-told a9 declined
                 = transfer.refused 8002 call-not-talking
    """,
    "the caller hangs up in the instant of the button": TALKING
    + """
        12:00:07 gone c1
                 < hang-up a1
                 < drop-bridge
        12:00:07 refers a1 8002
                 < transfer-told a1 declined
                 = transfer.refused 8001 8002 call-not-talking
    """,
    "who asks on the second line and brings both together": ASKED
    + """
        12:00:12 brings a1 i1
                 < transfer-told a1 done
                 < hang-up a1
                 < join c1 a2
                 < hang-up i1
                 < drop-bridge
                 = contact.closed answered system
                 = transfer.made consult agent:8003
                 = agent.state 8001 hold
                 = bridge.parted
                 = agent.state 8001 wrap-up
                 = agent.state 8003 talking
                 = bridge.joined
        12:00:12 gone a1
                 = none
        12:00:12 gone i1
                 = none
        12:00:20 gone c1
                 < hang-up a2
                 < drop-bridge
        12:00:20 gone a2
                 = agent.state 8003 wrap-up
                 = contact.closed answered caller
    """,
    "the button on the other line does the same": ASKED
    + """
        12:00:12 brings i1 a1
                 < transfer-told i1 done
                 < hang-up a1
                 < join c1 a2
                 < hang-up i1
                 < drop-bridge
    """,
    "brought together with a number outside": TALKING
    + """
        12:00:06 holds a1
        12:00:07 dials p1 i1 13800001111
        12:00:09 answers a2
        12:00:12 brings a1 i1
                 < transfer-told a1 done
                 < hang-up a1
                 < join c1 a2
                 < hang-up i1
                 < drop-bridge
                 = contact.closed answered system
                 = transfer.made consult number:13800001111
                 = agent.state 8001 hold
                 = bridge.parted
                 = agent.state 8001 wrap-up
                 = bridge.joined
        12:00:12 gone a1
        12:00:12 gone i1
        12:00:20 gone a2
                 < hang-up c1
                 < drop-bridge
    """,
    "brought together while the colleague still rings: declined": TALKING
    + """
        12:00:05 login 8003
        12:00:06 holds a1
        12:00:07 dials p1 i1 8003
        12:00:09 brings a1 i1
                 < transfer-told a1 declined
                 = transfer.refused 8001 i1 consult-missing
        12:00:10 answers a2
                 < answer i1
                 < join i1 a2
    """,
    "who was asked hangs up in the instant of the button": ASKED
    + """
        12:00:12 gone a2
                 < hang-up i1
                 < drop-bridge
        12:00:12 brings a1 i1
                 < transfer-told a1 declined
                 = transfer.refused 8001 i1 consult-missing
        12:00:12 gone i1
        12:00:14 unholds a1
                 = agent.state 8001 talking
    """,
    "brought together over a restart": ASKED
    + """
        12:00:10 restart c1:up a1:up i1:up a2:up
        12:00:12 brings a1 i1
                 < transfer-told a1 done
                 < hang-up a1
                 < stop-music c1
                 < join c1 a2
                 < hang-up i1
                 < drop-bridge
        12:00:13 restart c1:up a2:up
                 = none
        12:00:20 gone c1
                 < hang-up a2
                 < drop-bridge
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_referrals(table: str) -> None:
    play(table)
