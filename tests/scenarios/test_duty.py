"""Do-not-disturb, longer wrap-ups and forced sign-outs, told as tables."""

import pytest

from tests.scenarios.beginnings import RINGING, TALKING
from tests.scenarios.table import play

SCENARIOS = {
    "nobody disturbs: no call from the queue, from a colleague or a transfer": """
        12:00:00 login 8001
        12:00:01 dnd 8001 on
                 = agent.state 8001 ready
        12:00:02 inbound c1
        12:00:03 key c1 1
                 < stop-play
                 < music c1
        12:00:04 dials p3 i1 8001
                 < hang-up i1 17
        12:00:05 dnd 8001 off
                 < ring a1 p1
    """,
    "a transfer to somebody who is not to be disturbed": TALKING
    + """
        12:00:05 dnd 8002 on
        12:00:10 call transfer agent:8002
                 ! target-busy
                 < none
    """,
    "it outlives a call and a restart": TALKING
    + """
        12:00:05 dnd 8001 on
        12:00:10 gone c1
        12:00:10 gone a1
        12:00:11 pause 8002 lunch
        12:00:12 restart
        12:00:13 inbound c2
        12:00:14 key c2 1
                 < stop-play
                 < music c2
    """,
    "and ends with the sign-out": """
        12:00:00 login 8001
        12:00:01 dnd 8001 on
        12:00:02 logout 8001
        12:00:03 login 8001
        12:00:04 inbound c1
        12:00:05 key c1 1
                 < stop-play
                 < music c1
                 < ring a1 p1
    """,
    "a longer wrap-up": TALKING
    + """
        12:00:10 extend 8001 60
                 ! not-wrapping-up
        12:00:10 gone c1
        12:00:10 gone a1
        12:00:15 extend 8001 60
        12:01:00 pass
                 = none
        12:01:15 pass
                 = agent.state 8001 ready
    """,
    "forced out of a conversation: the caller is back in front of the queue": TALKING
    + """
        12:00:10 logout 8001 force
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 < ring a2 p2
                 = agent.state 8001 talking
                 = transfer.made requeue queue:sales
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 signed-out
                 = queue.entered sales
                 = offer.made 8002 sales
                 = agent.state 8002 ringing
    """,
    "forced out while the phone rings": RINGING
    + """
        12:00:04 logout 8001 force
                 < hang-up a1
                 < ring a2 p2
                 = agent.state 8001 ringing
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 signed-out
                 = offer.made 8002 sales
                 = agent.state 8002 ringing
    """,
    "forced out in an enquiry: it is completed": TALKING
    + """
        12:00:05 login 8003
        12:00:10 call consult agent:8003
        12:00:12 answers a2
        12:00:14 logout 8001 force
                 < hang-up a1
        12:00:14 gone a1
                 < stop-music c1
                 < join c1 a2
                 < drop-bridge
                 = agent.state 8001 signed-out
                 = consult.ended completed
                 = transfer.made consult agent:8003
                 = bridge.joined
    """,
    "forced out with nothing in hand": """
        12:00:00 login 8001
        12:00:01 logout 8001 force
                 = agent.state 8001 signed-out
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_duty(table: str) -> None:
    play(table)


def test_the_wrap_up_is_told_with_its_call() -> None:
    stage = play(TALKING + "12:00:10 gone c1\n12:00:10 gone a1\n12:00:17 ready 8001")
    contact = next(event.contact for event in stage.written.ledger if event.kind == "contact.opened")
    assert stage.written.ledger[-1].data["wrapped"] == {"contact": str(contact), "ms": 7000}
