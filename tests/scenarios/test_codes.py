"""What is done by dialling at a desk phone, told as tables."""

from dataclasses import replace

import pytest

from tests.scenarios.beginnings import RINGING, TALKING
from tests.scenarios.stage import AGENTS, Site
from tests.scenarios.table import play

SCENARIOS = {
    "a day at a desk phone": """
        12:00:00 dials p1 i1 *81
                 < answer i1
                 < play i1 enter-agent-number
                 = none
        12:00:03 types i1 8001#
                 < stop-play
                 < play i1 signed-in ready
                 = agent.state 8001 ready
                 = code.used sign-in 8001 done
        12:00:05 played i1
                 < hang-up i1
        12:00:05 gone i1
                 = none
        12:10:00 dials p1 i2 *842
                 < answer i2
                 < play i2 paused
                 = agent.state 8001 paused lunch
                 = code.used pause 2 done
        12:10:02 gone i2
        12:40:00 dials p1 i3 *83
                 < answer i3
                 < play i3 ready
                 = agent.state 8001 ready
                 = code.used ready done
        12:40:01 gone i3
        12:50:00 dials p1 i4 *85
                 < answer i4
                 < play i4 code-undisturbed-on
        12:50:01 gone i4
        12:51:00 dials p1 i5 *85
                 < answer i5
                 < play i5 code-undisturbed-off
        12:51:01 gone i5
        17:00:00 dials p1 i6 *82
                 < answer i6
                 < play i6 signed-out
                 = agent.state 8001 signed-out
                 = code.used sign-out done
    """,
    "who has just signed in is rung when the phone is back on the hook, not before": """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:02 dials p1 i1 *818001
                 < answer i1
                 < play i1 signed-in ready
        12:00:04 played i1
        12:00:05 gone i1
                 < ring a1 p1
    """,
    "hot desk: the person is where the code was dialled": """
        12:00:00 login 8001
        12:00:01 dials p3 i1 *818001
        12:00:02 gone i1
        12:00:03 inbound c1
        12:00:04 key c1 1
                 < stop-play
                 < music c1
                 < ring a1 p3
    """,
    "a phone at which somebody else sits": """
        12:00:00 login 8001
        12:00:01 dials p1 i1 *818002
                 < answer i1
                 < play i1 code-phone-taken
                 = code.used sign-in 8002 phone-taken
    """,
    "nobody of that number": """
        12:00:01 dials p1 i1 *81
        12:00:02 types i1 9999#
                 < stop-play
                 < play i1 code-sign-in-wrong
                 = code.used sign-in 9999 sign-in-wrong
        12:00:04 played i1
                 < hang-up i1
    """,
    "nobody signed in": """
        12:00:01 dials p1 i1 *83
                 < answer i1
                 < play i1 code-nobody-at-phone
    """,
    "a reason is asked for, and taken as soon as it is one": """
        12:00:00 login 8001
        12:00:01 dials p1 i1 *84
                 < answer i1
                 < play i1 code-enter-reason
        12:00:02 key i1 1
                 < stop-play
                 < play i1 paused
                 = agent.state 8001 paused break
                 = code.used pause 1 done
        12:00:03 key i1 2
                 < none
                 = none
    """,
    "a reason that nobody knows": """
        12:00:00 login 8001
        12:00:01 dials p1 i1 *849
                 < answer i1
                 < play i1 code-reason-unknown
                 = code.used pause 9 pause-reason-unknown
    """,
    "no key at all: asked three times, and goodbye": """
        12:00:01 dials p1 i1 *81
        12:00:03 played i1
        12:00:11 pass
                 < play i1 enter-agent-number
        12:00:13 played i1
        12:00:21 pass
                 < play i1 enter-agent-number
        12:00:23 played i1
        12:00:31 pass
                 < play i1 thank-you-goodbye
        12:00:33 played i1
                 < hang-up i1
    """,
    "the pound key is forgotten": """
        12:00:01 dials p1 i1 *81
        12:00:03 types i1 8001
                 < stop-play
        12:00:11 pass
                 < play i1 signed-in ready
    """,
    "typed wrong, and begun again": """
        12:00:01 dials p1 i1 *81
        12:00:03 types i1 82*8001#
                 < stop-play
                 < stop-play
                 < play i1 signed-in ready
    """,
    "hung up in the middle": """
        12:00:01 dials p1 i1 *81
        12:00:03 types i1 80
        12:00:04 gone i1
        12:01:00 pass
                 < none
                 = none
    """,
    "a pause during a call comes after it": TALKING
    + """
        12:00:05 holds a1
        12:00:06 dials p1 i1 *841
                 < answer i1
                 < play i1 code-after-this-call
                 = agent.state 8001 hold
                 = code.used pause 1 done
        12:00:08 gone i1
        12:00:10 gone c1
        12:00:10 gone a1
                 = agent.state 8001 paused break
                 = contact.closed answered caller
    """,
    "the wrap-up is done": TALKING
    + """
        12:00:09 dials p1 i1 *80
                 < answer i1
                 < play i1 code-no-wrap-up
        12:00:10 gone i1
        12:00:10 gone c1
        12:00:10 gone a1
        12:00:11 dials p1 i2 *80
                 < answer i2
                 < play i2 ready
                 = agent.state 8001 ready
                 = code.used wrap-up-done done
    """,
    "parked from the phone, and taken at another one": TALKING
    + """
        12:00:05 holds a1
        12:00:06 dials p1 i1 *7
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 < answer i1
                 < play i1 code-parked say-7 say-0 say-1
                 = call.parked 701
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 wrap-up
                 = code.used park done
        12:00:06 gone a1
        12:00:07 gone i1
        12:00:10 dials p2 i2 *7701
                 < answer i2
                 < stop-music c1
                 < join c1 i2
                 = transfer.made pick-up agent:8002
                 = bridge.joined
                 = agent.state 8002 talking
                 = code.used park 701 done
        12:04:00 pass
                 = agent.state 8001 ready
        12:04:01 gone i2
                 < hang-up c1
                 < drop-bridge
                 = agent.state 8002 wrap-up
    """,
    "taken at a phone where nobody is signed in": TALKING
    + """
        12:00:06 call park
        12:00:06 gone a1
        12:00:10 dials p3 i2 *7701
                 < answer i2
                 < stop-music c1
                 < join c1 i2
                 = transfer.made pick-up phone:p3
                 = bridge.joined
                 = code.used park 701 done
    """,
    "an empty slot, and one that somebody was quicker at": TALKING
    + """
        12:00:06 call park
        12:00:06 gone a1
        12:00:10 dials p3 i2 *7701
        12:00:10 dials p2 i3 *7701
                 < answer i3
                 < play i3 code-slot-empty
                 = code.used park 701 slot-empty
    """,
    "nothing to park": """
        12:00:00 login 8001
        12:00:10 dials p1 i1 *7
                 < answer i1
                 < play i1 code-nothing-to-park
    """,
    "a colleague's ringing call is picked up: the phone that asked has it at once": RINGING
    + """
        12:00:05 dials p2 i1 *8
                 < answer i1
                 < hang-up a1
                 < stop-music c1
                 < join c1 i1
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
                 = queue.left sales answered 2000
                 = bridge.joined
                 = agent.state 8002 talking
                 = code.used pick-up done
        12:00:05 gone a1
                 = none
        12:00:20 gone c1
        12:00:20 gone i1
                 = agent.state 8002 wrap-up
                 = contact.closed answered caller
    """,
    "picked up in the instant in which the colleague answers: one of them has it": RINGING
    + """
        12:00:05 answers a1
        12:00:05 dials p2 i1 *8p1
                 < answer i1
                 < play i1 code-nothing-to-pick-up
                 = code.used pick-up p1 nothing-to-pick-up
    """,
    "the colleague answers in the instant in which it is picked up": RINGING
    + """
        12:00:05 dials p2 i1 *8p1
        12:00:05 answers a1
                 < hang-up a1
                 = none
        12:00:05 gone a1
                 = none
    """,
    "the caller hangs up in the instant of the pick-up": RINGING
    + """
        12:00:05 gone c1
        12:00:05 dials p2 i1 *8
                 < answer i1
                 < play i1 code-nothing-to-pick-up
    """,
    "picked up by agent": RINGING
    + """
        12:00:05 dials p2 i1 *88001
                 < answer i1
                 < hang-up a1
                 < stop-music c1
                 < join c1 i1
    """,
    "who has a call in hand picks up no other": TALKING
    + """
        12:00:05 inbound c2
        12:00:06 key c2 1
        12:00:07 dials p1 i1 *8
                 < answer i1
                 < play i1 code-in-a-call
                 = code.used pick-up target-busy
    """,
    "a call between phones is picked up": """
        12:00:00 login 8001
        12:00:00 login 8002
        12:00:01 dials p3 i1 8001
        12:00:03 dials p2 i2 *8
                 < hang-up a1
                 < answer i2
                 < answer i1
                 < join i1 i2
                 = transfer.made pick-up agent:8002
                 = bridge.joined
                 = agent.state 8002 talking
                 = code.used pick-up done
        12:00:03 answers a1
                 < hang-up a1
                 = none
        12:00:03 gone a1
                 = none
        12:00:09 gone i2
                 < hang-up i1
                 < drop-bridge
                 = agent.state 8002 ready
    """,
    "a transfer that rings is picked up": TALKING
    + """
        12:00:05 login 8003
        12:00:10 call transfer agent:8003
        12:00:10 gone a1
        12:00:12 dials p2 i1 *8
                 < hang-up a2
                 < answer i1
                 < stop-music c1
                 < join c1 i1
                 = agent.state 8003 ready
                 = transfer.made pick-up agent:8002
                 = bridge.joined
                 = agent.state 8002 talking
                 = code.used pick-up done
    """,
    "the engine dies while a code is spoken": """
        12:00:00 login 8001
        12:00:01 dials p1 i1 *83
        12:00:02 restart
                 = none
        12:00:03 gone i1
                 < none
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_codes(table: str) -> None:
    play(table)


GUARDED = replace(AGENTS["8001"], pin="1234", language="zh")


def test_a_pin_is_asked_for_in_the_agents_language_and_three_wrong_ones_close_the_sign_in() -> None:
    wrong = """
        12:00:{0}1 dials p1 i{0} *818001
        12:00:{0}2 types i{0} 1111#
                 < stop-play
                 < play i{0} code-sign-in-wrong in zh
                 = code.pin-wrong 8001
                 = code.used sign-in 8001 sign-in-wrong
        12:00:{0}3 gone i{0}
    """
    table = (
        """
        12:00:00 dials p1 i9 *818001
                 < answer i9
                 < play i9 enter-pin in zh
        12:00:01 types i9 1234#
                 < stop-play
                 < play i9 signed-in ready in zh
        12:00:02 gone i9
        12:00:03 logout 8001
    """
        + "".join(wrong.format(number) for number in (1, 2, 3))
        + """
        12:01:00 dials p1 i5 *818001
        12:01:01 types i5 1234#
                 < stop-play
                 < play i5 code-sign-in-locked in zh
                 = code.used sign-in 8001 sign-in-locked
        12:01:02 gone i5
        12:06:00 dials p1 i6 *818001
        12:06:01 types i6 1234#
                 = agent.state 8001 ready
                 = code.used sign-in 8001 done
    """
    )
    play(table, Site(agents={**AGENTS, "8001": GUARDED}))


def test_a_team_picks_up_its_own_calls_only() -> None:
    table = (
        RINGING
        + """
        12:00:05 dials p2 i1 *8
                 < answer i1
                 < play i1 code-nothing-to-pick-up
    """
    )
    play(table, Site(agents={**AGENTS, "8001": replace(AGENTS["8001"], team="other")}))
