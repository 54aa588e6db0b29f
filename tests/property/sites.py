"""Small sites with every rule of queues switched on somewhere, among which a centre is reconfigured."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from appliance.contact.acd.model import Queue
from appliance.contact.agents.model import Agent
from tests.scenarios.stage import Site

FLOW: Mapping[str, Any] = {
    "start": "notice",
    "nodes": {
        "notice": {"type": "play", "prompts": ["notice"], "next": "menu", "whole": True},
        "menu": {
            "type": "menu",
            "prompts": ["main-menu"],
            "keys": {"1": "sales", "2": "support", "9": "voicemail", "0": "music"},
            "otherwise": "bye",
            "tries": 2,
            "seconds": 5,
        },
        "sales": {"type": "queue", "queue": "sales", "timed_out": "support"},
        "support": {"type": "queue", "queue": "support", "timed_out": "sorry", "prompts": ["please-wait"]},
        "music": {"type": "play", "prompts": ["advert"], "next": "menu"},
        "voicemail": {"type": "message", "prompts": ["greeting", "beep"], "next": "bye", "seconds": 60},
        "sorry": {"type": "hangup", "prompts": ["no-agent-sorry"]},
        "bye": {"type": "hangup"},
    },
}

SALES = Queue(
    "sales", skills={"sales": 1}, ring_time=15, wrap_up=10, max_wait=90, overflow_to="spare", overflow_after=20
)
SUPPORT = Queue("support", skills={"support": 2}, priority=2, ageing=3.0, wrap_up=0, max_wait=60, announce_every=25)
SPARE = Queue("spare", skills={"sales": 1}, ring_time=10, announce_every=0)

AGENTS = {
    "8001": Agent("8001", phone="p1", skills={"sales": 5}, queues=frozenset({"sales"})),
    "8002": Agent(
        "8002", phone="p2", skills={"sales": 1, "support": 3}, queues=frozenset({"spare", "support"}), lines=2
    ),
    "8003": Agent("8003", phone="p3", skills={"support": 2}, sign_in_with_phone=True, lines=3, capacity=2),
}

AT_FIRST = Site({"sales": SALES, "support": SUPPORT, "spare": SPARE}, AGENTS, FLOW)
STRICTER = replace(AT_FIRST, queues={**AT_FIRST.queues, "sales": replace(SALES, skills={"sales": 5}, max_wait=30)})
WITHOUT_SPARE = replace(AT_FIRST, queues={"sales": SALES, "support": SUPPORT})
WITHOUT_8002 = replace(AT_FIRST, agents={number: agent for number, agent in AGENTS.items() if number != "8002"})
SITES = (AT_FIRST, STRICTER, WITHOUT_SPARE, WITHOUT_8002)
