"""Calls that are passed on, told as tables."""

import pytest

from appliance.contact.agents.model import State
from appliance.contact.calls.model import Trunk
from tests.scenarios.beginnings import TALKING
from tests.scenarios.stage import Site
from tests.scenarios.table import play

OUTSIDE = Site(trunks={"carrier": Trunk("carrier", ("127.0.0.9",), "127.0.0.9")})

SCENARIOS = {
    "to an agent: the caller is rung through, the first agent is in wrap-up at once": TALKING
    + """
        12:00:10 login 8003
        12:00:20 call transfer agent:8003
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 < ring a2 p3
                 = transfer.made blind agent:8003
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 wrap-up
                 = agent.state 8003 ringing
        12:00:20 gone a1
                 < none
                 = none
        12:00:24 answers a2
                 < stop-music c1
                 < join c1 a2
                 = bridge.joined
                 = agent.state 8003 talking
        12:00:30 gone c1
                 < hang-up a2
                 < drop-bridge
        12:00:30 gone a2
                 = agent.state 8003 wrap-up
                 = contact.closed answered caller
    """,
    "to an agent who talks: refused, and nobody notices": TALKING
    + """
        12:00:05 inbound c2
        12:00:06 key c2 1
        12:00:07 answers a2
        12:00:10 call transfer agent:8002
                 ! target-busy
                 < none
                 = none
    """,
    "to an agent in wrap-up: refused": TALKING
    + """
        12:00:05 inbound c2
        12:00:06 key c2 1
        12:00:07 answers a2
        12:00:08 gone c2
        12:00:08 gone a2
        12:00:09 call transfer agent:8002
                 ! target-busy
                 = none
    """,
    "to an agent who is signed out": TALKING
    + """
        12:00:10 call transfer agent:8003
                 ! target-busy
    """,
    "to nobody who is known": TALKING
    + """
        12:00:10 call transfer agent:777
                 ! target-busy
        12:00:10 call transfer phone:p99
                 ! target-unknown
        12:00:10 call transfer queue:none
                 ! target-unknown
        12:00:10 call transfer flow:none
                 ! target-unknown
        12:00:10 call transfer nonsense
                 ! target-unknown
                 < none
                 = none
    """,
    "to an agent who does not answer: back to the head of the queue, the empty chair is paused": TALKING
    + """
        12:00:05 login 8003
        12:00:05 pause 8002 lunch
        12:00:10 call transfer agent:8003
        12:00:10 gone a1
        12:00:30 pass
        12:00:35 pass
                 < hang-up a2
                 < music c1
                 < ring a3 p1
                 = agent.state 8003 paused no-answer
                 = transfer.failed 8003 no-answer
                 = transfer.made requeue queue:sales
                 = queue.entered sales
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
        12:00:40 answers a3
                 < stop-music c1
                 < join c1 a3
                 = offer.ended 8001 answered
                 = queue.left sales answered 5000
                 = bridge.joined
                 = agent.state 8001 talking
    """,
    "to an agent who declines: not held against them": TALKING
    + """
        12:00:05 login 8003
        12:00:05 pause 8002 lunch
        12:00:10 call transfer agent:8003
        12:00:12 gone a2 21
                 < music c1
                 = agent.state 8003 ready
                 = transfer.failed 8003 rejected
                 = transfer.made requeue queue:sales
                 = queue.entered sales
    """,
    "the caller hangs up while the next agent is rung": TALKING
    + """
        12:00:05 login 8003
        12:00:10 call transfer agent:8003
        12:00:12 gone c1
                 < hang-up a2
                 = agent.state 8003 ready
        12:00:12 gone a1
        12:00:12 gone a2
                 = contact.closed answered caller
    """,
    "the caller hangs up and the next agent answers in the same moment": TALKING
    + """
        12:00:05 login 8003
        12:00:10 call transfer agent:8003
        12:00:11 gone a1
        12:00:12 gone c1
                 < hang-up a2
        12:00:12 answers a2
                 < hang-up a2
        12:00:12 gone a2
                 = contact.closed answered caller
    """,
    "to a phone where nobody is signed in": TALKING
    + """
        12:00:10 call transfer phone:p3
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 < ring a2 p3
        12:00:12 answers a2
                 < stop-music c1
                 < join c1 a2
                 = bridge.joined
        12:00:20 gone a2
                 < hang-up c1
                 < drop-bridge
        12:00:20 gone c1
                 = none
        12:00:20 gone a1
                 = contact.closed answered agent
    """,
    "into another queue": TALKING
    + """
        12:00:05 login 8003
        12:00:10 call transfer queue:support
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 < ring a2 p3
                 = transfer.made blind queue:support
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 wrap-up
                 = queue.entered support
                 = offer.made 8003 support
                 = agent.state 8003 ringing
        12:00:10 gone a1
        12:00:14 answers a2
                 < stop-music c1
                 < join c1 a2
                 = offer.ended 8003 answered
                 = queue.left support answered 4000
                 = bridge.joined
                 = agent.state 8003 talking
    """,
    "into a queue, held before": TALKING
    + """
        12:00:05 login 8003
        12:00:09 order hold
        12:00:10 call transfer queue:support
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 < ring a2 p3
    """,
    "back in front of the line: before those who came later": TALKING
    + """
        12:00:05 pause 8002 lunch
        12:00:06 inbound c2
        12:00:07 key c2 1
        12:01:00 call requeue
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 = transfer.made requeue queue:sales
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 wrap-up
                 = queue.entered sales
        12:01:00 gone a1
        12:01:05 ready 8002
                 < ring a2 p2
        12:01:06 answers a2
                 < stop-music c1
                 < join c1 a2
                 = offer.ended 8002 answered
                 = queue.left sales answered 6000
                 = bridge.joined
                 = agent.state 8002 talking
    """,
    "back in line over a restart: the place and the wait stay right": TALKING
    + """
        12:00:05 pause 8002 lunch
        12:00:06 inbound c2
        12:00:07 key c2 1
        12:01:00 call requeue
        12:01:00 gone a1
        12:01:00 pause 8001 tea
        12:01:01 restart c1:up c2:up
        12:01:05 ready 8002
                 < ring a2 p2
        12:01:06 answers a2
                 = offer.ended 8002 answered
                 = queue.left sales answered 6000
                 = bridge.joined
                 = agent.state 8002 talking
    """,
    "into a flow, for good": TALKING
    + """
        12:00:05 login 8003
        12:00:10 call transfer flow:main
                 < drop-bridge
                 < hang-up a1
                 < play c1 main-menu
                 = transfer.made blind flow:main
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 wrap-up
                 = flow.node menu
        12:00:10 gone a1
        12:00:12 key c1 2
                 < stop-play
                 < music c1
                 < ring a2 p3
    """,
    "into a flow and back to the same agent": TALKING
    + """
        12:00:10 call transfer flow:main back
                 < part c1
                 < play c1 main-menu
                 = transfer.made blind flow:main True
                 = bridge.parted
                 = agent.state 8001 hold
                 = flow.node menu
        12:00:12 key c1 5
        12:00:13 key c1 5
                 < stop-play
                 < play c1 bye
        12:00:14 played c1
                 < join c1 a1
                 = flow.returned
                 = bridge.joined
                 = agent.state 8001 talking
        12:00:20 gone a1
                 < hang-up c1
                 < drop-bridge
        12:00:20 gone c1
                 = contact.closed answered agent
    """,
    "into a flow, and the agent does not wait": TALKING
    + """
        12:00:05 login 8003
        12:00:10 call transfer flow:main back
        12:00:12 gone a1
                 < none
                 = agent.state 8001 wrap-up
        12:00:13 key c1 2
                 < stop-play
                 < music c1
                 < ring a2 p3
    """,
    "into a flow that leads into a queue: the agent who waits is free": TALKING
    + """
        12:00:05 login 8003
        12:00:10 call transfer flow:main back
        12:00:13 key c1 2
                 < hang-up a1
                 < stop-play
                 < music c1
                 < ring a2 p3
                 = flow.key 2 True
                 = flow.node support
                 = flow.returned
                 = bridge.parted
                 = agent.state 8001 wrap-up
                 = queue.entered support
                 = offer.made 8003 support
                 = agent.state 8003 ringing
    """,
    "into a flow, and the caller hangs up in it": TALKING
    + """
        12:00:10 call transfer flow:main back
        12:00:13 gone c1
                 < hang-up a1
                 < drop-bridge
        12:00:13 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
    """,
    "in the instant in which the caller hangs up": TALKING
    + """
        12:00:10 gone c1
        12:00:10 call transfer queue:support
                 ! call-not-talking
    """,
    "before anybody talks": """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:02 call transfer queue:support
                 ! call-not-talking
    """,
    "the engine dies while the next agent is rung": TALKING
    + """
        12:00:05 login 8003
        12:00:10 call transfer agent:8003
        12:00:10 gone a1
        12:00:11 restart c1:up a2:ringing
                 < music c1
                 = none
        12:00:12 answers a2
                 < stop-music c1
                 < join c1 a2
                 = agent.state 8001 ready
                 = bridge.joined
                 = agent.state 8003 talking
    """,
    "the engine dies while the next agent is rung, who answers meanwhile": TALKING
    + """
        12:00:05 login 8003
        12:00:10 call transfer agent:8003
        12:00:10 gone a1
        12:00:11 restart c1:up a2:up
                 < stop-music c1
                 < join c1 a2
                 = bridge.joined
                 = agent.state 8003 talking
    """,
    "the engine dies before the next agent's phone was reached: nobody is lost": TALKING
    + """
        12:00:05 login 8003
        12:00:05 pause 8002 lunch
        12:00:10 call transfer agent:8003
        12:00:10 gone a1
        12:00:11 restart c1:up
                 < music c1
                 < music c1
                 = agent.state 8003 ready
                 = transfer.failed 8003 withdrawn
                 = transfer.made requeue queue:sales
                 = queue.entered sales
    """,
    "the engine dies while a caller is in a flow and the agent waits": TALKING
    + """
        12:00:10 call transfer flow:main back
        12:00:11 restart c1:up a1:up
                 < play c1 main-menu
                 = none
        12:00:12 key c1 5
        12:00:13 key c1 5
        12:00:14 played c1
                 < join c1 a1
                 = flow.returned
                 = bridge.joined
                 = agent.state 8001 talking
    """,
    "the engine died before the hang-up of the first agent's leg was told": TALKING
    + """
        12:00:05 pause 8002 lunch
        12:00:10 call transfer queue:support
        12:00:11 restart c1:up a1:up
                 < music c1
                 < hang-up a1
    """,
    "a call between phones is passed on": """
        12:00:00 login 8001
        12:00:00 login 8003
        12:00:01 dials p2 i1 8001
        12:00:02 answers a1
        12:00:05 call transfer agent:8003
                 < drop-bridge
                 < hang-up a1
                 < music i1
                 < ring a2 p3
        12:00:05 gone a1
        12:00:07 answers a2
                 < stop-music i1
                 < join i1 a2
        12:00:09 gone i1
                 < hang-up a2
                 < drop-bridge
        12:00:09 gone a2
                 = agent.state 8003 ready
                 = contact.closed answered caller
    """,
    "a call that came from no queue and that nobody takes ends": """
        12:00:00 login 8001
        12:00:00 login 8003
        12:00:01 dials p2 i1 8001
        12:00:02 answers a1
        12:00:05 call requeue
                 ! call-never-queued
        12:00:05 call transfer agent:8003
        12:00:05 gone a1
        12:00:07 gone a2 17
                 < hang-up i1
        12:00:07 gone i1
                 = contact.closed answered system
    """,
}

ABROAD = {
    "to a number outside": TALKING
    + """
        12:00:10 call transfer number:13800001111
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 < ring-out a2 13800001111@carrier
                 = transfer.made blind number:13800001111
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 wrap-up
        12:00:10 gone a1
        12:00:20 pass
        12:00:20 answers a2
                 < stop-music c1
                 < join c1 a2
                 = bridge.joined
        12:00:30 gone a2
                 < hang-up c1
                 < drop-bridge
        12:00:30 gone c1
                 = contact.closed answered agent
    """,
    "to a number outside that is busy: back in front of the line": TALKING
    + """
        12:00:05 pause 8002 lunch
        12:00:10 call transfer number:13800001111
        12:00:12 gone a2 17
                 < music c1
                 = transfer.failed busy
                 = transfer.made requeue queue:sales
                 = queue.entered sales
    """,
    "to what is no number": TALKING
    + """
        12:00:10 call transfer number:12@evil
                 ! number-undialable
                 = none
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_transfers(table: str) -> None:
    play(table)


@pytest.mark.parametrize("table", ABROAD.values(), ids=ABROAD.keys())
def test_transfers_to_the_outside(table: str) -> None:
    play(table, OUTSIDE)


def test_without_a_way_out_the_caller_stays_with_the_agent() -> None:
    table = TALKING + "12:00:10 call transfer number:13800001111\n! trunk-missing\n< none\n= none"
    stage = play(table, Site(trunks={}))
    assert stage.centre.roster.presence("8001").state is State.TALKING
