"""What becomes of agents, told as tables."""

import pytest

from tests.scenarios.table import play

SCENARIOS = {
    "an agent signs in at any phone, and calls follow the person": """
        12:00:00 login 8001 p3
                 = agent.state 8001 ready
        12:00:01 inbound c1
        12:00:02 key c1 1
                 < stop-play
                 < music c1
                 < ring a1 p3
    """,
    "signing in twice at the same phone changes nothing": """
        12:00:00 login 8001
        12:00:05 login 8001
                 = none
    """,
    "two people cannot sit at one phone": """
        12:00:00 login 8001
        12:00:01 login 8002 p1
                 ! phone-taken
                 = none
    """,
    "a phone that does not exist": """
        12:00:00 login 8001 p9
                 ! phone-unknown
    """,
    "a person who does not exist": """
        12:00:00 login 9999
                 ! agent-unknown
        12:00:00 ready 9999
                 ! agent-unknown
    """,
    "nobody is ready or paused who is signed out": """
        12:00:00 ready 8001
                 ! agent-signed-out
        12:00:00 pause 8001 lunch
                 ! agent-signed-out
    """,
    "a pause needs a reason": """
        12:00:00 login 8001
        12:00:00 pause 8001
                 ! pause-reason-missing
    """,
    "a paused agent is not rung; ready again, the waiting caller rings at once": """
        12:00:00 login 8001
        12:00:01 pause 8001 lunch
                 = agent.state 8001 paused lunch
        12:00:02 inbound c1
        12:00:03 key c1 1
                 < stop-play
                 < music c1
        12:00:10 ready 8001
                 < ring a1 p1
                 = agent.state 8001 ready
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
    """,
    "a pause asked for during a call begins after it": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:10 pause 8001 training
                 = agent.state 8001 talking
        12:00:20 gone c1
        12:00:20 gone a1
                 = agent.state 8001 paused training
                 = contact.closed answered caller
    """,
    "a pause asked for during a call and taken back": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:10 pause 8001 training
        12:00:11 ready 8001
        12:00:20 gone c1
        12:00:20 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
    """,
    "signing out during a call takes effect after it": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:10 logout 8001
                 = agent.state 8001 talking
        12:00:20 gone c1
        12:00:20 gone a1
                 = agent.state 8001 signed-out
                 = contact.closed answered caller
    """,
    "nobody is rung in wrap-up; its end rings the next": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:20 gone c1
        12:00:20 gone a1
        12:00:22 inbound c2
        12:00:23 key c2 1
                 < stop-play
                 < music c2
        12:00:30 pass
                 < ring a2 p1
                 = agent.state 8001 ready
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
    """,
    "an agent in wrap-up may say ready": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:20 gone c1
        12:00:20 gone a1
        12:00:22 ready 8001
                 = agent.state 8001 ready
        12:00:31 pass
                 = none
    """,
    "the one who has been idle longest is rung, over all queues": """
        12:00:00 login 8001
        12:00:01 login 8002
        12:00:02 inbound c1
        12:00:03 key c1 1
                 < stop-play
                 < music c1
                 < ring a1 p1
        12:00:04 answers a1
        12:00:05 gone c1
        12:00:05 gone a1
        12:00:30 inbound c2
        12:00:31 key c2 1
                 < stop-play
                 < music c2
                 < ring a2 p2
    """,
    "an agent on an internal call is not rung": """
        12:00:00 login 8001
        12:00:02 dials p1 i1 8002
        12:00:03 inbound c1
        12:00:04 key c1 1
                 < stop-play
                 < music c1
        12:00:05 gone i1
                 < ring a1 p1
    """,
    "no agent can be moved to another phone while talking": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:10 login 8001 p3
                 ! agent-engaged
    """,
    "two events at once: the caller leaves and the agent answers in the same moment": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 gone c1
        12:00:04 answers a1
                 < hang-up a1
        12:00:04 gone a1
                 = contact.closed abandoned caller
        12:00:05 inbound c2
        12:00:06 key c2 1
                 < stop-play
                 < music c2
                 < ring a2 p1
    """,
    "one freed agent, two callers: the one who waits longer": """
        12:00:00 inbound c1
        12:00:01 inbound c2
        12:00:02 key c2 1
        12:00:03 key c1 1
        12:00:10 login 8001
                 < ring a1 p1
                 = agent.state 8001 ready
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
        12:00:11 gone c2
                 < hang-up a1
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
                 = queue.left sales abandoned 9000
        12:00:11 gone a1
                 < ring a2 p1
                 = contact.closed abandoned caller
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_agents(table: str) -> None:
    play(table)
