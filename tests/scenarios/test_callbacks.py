"""Callers who hang up, keep their place and are called back, told as tables."""

from dataclasses import replace
from typing import Any

import pytest

from appliance.contact.acd.model import Queue
from appliance.contact.agents.model import Agent
from tests.scenarios.stage import Site
from tests.scenarios.table import play

FLOW: dict[str, Any] = {
    "start": "sales",
    "nodes": {
        "sales": {"type": "queue", "queue": "sales", "timed_out": "sorry", "keys": {"1": "back", "2": "type"}},
        "type": {"type": "collect", "prompts": ["number"], "variable": "to", "next": "there", "otherwise": "sales"},
        "there": {"type": "callback", "number": "{to}", "next": "noted", "refused": "sales"},
        "back": {"type": "callback", "next": "noted", "refused": "sales"},
        "noted": {"type": "hangup", "prompts": ["callback-noted"]},
        "sorry": {"type": "hangup", "prompts": ["no-agent-sorry"]},
    },
}
SALES = Queue("sales", ageing=0.0, ring_time=20, wrap_up=10, max_wait=0, announce_every=0)
PEOPLE = {"8001": Agent("8001", phone="p1"), "8002": Agent("8002", phone="p2")}


def site(**rules: Any) -> Site:
    return Site({"sales": replace(SALES, **rules)}, PEOPLE, FLOW)


WANTED = """
        12:00:00 inbound c1 4008001000 from 13800000001
        12:00:10 wants-back c1
                 = callback.requested 13800000001 sales caller
                 = queue.left sales call-back 10000
                 = contact.closed callback caller
"""
AGENT_RINGS = (
    WANTED
    + """
        12:00:20 login 8001
                 < ring a1 p1
                 = agent.state 8001 ready
                 = contact.opened
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
"""
)
CUSTOMER_RINGS = (
    AGENT_RINGS
    + """
        12:00:22 answers a1
                 < play a1 callback-connecting
                 < ring-out a2 13800000001@carrier
                 = offer.ended 8001 answered
                 = agent.state 8001 talking
                 = callback.dialled
                 = recording.started
"""
)
ENGAGED = (
    CUSTOMER_RINGS
    + """
        12:00:30 gone a2 17
                 < hang-up a1
                 = agent.state 8001 ready
                 = callback.rested busy
        12:00:31 gone a1
                 = contact.closed unanswered system
"""
)

SCENARIOS = {
    "the agent first, then the customer, then both hear each other; wrap-up after it": (
        site(),
        CUSTOMER_RINGS
        + """
        12:00:30 answers a2
                 < stop-play
                 < join a2 a1
                 = callback.connected
                 = bridge.joined
        12:01:30 gone a2
                 < hang-up a1
                 < drop-bridge
        12:01:30 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
        12:01:45 pass
                 = agent.state 8001 ready
                 = callback.ended answered
    """,
    ),
    "who came before and hung up is before who came later and holds": (
        site(),
        WANTED
        + """
        12:00:11 inbound c2
        12:00:20 login 8001
                 < ring a1 p1
                 = agent.state 8001 ready
                 = contact.opened
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
        12:00:25 login 8002
                 < ring a2 p2
        12:00:26 answers a2
                 < stop-music c2
                 < join c2 a2
    """,
    ),
    "who came later and hung up is behind who holds": (
        site(),
        """
        12:00:00 inbound c1
        12:00:01 inbound c2 4008001000 from 13800000001
        12:00:02 wants-back c2
        12:00:20 login 8001
                 < ring a1 p1
        12:00:21 answers a1
                 < stop-music c1
                 < join c1 a1
    """,
    ),
    "asked for with a key: the place is kept, the caller hears so and is let go": (
        site(),
        """
        12:00:00 inbound c1 4008001000 from 13800000001
        12:00:01 key c1 1
                 < stop-music c1
                 < play c1 callback-noted
                 = flow.key 1 True
                 = queue.aside sales
                 = flow.node back
                 = callback.requested 13800000001 sales caller
                 = queue.left sales call-back 1000
                 = flow.node noted
        12:00:03 played c1
                 < hang-up c1
    """,
    ),
    "a number typed by the caller": (
        site(),
        """
        12:00:00 inbound c1 4008001000 from anonymous
        12:00:01 key c1 2
        12:00:02 key c1 0
        12:00:02 key c1 2
        12:00:02 key c1 1
        12:00:02 key c1 6
        12:00:03 key c1 #
                 < play c1 callback-noted
                 = flow.collected to 4 True 0216
                 = flow.node there
                 = callback.requested 0216 sales caller
                 = queue.left sales call-back 3000
                 = flow.node noted
    """,
    ),
    "a caller whose number cannot be called waits on at the old place": (
        site(),
        """
        12:00:00 inbound c1 4008001000 from anonymous
        12:00:01 key c1 1
                 < stop-music c1
                 < music c1
                 = flow.key 1 True
                 = queue.aside sales
                 = flow.node back
                 = flow.node sales
                 = queue.back sales
    """,
    ),
    "another number than the one that called": (
        site(),
        """
        12:00:00 inbound c1 4008001000 from 13800000001
        12:00:01 wants-back c1 02188887777
                 = callback.requested 02188887777 sales caller
                 = queue.left sales call-back 1000
                 = contact.closed callback caller
    """,
    ),
    "a number that cannot be dialled is refused, and the place in line stays": (
        site(),
        """
        12:00:00 inbound c1 4008001000 from anonymous
        12:00:01 wants-back c1
                 < none
                 = none
    """,
    ),
    "a number has one open call-back, whoever asks again": (
        site(),
        WANTED
        + """
        12:00:12 inbound c2 4008001000 from 13800000001
        12:00:13 wants-back c2
                 = queue.left sales call-back 1000
                 = contact.closed callback caller
        12:00:20 login 8001
                 < ring a1 p1
        12:00:21 login 8002
                 < none
    """,
    ),
    "an agent who does not answer: the next one is rung, no attempt is used up": (
        site(callback_attempts=1),
        AGENT_RINGS
        + """
        12:00:30 login 8002
        12:00:40 pass
                 < hang-up a1
                 < ring a2 p2
                 = offer.ended 8001 no-answer
                 = agent.state 8001 paused no-answer
                 = contact.opened
                 = offer.made 8002 sales
                 = agent.state 8002 ringing
        12:00:41 gone a1
                 = contact.closed unanswered agent
        12:00:42 answers a2
                 < play a2 callback-connecting
                 < ring-out a3 13800000001@carrier
    """,
    ),
    "an engaged customer is tried again later, at the place that was kept": (
        site(callback_spacing=60),
        ENGAGED
        + """
        12:00:32 pause 8001 lunch
        12:00:33 inbound c3
        12:01:29 pass
        12:01:31 ready 8001
                 < ring a3 p1
                 = callback.resumed
                 = agent.state 8001 ready
                 = contact.opened
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
    """,
    ),
    "the last attempt in vain: given up": (
        site(callback_attempts=1),
        CUSTOMER_RINGS
        + """
        12:00:52 pass
                 < hang-up a2
                 < hang-up a1
                 = agent.state 8001 ready
                 = callback.ended given-up no-answer system
    """,
    ),
    "the agent hangs up while the customer's phone rings: counted as an attempt": (
        site(),
        CUSTOMER_RINGS
        + """
        12:00:25 gone a1
                 < hang-up a2
                 = agent.state 8001 ready
        12:00:26 gone a2
                 = contact.closed unanswered agent
                 = callback.rested unanswered
    """,
    ),
    "cancelled while it waits": (
        site(),
        WANTED
        + """
        12:00:12 cancels-back
                 < none
                 = callback.ended cancelled boss
        12:00:20 login 8001
                 < none
    """,
    ),
    "cancelled while the agent's phone rings": (
        site(),
        AGENT_RINGS
        + """
        12:00:21 cancels-back
                 < hang-up a1
                 = callback.ended cancelled boss
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
        12:00:22 gone a1
                 < none
    """,
    ),
    "cancelled while the customer's phone rings": (
        site(),
        CUSTOMER_RINGS
        + """
        12:00:23 cancels-back
                 < hang-up a2
                 < hang-up a1
                 = callback.ended cancelled boss
                 = agent.state 8001 ready
        12:00:24 gone a2
        12:00:24 gone a1
                 < none
                 = contact.closed unanswered system
    """,
    ),
    "outside opening hours nobody is called": (
        site(callback_hours=("mon-fri 13:00-18:00",)),
        WANTED
        + """
        12:00:20 login 8001
                 < none
                 = agent.state 8001 ready
                 = callback.rested closed-hours
        12:59:59 pass
                 < none
        13:00:00 pass
                 < ring a1 p1
    """,
    ),
    "the next in line is rung when the first may not be called": (
        site(callback_hours=("mon-fri 13:00-18:00",)),
        WANTED
        + """
        12:00:11 inbound c2
        12:00:20 login 8001
        12:00:20 pass
                 < ring a1 p1
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
    """,
    ),
    "a customer who calls again is not dialled meanwhile": (
        site(),
        WANTED
        + """
        12:00:12 inbound c2 4008001000 from 13800000001
        12:00:20 login 8001
                 < none
                 = agent.state 8001 ready
                 = callback.rested engaged
        12:00:20 pass
                 < ring a1 p1
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
    """,
    ),
    "the engine dies while it waits": (
        site(),
        WANTED
        + """
        12:00:15 restart
                 = none
        12:00:20 login 8001
                 < ring a1 p1
    """,
    ),
    "the engine dies while the agent's phone rings": (
        site(),
        AGENT_RINGS
        + """
        12:00:21 restart a1:ringing
                 < none
                 = none
        12:00:22 answers a1
                 < play a1 callback-connecting
                 < ring-out a2 13800000001@carrier
    """,
    ),
    "the engine dies while the customer's phone rings": (
        site(),
        CUSTOMER_RINGS
        + """
        12:00:23 restart a1:up a2:ringing
                 < none
                 = none
        12:00:30 answers a2
                 < stop-play
                 < join a2 a1
    """,
    ),
    "the engine dies while it rests": (
        site(callback_spacing=60),
        ENGAGED
        + """
        12:00:40 restart
                 < none
        12:01:30 pass
                 < ring a3 p1
    """,
    ),
    "Asterisk dies while the customer's phone rings: tried again later": (
        site(callback_spacing=60),
        CUSTOMER_RINGS
        + """
        12:00:23 lost
        12:00:24 sees
        12:01:30 pass
                 < ring a3 p1
    """,
    ),
}


@pytest.mark.parametrize(("where", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_callback(where: Site, table: str) -> None:
    play(table, where)
