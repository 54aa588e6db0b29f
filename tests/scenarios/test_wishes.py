"""What a flow's queue node asks for beside the queue's rules: skills, the fast lane, one agent for a while."""

from dataclasses import replace
from typing import Any

import pytest

from appliance.contact.acd.model import Queue, Relaxation
from appliance.contact.agents.model import Agent
from tests.scenarios.stage import Site
from tests.scenarios.table import play

SALES = Queue("sales", skills={"sales": 1}, ring_time=60, wrap_up=0, max_wait=0, announce_every=0)
AGENTS = {
    "8001": Agent("8001", phone="p1", skills={"sales": 5}),
    "8002": Agent("8002", phone="p2", skills={"sales": 1, "english": 3}),
}
FLOW: dict[str, Any] = {
    "start": "menu",
    "nodes": {
        "menu": {
            "type": "menu",
            "prompts": ["main-menu"],
            "keys": {"1": "plain", "2": "english", "3": "complaint", "4": "again"},
            "otherwise": "bye",
        },
        "plain": {"type": "queue", "queue": "sales", "timed_out": "bye"},
        "english": {"type": "queue", "queue": "sales", "timed_out": "bye", "skills": {"english": 2}},
        "complaint": {"type": "queue", "queue": "sales", "timed_out": "bye", "fast_lane": True},
        "again": {"type": "queue", "queue": "sales", "timed_out": "bye", "agent": "8002", "agent_seconds": 20},
        "bye": {"type": "hangup"},
    },
}
SITE = Site({"sales": SALES}, AGENTS, FLOW)
RELAXING = Site({"sales": replace(SALES, relax=(Relaxation(15, {"english": 0}),))}, AGENTS, FLOW)

SCENARIOS = {
    "a call's own skill is demanded beside the queue's": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 2
                 < stop-play
                 < music c1
        12:00:03 login 8002
                 < ring a1 p2
    """,
    "complaints go before who came earlier": """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:02 inbound c2
        12:00:03 key c2 3
        12:00:10 login 8001
                 < ring a1 p1
        12:00:11 answers a1
                 < stop-music c2
                 < join c2 a1
    """,
    "the agent of before alone for a while, then anybody": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 4
                 < stop-play
                 < music c1
        12:00:21 pass
                 < none
        12:00:22 pass
                 < ring a1 p1
    """,
    "the agent of before comes in time, though others are idle longer": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 4
        12:00:10 login 8002
                 < ring a1 p2
    """,
    "what a call asks for outlives the engine": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 2
        12:00:03 inbound c2
        12:00:04 key c2 4
        12:00:05 restart c1:up c2:up
        12:00:23 pass
                 < none
        12:00:24 pass
                 < ring a1 p1
        12:00:25 answers a1
                 < stop-music c2
                 < join c2 a1
        12:00:30 login 8002
                 < ring a2 p2
    """,
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_wishes(name: str) -> None:
    play(SCENARIOS[name], SITE)


def test_a_demand_of_a_call_relaxes_by_the_rules_of_its_queue() -> None:
    table = """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 2
        12:00:16 pass
                 < none
        12:00:17 pass
                 < ring a1 p1
    """
    play(table, RELAXING)
