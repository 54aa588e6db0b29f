"""How callers leave a line before anybody answers: exits, keys, switches and chains, told as tables."""

from dataclasses import replace
from typing import Any

import pytest

from appliance.contact.acd.model import Overflow, Queue, Switch
from appliance.contact.agents.model import Agent
from tests.scenarios.changing import play_changing
from tests.scenarios.stage import Site
from tests.scenarios.table import play

FLOW: dict[str, Any] = {
    "start": "sales",
    "nodes": {
        "sales": {
            "type": "queue",
            "queue": "sales",
            "timed_out": "sorry",
            "exits": {"full": "busy", "empty": "nobody", "closed": "bye", "emergency": "bye", "later": "message"},
            "keys": {"1": "choice"},
        },
        "choice": {
            "type": "menu",
            "prompts": ["choice"],
            "keys": {"2": "message", "3": "gold", "4": "sales"},
            "otherwise": "sales",
        },
        "gold": {"type": "queue", "queue": "gold", "timed_out": "sorry"},
        "message": {"type": "message", "prompts": ["greeting"], "next": "bye"},
        "busy": {"type": "hangup", "prompts": ["all-busy"]},
        "nobody": {"type": "hangup", "prompts": ["nobody-here"]},
        "sorry": {"type": "hangup", "prompts": ["no-agent-sorry"]},
        "bye": {"type": "hangup"},
    },
}
SALES = Queue("sales", ageing=0.0, ring_time=10, wrap_up=0, max_wait=0, announce_every=0)
GOLD = replace(SALES, name="gold", skills={"gold": 1})
SPARE = replace(SALES, name="spare", skills={"spare": 1})
PEOPLE = {
    "8001": Agent("8001", phone="p1", queues=frozenset({"sales"})),
    "8002": Agent("8002", phone="p2", skills={"spare": 1}, queues=frozenset({"spare"})),
    "8003": Agent("8003", phone="p3", skills={"gold": 1}, queues=frozenset({"gold"})),
}


def site(flow: dict[str, Any] | None = None, **rules: Any) -> Site:
    queues = {"sales": replace(SALES, **rules), "gold": GOLD, "spare": SPARE}
    return Site(queues, PEOPLE, flow or FLOW)


CHAIN = (Overflow(20, queue="spare"), Overflow(30, queue="removed"), Overflow(40, exit="later"))
CIRCLE = {
    "start": "sales",
    "nodes": {"sales": {"type": "queue", "queue": "sales", "timed_out": "sales", "exits": {"full": "sales"}}},
}

SCENARIOS = {
    "a full queue sends the next caller out by its exit": (
        site(max_waiting=1),
        """
        12:00:00 inbound c1
                 < answer c1
                 < music c1
        12:00:01 inbound c2
                 < answer c2
                 < music c2
                 < stop-music c2
                 < play c2 all-busy
                 = contact.opened
                 = recording.started
                 = flow.node sales
                 = queue.entered sales
                 = queue.left sales full 0
                 = flow.node busy
        12:00:03 played c2
                 < hang-up c2
        12:00:04 gone c2
                 = contact.closed no-agent system
        12:00:05 gone c1
        12:00:06 inbound c3
                 < answer c3
                 < music c3
    """,
    ),
    "nobody is signed in: out at once, and not once somebody is": (
        site(needs_agents=True),
        """
        12:00:00 login 8003
        12:00:01 inbound c1
                 = contact.opened
                 = recording.started
                 = flow.node sales
                 = queue.entered sales
                 = queue.left sales empty 0
                 = flow.node nobody
        12:00:02 login 8001
        12:00:02 pause 8001 lunch
        12:00:03 inbound c2
                 < answer c2
                 < music c2
    """,
    ),
    "the last agent leaves: those in line leave too": (
        site(leaves_empty=True),
        """
        12:00:00 login 8001
        12:00:00 pause 8001 lunch
        12:00:01 inbound c1
        12:00:20 logout 8001
                 < none
        12:00:20 pass
                 < stop-music c1
                 < play c1 nobody-here
                 = queue.left sales empty 19000
                 = flow.node nobody
    """,
    ),
    "the last agent leaves while the phone rings: the caller goes when it has been let ring": (
        site(leaves_empty=True, ring_time=5),
        """
        12:00:00 login 8001
        12:00:01 inbound c1
                 < answer c1
                 < music c1
                 < ring a1 p1
        12:00:02 logout 8001
        12:00:02 pass
                 < none
        12:00:06 pass
                 < hang-up a1
                 < stop-music c1
                 < play c1 nobody-here
    """,
    ),
    "without the rule they wait on": (
        site(),
        """
        12:00:00 login 8001
        12:00:00 pause 8001 lunch
        12:00:01 inbound c1
        12:00:11 logout 8001
        12:00:11 pass
                 < none
    """,
    ),
    "an exit that the flow does not name is the one of calls that wait too long": (
        site(
            {
                **FLOW,
                "nodes": {
                    **FLOW["nodes"],
                    "sales": {"type": "queue", "queue": "sales", "timed_out": "sorry"},
                    "x": FLOW["nodes"]["message"],
                },
            },
            max_waiting=1,
        ),
        """
        12:00:00 inbound c1
        12:00:01 inbound c2
                 < answer c2
                 < music c2
                 < stop-music c2
                 < play c2 no-agent-sorry
    """,
    ),
    "a flow that leads from a full queue back into it does not go round for ever": (
        site(CIRCLE, max_waiting=1),
        """
        12:00:00 inbound c1
        12:00:01 inbound c2
                 = contact.opened
                 = recording.started
                 = flow.node sales
                 = queue.entered sales
                 = queue.left sales full 0
                 = flow.node sales
                 = queue.entered sales
        12:00:02 gone c2
                 = queue.left sales abandoned 1000
                 = contact.closed abandoned caller
    """,
    ),
    "a closed queue says so and leads on": (
        site(switch=Switch.CLOSED, closed_message=("closed-today",)),
        """
        12:00:00 inbound c1
                 < answer c1
                 < music c1
                 < stop-music c1
                 < play c1 closed-today
                 = contact.opened
                 = recording.started
                 = flow.node sales
                 = queue.entered sales
                 = queue.left sales closed 0
        12:00:01 key c1 1
                 < none
                 = none
        12:00:05 played c1
                 < hang-up c1
                 = flow.node bye
    """,
    ),
    "a key while waiting: nobody is rung meanwhile, and who comes back has kept the place": (
        site(),
        """
        12:00:00 inbound c1
        12:00:01 inbound c2
        12:00:05 key c1 1
                 < stop-music c1
                 < play c1 choice
                 = flow.key 1 True
                 = queue.aside sales
                 = flow.node choice
        12:00:06 login 8001
                 < ring a1 p1
        12:00:07 answers a1
                 < stop-music c2
                 < join c2 a1
        12:00:08 played c1
        12:00:14 pass
        12:00:20 pass
        12:00:26 pass
        12:00:32 pass
        12:01:00 played c1
        12:01:06 pass
        12:01:07 played c1
        12:01:13 pass
                 < music c1
                 = flow.key False
                 = flow.node sales
                 = queue.back sales
        12:01:14 inbound c3
        12:01:20 gone c2
        12:01:20 gone a1
                 < ring a2 p1
        12:01:21 answers a2
                 < stop-music c1
                 < join c1 a2
                 = offer.ended 8001 answered
                 = queue.left sales answered 81000
                 = bridge.joined
                 = agent.state 8001 talking
    """,
    ),
    "a key while a phone rings for the caller: it stops ringing, the next in line is rung": (
        site(),
        """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 inbound c2
        12:00:03 key c1 1
                 < hang-up a1
                 < stop-music c1
                 < play c1 choice
                 = flow.key 1 True
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
                 = queue.aside sales
                 = flow.node choice
        12:00:04 gone a1
                 < ring a2 p1
    """,
    ),
    "a key that the node does not name changes nothing": (
        site(),
        """
        12:00:00 inbound c1
        12:00:01 key c1 5
                 < none
                 = none
    """,
    ),
    "who leaves a message gives the place up when the flow ends": (
        site(),
        """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:02 key c1 2
        12:00:03 played c1
        12:00:10 key c1 #
                 < hang-up c1
                 = flow.key # True
                 = flow.node bye
                 = queue.left sales left 10000
        12:00:11 gone c1
                 = contact.closed voicemail system
    """,
    ),
    "who chooses another queue gives the place up": (
        site(),
        """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:02 key c1 3
                 = flow.key 3 True
                 = flow.node gold
                 = queue.left sales left 2000
                 = queue.entered gold
    """,
    ),
    "who hangs up while choosing has abandoned the line": (
        site(),
        """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:04 gone c1
                 = queue.left sales abandoned 4000
                 = contact.closed abandoned caller
    """,
    ),
    "the longest wait passes while the caller chooses: out on coming back": (
        site(max_wait=5),
        """
        12:00:00 inbound c1
        12:00:04 key c1 1
        12:00:06 pass
                 = none
        12:00:07 key c1 4
                 = flow.key 4 True
                 = flow.node sales
                 = queue.back sales
        12:00:07 pass
                 < stop-music c1
                 < play c1 no-agent-sorry
                 = queue.left sales timed-out 7000
                 = flow.node sorry
    """,
    ),
    "a caller who chooses outlives the engine, and so does the place": (
        site(),
        """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:03 restart c1:up
                 < play c1 choice
        12:00:04 login 8001
                 < none
        12:00:05 gone c1
                 = queue.left sales abandoned 5000
                 = contact.closed abandoned caller
    """,
    ),
    "a chain: another queue's agents, a queue that is gone is passed over, then out by an exit": (
        site(overflow=CHAIN),
        """
        12:00:00 inbound c1
        12:00:20 pass
                 = queue.overflowed sales spare
        12:00:39 pass
                 = none
        12:00:40 pass
                 < stop-music c1
                 < play c1 greeting
                 = queue.overflowed sales later
                 = queue.left sales overflowed 40000
                 = flow.node message
    """,
    ),
    "a caller who comes back into line is not led out for having waited before": (
        site(overflow=CHAIN),
        """
        12:00:00 inbound c1
        12:00:10 login 8001
        12:00:12 answers a1
        12:01:00 logout 8001
        12:02:00 call requeue
                 < drop-bridge
                 < hang-up a1
                 < music c1
        12:02:00 gone a1
        12:02:02 pass
                 = none
        12:02:20 pass
                 = queue.overflowed sales spare
        12:02:40 pass
                 < stop-music c1
                 < play c1 greeting
                 = queue.overflowed sales later
                 = queue.left sales overflowed 40000
                 = flow.node message
    """,
    ),
    "a chain goes on over a restart where it was": (
        site(overflow=CHAIN),
        """
        12:00:00 inbound c1
        12:00:20 pass
        12:00:25 restart c1:up
                 = none
        12:00:26 login 8002
                 < ring a1 p2
        12:00:27 answers a1
                 < stop-music c1
                 < join c1 a1
    """,
    ),
}

SHUT = site(switch=Switch.CLOSED, closed_message=("closed-today",))
ALARM = site(switch=Switch.EMERGENCY, emergency_message=("leave-the-house",))

SWITCHES = {
    "closing a queue: who waits is served, who comes is not": """
        12:00:00 inbound c1
        12:00:01 reload shut
                 < none
                 = none
        12:00:02 login 8001
                 < ring a1 p1
        12:00:03 inbound c2
                 < answer c2
                 < music c2
                 < stop-music c2
                 < play c2 closed-today
        12:00:04 reload open
                 < none
    """,
    "an emergency: who waits hears of it and is led out, a phone that rings stops, conversations go on": """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 answers a1
        12:00:03 inbound c2
        12:00:04 reload alarm
                 < stop-music c2
                 < play c2 leave-the-house
                 = queue.left sales emergency 1000
        12:00:06 played c2
                 < hang-up c2
                 = flow.node bye
        12:00:07 reload alarm
                 < none
        12:00:08 inbound c3
                 < answer c3
                 < music c3
                 < stop-music c3
                 < play c3 leave-the-house
    """,
    "a shorter chain holds for those who wait already": """
        12:00:00 inbound c1
        12:00:10 reload chain
                 = none
        12:00:20 pass
                 = queue.overflowed sales spare
    """,
}


@pytest.mark.parametrize(("where", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_exit(where: Site, table: str) -> None:
    play(table, where)


@pytest.mark.parametrize("table", SWITCHES.values(), ids=SWITCHES.keys())
def test_switch(table: str) -> None:
    play_changing(table, site(), open=site(), shut=SHUT, alarm=ALARM, chain=site(overflow=CHAIN))
