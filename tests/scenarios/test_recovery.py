"""What survives a dead engine and a dead Asterisk, told as tables."""

import pytest

from tests.scenarios.table import play

SCENARIOS = {
    "a conversation goes on over a restart of the engine": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:10 restart c1:up a1:up
                 < none
                 = none
        12:00:20 gone a1
                 < hang-up c1
                 < drop-bridge
                 = agent.state 8001 wrap-up
        12:00:20 gone c1
                 = contact.closed answered agent
    """,
    "a conversation that ended meanwhile is closed": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:10 restart
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
    """,
    "waiting callers keep their place and their music": """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:05 inbound c2
        12:00:06 key c2 1
        12:00:10 restart c1:up c2:up
                 < music c1
                 < music c2
                 = none
        12:00:20 login 8001
                 < ring a1 p1
        12:00:21 answers a1
                 < stop-music c1
                 < join c1 a1
    """,
    "a caller who gave up meanwhile is booked as abandoned": """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:10 restart
                 < none
                 = queue.left sales abandoned 9000
                 = contact.closed abandoned caller
    """,
    "an offer that rings on is still an offer": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 ringing a1
        12:00:10 restart c1:up a1:ringing
                 < music c1
                 = none
        12:00:12 answers a1
                 < stop-music c1
                 < join c1 a1
                 = offer.ended 8001 answered
                 = queue.left sales answered 9000
                 = bridge.joined
                 = agent.state 8001 talking
    """,
    "an offer that was answered meanwhile is joined at once": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:10 restart c1:up a1:up
                 < stop-music c1
                 < join c1 a1
                 = offer.ended 8001 answered
                 = queue.left sales answered 7000
                 = bridge.joined
                 = agent.state 8001 talking
    """,
    "an offer whose leg is gone is made again, not held against the agent": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:10 restart c1:up
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
    """,
    "a caller in a menu is asked again": """
        12:00:00 inbound c1
        12:00:02 restart c1:up
                 < play c1 main-menu
                 = none
        12:00:04 key c1 9
                 < stop-play
                 < play c1 greeting beep
    """,
    "a caller who came while the engine was away": """
        12:00:02 restart c7:up
                 < answer c7
                 < play c7 main-menu
                 = contact.opened
                 = recording.started
                 = flow.node menu
    """,
    "a caller whom the static group has is kept in the books": """
        12:00:02 restart c7:dialplan
                 < none
                 = contact.opened
                 = recording.started
                 = contact.adopted
        12:01:00 gone c7
                 = contact.closed static-group caller
    """,
    "a caller of the static group who comes back to us": """
        12:00:02 restart c7:dialplan
        12:00:10 inbound c7
                 < answer c7
                 < play c7 main-menu
                 = flow.node menu
    """,
    "wrap-up of before the restart ends": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:10 gone c1
        12:00:10 gone a1
        12:00:12 restart
        12:00:13 pass
                 = agent.state 8001 ready
    """,
    "Asterisk dies: every book is closed, agents are free for what comes": """
        12:00:00 login 8001
        12:00:01 login 8003
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:05 inbound c2
        12:00:06 key c2 1
        12:00:07 inbound c3
        12:00:08 key c3 2
        12:00:10 lost
                 = queue.left sales media-lost 4000
                 = queue.left support media-lost 2000
                 = agent.state 8001 wrap-up
                 = contact.closed media-lost system
                 = contact.closed media-lost system
                 = offer.ended 8003 withdrawn
                 = agent.state 8003 ready
                 = contact.closed media-lost system
        12:00:30 sees
                 = agent.state 8001 ready
        12:00:31 inbound c4
        12:00:32 key c4 2
                 < stop-play
                 < music c4
                 < ring a3 p3
    """,
    "Asterisk died together with the engine": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:10 both-died
                 = agent.state 8001 wrap-up
                 = contact.closed media-lost system
    """,
    "the link broke and nothing happened meanwhile": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:10 sees c1:up a1:up
                 < none
                 = none
    """,
    "the link broke and a waiting caller left": """
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:10 sees
                 = queue.left sales abandoned 7000
                 = contact.closed abandoned caller
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_recovery(table: str) -> None:
    play(table)
