"""Who answered a call-back, the customer or a machine, by the agent's word, told as tables."""

import pytest

from tests.scenarios.stage import Site
from tests.scenarios.table import play
from tests.scenarios.test_callbacks import CUSTOMER_RINGS, site

TALKS = (
    CUSTOMER_RINGS
    + """
        12:00:30 answers a2
                 < stop-play
                 < join a2 a1
                 = callback.connected
                 = bridge.joined
"""
)
WRAPS_UP = (
    TALKS
    + """
        12:00:40 gone a2
                 < hang-up a1
                 < drop-bridge
        12:00:40 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
"""
)
MACHINE = {"callback_machine_spacing": 900, "callback_spacing": 60}
SCENARIOS = {
    "a machine, said in the conversation: tried again after its own wait": (
        site(**MACHINE),
        TALKS
        + """
        12:00:35 answered-by machine
                 < none
                 = callback.machine
                 = callback.rested machine
        12:00:40 gone a1
                 < hang-up a2
                 < drop-bridge
        12:00:41 gone a2
        12:01:00 pass
        12:15:34 pass
                 = none
        12:15:35 pass
                 < ring a3 p1
                 = callback.resumed
                 = contact.opened
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
    """,
    ),
    "a machine, said in the wrap-up": (
        site(**MACHINE),
        WRAPS_UP
        + """
        12:00:45 answered-by machine
                 = callback.machine
                 = callback.rested machine
        12:00:50 pass
                 = agent.state 8001 ready
        12:15:45 pass
                 < ring a3 p1
    """,
    ),
    "a machine is an attempt like any other: the last one was used up": (
        site(callback_attempts=1),
        TALKS
        + """
        12:00:35 answered-by machine
                 = callback.machine
                 = callback.ended given-up machine li
    """,
    ),
    "nothing said: the customer was reached, told at the end of the wrap-up": (
        site(),
        WRAPS_UP
        + """
        12:00:49 pass
                 = none
        12:00:50 pass
                 = agent.state 8001 ready
                 = callback.ended answered
    """,
    ),
    "reached, said at once": (
        site(),
        TALKS
        + """
        12:00:35 answered-by reached
                 = callback.ended answered li
        12:00:40 gone a2
        12:00:41 gone a1
        12:01:00 pass
                 = agent.state 8001 ready
    """,
    ),
    "without a wrap-up it is settled when the conversation is over": (
        site(wrap_up=0),
        TALKS
        + """
        12:00:40 gone a2
                 < hang-up a1
                 < drop-bridge
        12:00:40 gone a1
                 = agent.state 8001 ready
                 = contact.closed answered caller
                 = callback.ended answered
    """,
    ),
    "nobody has answered yet": (
        site(),
        CUSTOMER_RINGS
        + """
        12:00:25 answered-by machine
                 ! callback-not-connected
                 = none
    """,
    ),
    "promised another call in the conversation: not ended by that conversation going on": (
        site(),
        TALKS
        + """
        12:00:35 postpones-back 15:00
                 = callback.postponed 2026-05-04T15:00:00+00:00
        12:00:36 login 8002
        12:00:37 call transfer agent:8002
        12:00:38 answers a3
        12:00:38 pass
                 = none
        12:00:40 gone a2
        12:00:41 gone a3
        15:00:00 pass
                 < ring a4 p2
    """,
    ),
    "a call-back asked for while a caller talks: not ended by being passed on": (
        site(),
        """
        12:00:00 login 8001
        12:00:00 login 8002
        12:00:01 inbound c1 4008001000 from 13800000001
        12:00:02 answers a1
        12:00:10 asks-back 13800000001 sales 15:00
        12:00:11 call transfer agent:8002
        12:00:12 answers a2
        12:00:12 pass
                 = none
    """,
    ),
    "asked for again in the conversation, then it turns out to be a machine: one call-back only": (
        site(**MACHINE),
        TALKS
        + """
        12:00:35 asks-back 13800000001 sales 15:00
                 = callback.requested 13800000001 sales li
        12:00:36 answered-by machine
                 = callback.machine
                 = callback.ended cancelled asked-again li
    """,
    ),
    "the engine dies in the conversation: the word of the agent counts after it": (
        site(**MACHINE),
        TALKS
        + """
        12:00:33 restart a1:up a2:up
        12:00:35 answered-by machine
                 = callback.machine
                 = callback.rested machine
    """,
    ),
    "the engine dies after a machine was told: nobody was spoken to": (
        site(**MACHINE),
        TALKS
        + """
        12:00:35 answered-by machine
        12:00:36 restart a1:up a2:up
                 = none
        12:00:40 gone a1
        12:00:41 gone a2
        12:15:40 pass
                 < ring a3 p1
    """,
    ),
    "the engine dies in the conversation and the customer hangs up meanwhile": (
        site(wrap_up=0),
        TALKS
        + """
        12:00:33 restart a1:up
        12:00:34 gone a1
        12:00:35 pass
        12:00:36 login 8002
                 < none
                 = agent.state 8002 ready
    """,
    ),
}


@pytest.mark.parametrize(("where", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_answered(where: Site, table: str) -> None:
    play(table, where)
