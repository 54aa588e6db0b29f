"""Which number of ours called parties see, told as tables."""

from dataclasses import replace
from typing import Any

import pytest

from appliance.contact.acd.model import Queue
from appliance.contact.agents.model import Agent
from appliance.contact.calls.model import Trunk
from tests.scenarios.stage import Site
from tests.scenarios.table import play

FLOW = {
    "start": "sales",
    "nodes": {
        "sales": {"type": "queue", "queue": "sales", "timed_out": "sorry"},
        "sorry": {"type": "hangup"},
    },
}
CARRIER = Trunk("carrier", ("127.0.0.9",), "127.0.0.9")


def site(queue: dict[str, Any] | None = None, agent: dict[str, Any] | None = None, **trunk: Any) -> Site:
    rules = replace(Queue("sales", announce_every=0, max_wait=0), **queue or {})
    people = {"8001": replace(Agent("8001", phone="p1"), **agent or {})}
    return Site({"sales": rules}, people, FLOW, {"carrier": replace(CARRIER, **trunk)}, tells_numbers=True)


def dials(seen: str, digits: str = "13800001111") -> str:
    return f"""
        12:00:00 login 8001
        12:00:01 dials p1 i1 {digits}
                 < ringing-tone i1
                 < ring-out a1 13800001111@carrier as {seen}
    """


def transfers(seen: str) -> str:
    return f"""
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 answers a1
        12:00:05 call transfer number:13800001111
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 < ring-out a2 13800001111@carrier as {seen}
    """


def consults(seen: str) -> str:
    return f"""
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 answers a1
        12:00:05 call consult number:13800001111
                 < part c1
                 < music c1
                 < ring-out a2 13800001111@carrier as {seen}
    """


def calls_back(seen: str) -> str:
    return f"""
        12:00:00 inbound c1 4008001000 from 13800001111
        12:00:01 wants-back c1
        12:00:02 login 8001
        12:00:03 answers a1
                 < play a1 callback-connecting
                 < ring-out a2 13800001111@carrier as {seen}
    """


OWN, QUEUES = {"outbound_number": "4008001001"}, {"outbound_number": "4008001002"}
FIXED = "4008001099"
SCENARIOS = {
    "an agent's call: of a trunk that says nothing, the agent's number": (site(agent=OWN), dials("4008001001")),
    "an agent's call: without one, that of the agent's queue": (
        site(QUEUES, {"queues": frozenset({"sales"})}),
        dials("4008001002"),
    ),
    "an agent's call: without any, none of ours": (site(), dials("nobody")),
    "an agent's call: the trunk's, where the agent's does not belong to it": (
        site(agent=OWN, numbers=("4008002*",), outbound_number=FIXED),
        dials(FIXED),
    ),
    "an agent's call: a trunk with one number shows no other": (site(agent=OWN, outbound_number=FIXED), dials(FIXED)),
    "an agent's call: a number in the trunk's range": (
        site(agent=OWN, numbers=("4008001*",), outbound_number=FIXED),
        dials("4008001001"),
    ),
    "an agent's call: withheld when asked for": (site(agent=OWN), dials("4008001001 hidden", "#31#13800001111")),
    "an agent's call: withheld by the agent's rule": (
        site(agent={**OWN, "hide_number": True}),
        dials("4008001001 hidden"),
    ),
    "an agent's call: withheld by the trunk's rule": (site(agent=OWN, hide_number=True), dials("4008001001 hidden")),
    "a transfer outside: the number that the caller dialled": (site(), transfers("4008001000")),
    "a transfer outside: the queue's number before that": (site(QUEUES, OWN), transfers("4008001002")),
    "a transfer outside: withheld by the queue's rule": (
        site({"hide_number": True}),
        transfers("4008001000 hidden"),
    ),
    "an enquiry outside: the agent's own": (site(QUEUES, OWN), consults("4008001001")),
    "a call-back: the number that the customer dialled": (site(agent=OWN), calls_back("4008001000")),
    "a call-back: the queue's number before that": (site(QUEUES), calls_back("4008001002")),
    "a call-back: the trunk's, where the others do not belong to it": (
        site(QUEUES, numbers=("2000",), outbound_number=FIXED),
        calls_back(FIXED),
    ),
}


@pytest.mark.parametrize(("where", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_outbound_number(where: Site, table: str) -> None:
    play(table, where)
