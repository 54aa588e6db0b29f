"""What a phone can do in a call that it has begun itself, and what its agent is meanwhile, told as tables."""

import pytest

from appliance.contact.calls.record import summarise
from tests.scenarios.beginnings import CALLED
from tests.scenarios.line_sites import ALONE, BOTH, TWO
from tests.scenarios.table import play

SCENARIOS = {
    "whoever calls is busy, and no queue rings meanwhile": """
        12:00:00 login 8001
        12:00:01 login 8002
        12:00:02 dials p1 i1 8002
        12:00:04 answers a1
                 = bridge.joined
                 = agent.state 8001 talking
                 = agent.state 8002 talking
        12:00:05 inbound c1
        12:00:06 key c1 1
                 < stop-play
                 < music c1
        12:00:20 gone i1
                 < ring a2 p1
                 < hang-up a1
                 < drop-bridge
                 = agent.state 8001 ready
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
        12:00:20 gone a1
                 = agent.state 8002 ready
                 = contact.closed answered caller
    """,
    "a pause outlives the own call": """
        12:00:00 login 8001
        12:00:01 pause 8001 lunch
        12:00:01 login 8002
        12:00:02 dials p1 i1 8002
        12:00:04 answers a1
                 = bridge.joined
                 = agent.state 8001 talking
                 = agent.state 8002 talking
        12:00:20 gone a1
                 < hang-up i1
                 < drop-bridge
                 = agent.state 8002 ready
        12:00:20 gone i1
                 = agent.state 8001 paused lunch
                 = contact.closed answered agent
    """,
    "passed on with the own button": CALLED
    + """
        12:00:10 refers i1 8003
                 < drop-bridge
                 < transfer-told i1 done
                 < record a1
                 < hang-up i1
                 < music a1
                 < ring a2 p3
                 = call.turned
                 = transfer.made blind agent:8003
                 = bridge.parted
                 = recording.started
                 = agent.state 8001 ready
                 = bridge.parted
                 = agent.state 8002 hold
                 = agent.state 8003 ringing
        12:00:10 gone i1
                 = none
        12:00:13 answers a2
                 < stop-music a1
                 < join a1 a2
                 = bridge.joined
                 = agent.state 8002 talking
                 = agent.state 8003 talking
        12:00:20 gone a1
                 < hang-up a2
                 < drop-bridge
                 = agent.state 8002 ready
        12:00:20 gone a2
                 = agent.state 8003 ready
                 = contact.closed answered agent
    """,
    "passed on to somebody who does not answer": CALLED
    + """
        12:00:10 refers i1 8003
        12:00:10 gone i1
        12:00:40 pass
                 < hang-up a2
                 < hang-up a1
                 = agent.state 8003 paused no-answer
                 = transfer.failed 8003 no-answer
        12:00:41 gone a2 0
        12:00:41 gone a1
                 = agent.state 8002 ready
                 = contact.closed answered system
    """,
    "the one who was called hangs up while the next phone rings": CALLED
    + """
        12:00:10 refers i1 8003
        12:00:10 gone i1
        12:00:12 gone a1
                 < hang-up a2
                 = agent.state 8002 ready
                 = agent.state 8003 ready
        12:00:12 gone a2 0
                 = contact.closed answered agent
    """,
    "passed on over a restart": CALLED
    + """
        12:00:10 refers i1 8003
        12:00:10 gone i1
        12:00:12 restart a1:up a2:ringing
                 < music a1
        12:00:13 answers a2
                 < stop-music a1
                 < join a1 a2
                 = bridge.joined
                 = agent.state 8002 talking
                 = agent.state 8003 talking
        12:00:20 gone a2
                 < hang-up a1
                 < drop-bridge
                 = agent.state 8003 ready
        12:00:20 gone a1
                 = agent.state 8002 ready
                 = contact.closed answered agent
    """,
    "declined, and nothing has changed": CALLED
    + """
        12:00:05 dnd 8003 on
        12:00:10 refers i1 8003
                 < transfer-told i1 declined
                 = transfer.refused 8001 8003 target-busy
        12:00:11 call consult agent:8003 by8001
                 ! target-busy
                 = none
    """,
    "while it still rings there is nothing to pass on": """
        12:00:00 login 8001
        12:00:01 login 8002
        12:00:02 dials p1 i1 8002
        12:00:03 refers i1 p3
                 < transfer-told i1 declined
                 = transfer.refused 8001 p3 call-not-talking
    """,
    "two lines brought together": CALLED
    + """
        12:00:10 holds i1
                 = agent.state 8001 hold
        12:00:11 dials p1 i2 8003
        12:00:13 answers a2
                 = bridge.joined
                 = agent.state 8001 talking +hold
                 = agent.state 8003 talking
        12:00:15 brings i1 i2
                 < transfer-told i1 done
                 < record a1
                 < hang-up i1
                 < join a1 a2
                 < hang-up i2
                 < drop-bridge
                 = call.turned
                 = contact.closed answered system
                 = transfer.made consult agent:8003
                 = agent.state 8001 hold
                 = bridge.parted
                 = recording.started
                 = agent.state 8001 ready
                 = agent.state 8003 talking
                 = bridge.joined
        12:00:15 gone i1
        12:00:15 gone i2
                 = none
        12:00:20 gone a2
                 < hang-up a1
                 < drop-bridge
                 = agent.state 8003 ready
        12:00:20 gone a1
                 = agent.state 8002 ready
                 = contact.closed answered agent
    """,
    "a colleague's line and one to the outside: the customer's goes on": CALLED
    + """
        12:00:10 holds i1
        12:00:11 dials p1 i2 13800001111
        12:00:13 answers a2
        12:00:15 brings i1 i2
                 < transfer-told i1 done
                 < hang-up i2
                 < join a2 a1
                 < hang-up i1
                 < drop-bridge
                 = contact.closed answered system
                 = transfer.made consult agent:8002
                 = agent.state 8001 talking
                 = bridge.parted
                 = agent.state 8001 ready
                 = agent.state 8002 talking
                 = bridge.joined
        12:00:15 gone i1
        12:00:15 gone i2
        12:00:20 gone a2
                 < hang-up a1
                 < drop-bridge
        12:00:20 gone a1
                 = agent.state 8002 ready
                 = contact.closed answered caller
    """,
    "parked by code, and taken elsewhere": CALLED
    + """
        12:00:10 dials p1 k1 *7
                 < drop-bridge
                 < record a1
                 < hang-up i1
                 < music a1
                 < answer k1
                 < play k1 code-parked say-7 say-0 say-1
                 = call.turned
                 = call.parked 701
                 = bridge.parted
                 = recording.started
                 = agent.state 8001 ready
                 = bridge.parted
                 = agent.state 8002 hold
                 = code.used park done
        12:00:10 gone i1
        12:00:11 dials p3 k2 *7701
                 < answer k2
                 < stop-music a1
                 < join a1 k2
                 = transfer.made pick-up agent:8003
                 = bridge.joined
                 = agent.state 8002 talking
                 = agent.state 8003 talking
                 = code.used park 701 done
    """,
    "parked by order": CALLED
    + """
        12:00:10 call park by8001
                 = call.turned
                 = call.parked 701
                 = bridge.parted
                 = recording.started
                 = agent.state 8001 ready
                 = bridge.parted
                 = agent.state 8002 hold
    """,
    "the colleague into a flow, where the keys are the colleague's": CALLED
    + """
        12:00:10 call transfer flow:main by8001
                 < drop-bridge
                 < record a1
                 < hang-up i1
                 < play a1 main-menu in zh
        12:00:10 gone i1
        12:00:12 key a1 1
                 < stop-play
                 < music a1
                 < ring a2 p1
    """,
    "passed on to the outside, where the caller passes on again": CALLED
    + """
        12:00:10 call transfer number:13800001111 by8002
        12:00:10 gone a1
        12:00:15 answers a2
                 < stop-music i1
                 < join i1 a2
        12:00:20 refers i1 8003
                 < drop-bridge
                 < transfer-told i1 done
                 < record a2
                 < hang-up i1
                 < music a2
                 < ring a3 p3
        12:00:20 gone i1
        12:00:22 answers a3
                 < stop-music a2
                 < join a2 a3
                 = bridge.joined
                 = agent.state 8003 talking
    """,
    "a pause of the recording goes with it": CALLED
    + """
        12:00:08 recording pause 60
        12:00:10 refers i1 8003
                 < drop-bridge
                 < transfer-told i1 done
                 < record a1 muted
                 < hang-up i1
                 < music a1
                 < ring a2 p3
        12:00:10 gone i1
        12:00:12 answers a2
        12:00:15 recording resume
                 < hear-again a1
                 = recording.resumed li
    """,
    "whoever calls a service number is busy with the agent there, and has no wrap-up": """
        12:00:00 login 8002
        12:00:00 login 8003
        12:00:02 dials p3 i1 4008001000
        12:00:03 key i1 1
                 < stop-play
                 < music i1
                 < ring a1 p2
        12:00:04 answers a1
                 = offer.ended 8002 answered
                 = queue.left sales answered 1000
                 = bridge.joined
                 = agent.state 8002 talking
                 = agent.state 8003 talking
        12:00:10 call requeue by8003
                 ! call-never-queued
        12:00:12 gone i1
                 < hang-up a1
                 < drop-bridge
                 = agent.state 8003 ready
        12:00:12 gone a1
                 = agent.state 8002 wrap-up
                 = contact.closed answered caller
    """,
    "whoever calls a service number passes the agent there on, who never waits in a queue for that": """
        12:00:00 login 8002
        12:00:00 login 8003
        12:00:02 dials p3 i1 4008001000
        12:00:03 key i1 1
        12:00:04 answers a1
        12:00:05 login 8001
        12:00:10 refers i1 8001
                 < drop-bridge
                 < transfer-told i1 done
                 < record a1
                 < hang-up i1
                 < music a1
                 < ring a2 p1
        12:00:10 gone i1
        12:00:40 pass
                 < hang-up a2
                 < hang-up a1
        12:00:40 gone a2 0
        12:00:40 gone a1
                 = agent.state 8002 wrap-up
                 = contact.closed answered system
    """,
    "passed on into a queue, where an agent answers": CALLED
    + """
        12:00:05 pause 8002 lunch
        12:00:06 pause 8003 lunch
        12:00:10 call transfer queue:sales by8002
                 < drop-bridge
                 < hang-up a1
                 < music i1
                 = transfer.made blind queue:sales
                 = bridge.parted
                 = agent.state 8001 hold
                 = bridge.parted
                 = agent.state 8002 paused lunch
                 = queue.entered sales
        12:00:10 gone a1
        12:00:12 ready 8002
                 < ring a2 p2
                 = agent.state 8002 ready
                 = offer.made 8002 sales
                 = agent.state 8002 ringing
        12:00:15 answers a2
                 < stop-music i1
                 < join i1 a2
                 = offer.ended 8002 answered
                 = queue.left sales answered 5000
                 = bridge.joined
                 = agent.state 8002 talking
                 = agent.state 8001 talking
        12:00:20 gone a2
                 < hang-up i1
                 < drop-bridge
                 = agent.state 8002 wrap-up
        12:00:20 gone i1
                 = agent.state 8001 ready
                 = contact.closed answered agent
    """,
    "passed on into a queue, and gone before a restart: the call was answered all the same": CALLED
    + """
        12:00:05 pause 8002 lunch
        12:00:06 pause 8003 lunch
        12:00:10 call transfer queue:sales by8002
        12:00:12 gone i1
                 = agent.state 8001 ready
                 = queue.left sales abandoned 2000
        12:00:13 restart a1:up
        12:00:14 gone a1
                 = contact.closed answered caller
    """,
    "two lines to the same phone are not brought together": (
        """
        12:00:00 login 8001
        12:00:02 dials p3 i1 8001
        12:00:04 answers a1
        12:00:06 dials p3 i2 8001
        12:00:08 answers a2
        12:00:10 brings i1 i2
                 < transfer-told i1 declined
                 = transfer.refused i2 consult-missing
        """
    ),
    "taken out of the own call": CALLED
    + """
        12:00:10 logout 8001 force
                 < hang-up i1
                 = agent.state 8001 talking
        12:00:10 gone i1
                 < hang-up a1
                 < drop-bridge
                 = agent.state 8001 signed-out
        12:00:10 gone a1
                 = agent.state 8002 ready
                 = contact.closed answered caller
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_calling_phone(table: str) -> None:
    play(table, TWO)


def test_a_queue_rings_whoever_has_a_call_of_the_own_and_the_capacity_for_another() -> None:
    play(
        """
        12:00:00 login 8001
        12:00:02 dials p1 i1 p3
        12:00:04 answers a1
                 = bridge.joined
                 = agent.state 8001 talking
        12:00:05 inbound c1
        12:00:06 key c1 1
                 < stop-play
                 < music c1
                 < ring a2 p1
        12:00:08 answers a2
                 < part a1
                 < music a1
                 < stop-music c1
                 < join c1 a2
        12:00:20 swap 8001
                 < part c1
                 < music c1
                 < stop-music a1
                 < join i1 a1
        """,
        BOTH,
    )


def test_each_leg_has_its_own_talk_and_the_books_name_who_was_called() -> None:
    stage = play(
        CALLED
        + """
        12:00:14 refers i1 8003
        12:00:14 gone i1
        12:00:20 answers a2
        12:00:50 gone a1
        12:00:50 gone a2
        """,
    )
    record = summarise(event for event in stage.written.ledger if event.contact)
    assert record
    talked = {leg.agent: (record.talk_of(leg.id), record.hold_of(leg.id)) for leg in record.call.legs.values()}
    assert talked == {"8001": (10_000, 0), "8002": (40_000, 0), "8003": (30_000, 0)}
    assert record.agent == "8003"


def test_whoever_waits_in_a_queue_is_not_offered_the_own_call() -> None:
    """With room for another call, before a restart and after it."""
    table = """
        12:00:00 login 8001
        12:00:01 dials p1 c1 4008001000
        12:00:02 key c1 1
                 < stop-play
                 < music c1
        12:00:03 restart c1:up
        12:00:04 pass
                 < none
    """
    play(table, ALONE)
