"""What becomes of calls, told as tables."""

import pytest

from tests.scenarios.table import play

SCENARIOS = {
    "a caller chooses, an agent answers, the caller hangs up": """
        12:00:00 login 8001
                 = agent.state 8001 ready
        12:00:05 inbound c1 4008001000 from 13800001111
                 < answer c1
                 < play c1 main-menu
                 = contact.opened
                 = recording.started
                 = flow.node menu
        12:00:08 key c1 1
                 < stop-play
                 < music c1
                 < ring a1 p1
                 = flow.key 1 True
                 = flow.node sales
                 = queue.entered sales
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
        12:00:09 ringing a1
                 < none
        12:00:12 answers a1
                 < stop-music c1
                 < join c1 a1
                 = offer.ended 8001 answered
                 = queue.left sales answered 4000
                 = bridge.joined
                 = agent.state 8001 talking
        12:01:12 gone c1
                 < hang-up a1
                 < drop-bridge
                 = none
        12:01:12 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
        12:01:22 pass
                 = agent.state 8001 ready
    """,
    "the agent hangs up first": """
        12:00:00 login 8003
        12:00:05 inbound c1
        12:00:08 key c1 2
                 < stop-play
                 < music c1
                 < ring a1 p3
        12:00:12 answers a1
        12:00:30 gone a1
                 < hang-up c1
                 < drop-bridge
                 = agent.state 8003 ready
        12:00:30 gone c1
                 = contact.closed answered agent
    """,
    "a skill level below the queue's is not enough": """
        12:00:00 login 8002
        12:00:05 inbound c1
        12:00:08 key c1 2
                 < stop-play
                 < music c1
                 = flow.key 2 True
                 = flow.node support
                 = queue.entered support
        12:00:10 login 8003
                 < ring a1 p3
    """,
    "the caller gives up in the queue": """
        12:00:05 inbound c1
        12:00:08 key c1 1
        12:00:48 gone c1
                 < none
                 = queue.left sales abandoned 40000
                 = contact.closed abandoned caller
    """,
    "the caller gives up while the agent's phone rings: the agent loses no place": """
        12:00:00 login 8001
        12:00:01 login 8002
        12:00:05 inbound c1
        12:00:08 key c1 1
                 < stop-play
                 < music c1
                 < ring a1 p1
        12:00:10 gone c1
                 < hang-up a1
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
                 = queue.left sales abandoned 2000
        12:00:10 gone a1 26
                 = contact.closed abandoned caller
        12:00:20 inbound c2
        12:00:21 key c2 1
                 < stop-play
                 < music c2
                 < ring a2 p1
    """,
    "nobody is rung while the phone is still in use": """
        12:00:00 login 8001
        12:00:05 inbound c1
        12:00:08 key c1 1
        12:00:10 ringing a1
        12:00:10 gone c1
        12:00:11 inbound c2
        12:00:12 key c2 1
                 < stop-play
                 < music c2
        12:00:13 gone a1 26
                 < ring a2 p1
    """,
    "an answer that comes after the caller left is let go": """
        12:00:00 login 8001
        12:00:05 inbound c1
        12:00:08 key c1 1
        12:00:10 gone c1
        12:00:10 answers a1
                 < hang-up a1
        12:00:10 gone a1
                 = contact.closed abandoned caller
    """,
    "no answer pauses the agent and the call keeps its place for the next": """
        12:00:00 login 8001
        12:00:01 login 8002
        12:00:05 inbound c1
        12:00:06 key c1 1
                 < stop-play
                 < music c1
                 < ring a1 p1
        12:00:26 pass
                 < hang-up a1
                 < ring a2 p2
                 = offer.ended 8001 no-answer
                 = agent.state 8001 paused no-answer
                 = offer.made 8002 sales
                 = agent.state 8002 ringing
        12:00:26 gone a1 16
                 < none
        12:00:28 answers a2
                 = offer.ended 8002 answered
                 = queue.left sales answered 22000
                 = bridge.joined
                 = agent.state 8002 talking
        12:00:40 gone c1
        12:00:40 gone a2
                 = agent.state 8002 wrap-up
                 = contact.closed answered caller
    """,
    "busy, rejected and unreachable phones are told apart": """
        12:00:00 login 8001
        12:00:01 login 8002
        12:00:05 inbound c1
        12:00:06 key c1 1
        12:00:07 gone a1 17
                 < ring a2 p2
                 = offer.ended 8001 busy
                 = agent.state 8001 paused busy
                 = offer.made 8002 sales
                 = agent.state 8002 ringing
        12:00:08 gone a2 21
                 < none
                 = offer.ended 8002 rejected
                 = agent.state 8002 paused rejected
        12:00:09 ready 8001
                 < ring a3 p1
        12:00:10 gone a3 20
                 = offer.ended 8001 unreachable
                 = agent.state 8001 paused unreachable
    """,
    "a wrong key and then silence lead to the way out": """
        12:00:00 inbound c1
        12:00:02 key c1 7
                 < stop-play
                 < play c1 invalid-key main-menu
                 = flow.key 7 False
        12:00:04 played c1
                 < none
        12:00:09 pass
                 < play c1 bye
                 = flow.key False
                 = flow.node bye
        12:00:10 played c1
                 < hang-up c1
        12:00:10 gone c1
                 = contact.closed self-service system
    """,
    "a flood of keys ends in the way out and books only what was asked": """
        12:00:00 inbound c1
        12:00:01 key c1 5
        12:00:01 key c1 5
                 = flow.key 5 False
                 = flow.node bye
        12:00:01 key c1 5
                 < none
                 = none
        12:00:01 key c1 1
                 = none
    """,
    "keys in the queue and in a conversation change nothing": """
        12:00:00 login 8001
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:02 key c1 2
                 < none
                 = none
        12:00:03 answers a1
        12:00:04 key c1 1
                 < none
                 = none
    """,
    "a message is left": """
        12:00:00 inbound c1
        12:00:01 key c1 9
                 < stop-play
                 < play c1 greeting beep
        12:00:05 played c1
                 < none
        12:00:25 key c1 #
                 < play c1 bye
                 = flow.key # True
                 = flow.node bye
        12:00:26 played c1
                 < hang-up c1
        12:00:26 gone c1
                 = contact.closed voicemail system
    """,
    "hanging up after the tone leaves a message too": """
        12:00:00 inbound c1
        12:00:01 key c1 9
        12:00:05 played c1
        12:00:15 gone c1
                 = contact.closed voicemail caller
    """,
    "hanging up during the greeting leaves none": """
        12:00:00 inbound c1
        12:00:01 key c1 9
        12:00:03 gone c1
                 = contact.closed left-in-flow caller
    """,
    "the longest wait is over": """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:05:01 pass
                 < stop-music c1
                 < play c1 no-agent-sorry
                 = queue.left sales timed-out 300000
                 = flow.node sorry
        12:05:03 played c1
                 < hang-up c1
        12:05:03 gone c1
                 = contact.closed no-agent system
    """,
    "the wait is over while a phone rings": """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:04:55 login 8001
                 < ring a1 p1
        12:05:01 pass
                 < hang-up a1
                 < stop-music c1
                 < play c1 no-agent-sorry
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
                 = queue.left sales timed-out 300000
                 = flow.node sorry
        12:05:01 answers a1
                 < hang-up a1
    """,
    "an unknown number": """
        12:00:00 inbound c1 99999 from 1
                 < hang-up c1 1
                 = contact.opened
        12:00:00 gone c1 1
                 = contact.closed number-unknown system
    """,
    "hold and resume by order": """
        12:00:00 login 8001
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:03 answers a1
        12:00:10 order hold
                 < part c1
                 < music c1
                 = agent.state 8001 hold
        12:00:11 order hold
                 < none
                 = none
        12:00:30 order resume
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 talking
        12:00:40 gone c1
        12:00:40 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
    """,
    "hold by the phone's own key, and the caller hangs up meanwhile": """
        12:00:00 login 8001
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:03 answers a1
        12:00:10 holds a1
                 < none
                 = agent.state 8001 hold
        12:00:20 gone c1
                 < hang-up a1
                 < drop-bridge
        12:00:20 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
    """,
    "only a conversation can be held": """
        12:00:00 inbound c1
        12:00:01 order hold
                 ! call-not-talking
                 = none
    """,
    "hang-up by order ends every leg": """
        12:00:00 login 8001
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:03 answers a1
        12:00:10 order hang-up
                 < hang-up c1
                 < hang-up a1
    """,
    "a phone rings another phone": """
        12:00:00 login 8001
        12:00:05 dials p3 i1 8001
                 < record i1
                 < ringing-tone i1
                 < ring a1 p1
        12:00:08 answers a1
                 < answer i1
                 < join i1 a1
                 = bridge.joined
                 = agent.state 8001 talking
        12:00:20 gone i1
                 < hang-up a1
                 < drop-bridge
        12:00:20 gone a1
                 = agent.state 8001 ready
                 = contact.closed answered caller
    """,
    "a phone dials what is not there": """
        12:00:05 dials p3 i1 *66
                 < hang-up i1 1
        12:00:05 gone i1 1
                 = contact.closed number-unknown system
    """,
    "an unanswered internal call": """
        12:00:05 dials p3 i1 p1
                 < record i1
                 < ringing-tone i1
                 < ring a1 p1
        12:00:35 gone a1 19
                 < hang-up i1
        12:00:35 gone i1
                 = contact.closed unanswered agent
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_call(table: str) -> None:
    play(table)
