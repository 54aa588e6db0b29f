"""A queue that rings everybody at once: the first answer wins, and nobody is left ringing."""

from dataclasses import replace

import pytest

from appliance.contact.acd.model import Queue, Strategy
from appliance.contact.agents.model import Agent
from tests.scenarios.stage import Site
from tests.scenarios.table import play

SALES = Queue(
    "sales", skills={"sales": 1}, ring_time=20, wrap_up=0, max_wait=0, announce_every=0, strategy=Strategy.RING_ALL
)
AGENTS = {number: Agent(number, phone=f"p{number[-1]}", skills={"sales": 5}) for number in ("8001", "8002")}
ALL = Site(queues={"sales": SALES, "support": replace(SALES, name="support")}, agents=AGENTS)

RUNG = """
    12:00:00 login 8001
    12:00:01 login 8002
    12:00:02 inbound c1
    12:00:03 key c1 1
             < stop-play
             < music c1
             < ring a1 p1
             < ring a2 p2
"""

SCENARIOS = {
    "the first answer wins and the others are free again": """
        12:00:08 answers a2
                 < stop-music c1
                 < join c1 a2
                 < hang-up a1
                 = offer.ended 8002 answered
                 = queue.left sales answered 5000
                 = bridge.joined
                 = agent.state 8002 talking
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
        12:00:09 gone a1
        12:00:10 inbound c2
        12:00:11 key c2 1
                 < stop-play
                 < music c2
                 < ring a3 p1
    """,
    "two answers in the same moment: the second is let go and stays free": """
        12:00:08 answers a2
        12:00:08 answers a1
                 < hang-up a1
                 = none
        12:00:09 gone a1
                 = none
    """,
    "one refuses, the others ring on, and the last refusal brings the call back into line": """
        12:00:08 gone a1 21
                 < none
                 = offer.ended 8001 rejected
                 = agent.state 8001 paused rejected
        12:00:09 ready 8001
                 < none
        12:00:10 gone a2 17
                 < ring a3 p1
    """,
    "the caller hangs up: nobody rings on": """
        12:00:08 gone c1
                 < hang-up a1
                 < hang-up a2
    """,
    "the ring time is over for all, who are paused then": """
        12:00:22 pass
                 < none
        12:00:23 pass
        12:00:24 gone a1
        12:00:24 gone a2
        12:00:25 ready 8002
                 < ring a3 p2
    """,
    "the engine dies while all ring": """
        12:00:08 restart c1:up a1:ringing a2:ringing
        12:00:10 answers a1
                 < stop-music c1
                 < join c1 a1
                 < hang-up a2
    """,
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_ringing_all(name: str) -> None:
    play(RUNG + SCENARIOS[name], ALL)
