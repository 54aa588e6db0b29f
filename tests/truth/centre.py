"""The centre that the town calls: two queues, a menu, call-backs, and flows for callers who are passed on."""

from collections.abc import Mapping
from typing import Any

from appliance.contact.acd.model import Overflow, Queue
from appliance.contact.agents.model import Agent
from tests.scenarios.stage import Site

MENU: Mapping[str, Any] = {
    "start": "menu",
    "nodes": {
        "menu": {
            "type": "menu",
            "prompts": ["main-menu"],
            "keys": {"1": "sales", "2": "support", "3": "info", "9": "voicemail"},
            "otherwise": "bye",
            "tries": 2,
            "seconds": 5,
        },
        "sales": {
            "type": "queue",
            "queue": "sales",
            "timed_out": "late",
            "exits": {"full": "full", "elsewhere": "elsewhere"},
            "keys": {"5": "back"},
        },
        "support": {"type": "queue", "queue": "support", "timed_out": "late", "exits": {"full": "full"}},
        "info": {"type": "play", "prompts": ["info"], "next": "bye"},
        "voicemail": {"type": "message", "prompts": ["greeting"], "next": "bye", "seconds": 60},
        "back": {"type": "callback", "next": "noted", "refused": "late"},
        "noted": {"type": "hangup", "prompts": ["noted"]},
        "late": {"type": "hangup", "prompts": ["late"]},
        "full": {"type": "hangup", "prompts": ["full"]},
        "elsewhere": {"type": "hangup", "prompts": ["elsewhere"]},
        "bye": {"type": "hangup", "prompts": ["bye"]},
    },
}
BALANCE: Mapping[str, Any] = {
    "start": "read",
    "nodes": {
        "read": {"type": "hangup", "prompts": ["balance"]},
    },
}
AGAIN: Mapping[str, Any] = {
    "start": "support",
    "nodes": {
        "support": {"type": "queue", "queue": "support", "timed_out": "late", "exits": {"full": "full"}},
        "late": {"type": "hangup", "prompts": ["again-late"]},
        "full": {"type": "hangup", "prompts": ["again-full"]},
    },
}
HEARD_AT = {
    "main-menu": "main/menu",
    "info": "main/info",
    "greeting": "main/voicemail",
    "noted": "main/noted",
    "late": "main/late",
    "full": "main/full",
    "elsewhere": "main/elsewhere",
    "bye": "main/bye",
    "balance": "balance/read",
    "again-late": "again/late",
    "again-full": "again/full",
}
"""Where in the flows a caller is who hears this."""

LED_OUT = {
    "late": "",
    "again-late": "",
    "full": "full",
    "again-full": "full",
    "elsewhere": "overflowed",
}
"""How somebody has left the line who hears this in it; "" is what happens in that queue when it takes too long."""

QUEUES = {
    "sales": Queue(
        "sales",
        skills={"sales": 1},
        ring_time=15,
        wrap_up=20,
        max_wait=0,
        announce_every=0,
        target_seconds=20,
        max_waiting=8,
        overflow=(Overflow(45, queue="support"), Overflow(100, exit="elsewhere")),
        callback_attempts=2,
        callback_spacing=120,
    ),
    "support": Queue(
        "support",
        skills={"support": 1},
        ring_time=20,
        wrap_up=0,
        max_wait=110,
        announce_every=0,
        target_seconds=45,
        max_waiting=8,
    ),
}
SEVERAL = frozenset({"8001", "8002", "8003", "8010", "8011", "8012"})
"""Agents with two lines, who take a second call from a queue too."""

HOME = {f"80{number:02}": "sales" if number <= 9 else "support" for number in range(1, 18)}
AGENTS = {
    agent: Agent(agent, phone=f"p{agent}", skills={queue: 3}, lines=most, capacity=most)
    for agent, queue in HOME.items()
    for most in (2 if agent in SEVERAL else 1,)
} | {agent: Agent(agent, phone=f"p{agent}") for agent in ("8091", "8092")}
"""Two of them never sign in: their phones are just phones."""

SITE = Site(QUEUES, AGENTS, MENU, flows={"balance": BALANCE, "again": AGAIN})
