"""What becomes of callers in line, told as tables."""

from dataclasses import replace
from typing import Any

import pytest

from appliance.contact.acd.model import Queue
from appliance.contact.agents.model import Agent
from tests.scenarios.changing import play_changing
from tests.scenarios.stage import Site
from tests.scenarios.table import play

FLOW: dict[str, Any] = {
    "start": "menu",
    "nodes": {
        "menu": {"type": "menu", "prompts": ["main-menu"], "keys": {"1": "sales", "2": "gold"}, "otherwise": "bye"},
        "sales": {"type": "queue", "queue": "sales", "timed_out": "gold"},
        "gold": {"type": "queue", "queue": "gold", "timed_out": "sorry", "priority": 1},
        "sorry": {"type": "hangup", "prompts": ["no-agent-sorry"]},
        "bye": {"type": "hangup"},
    },
}
STEADY = Queue("", ageing=0.0, ring_time=10, wrap_up=5, max_wait=0, announce_every=0)
SALES = replace(STEADY, name="sales", skills={"sales": 1})
GOLD = replace(STEADY, name="gold", skills={"sales": 1}, priority=2)
ONE = {"8001": Agent("8001", phone="p1", skills={"sales": 5})}
TWO = {**ONE, "8004": Agent("8004", phone="p4", queues=frozenset({"spare"}))}


def site(*queues: Queue, agents: dict[str, Agent] | None = None) -> Site:
    return Site({queue.name: queue for queue in queues}, agents or ONE, FLOW)


PLAIN = site(SALES, GOLD)
AGEING = site(replace(SALES, ageing=1.0), GOLD)
TO_SPARE = replace(SALES, overflow_to="spare", overflow_after=30)
SPARE = replace(STEADY, name="spare", ring_time=7)
OVERFLOW = site(TO_SPARE, GOLD, SPARE, agents=TWO)
ROUND = site(TO_SPARE, GOLD, replace(SPARE, overflow_to="sales", overflow_after=5), agents=TWO)
TOLD = site(replace(SALES, announce_every=30, max_wait=100), GOLD)
SHORT = site(replace(SALES, announce_every=30, max_wait=31), GOLD)

SCENARIOS = {
    "priority beats arrival: a queue's and a flow's points count together": (
        PLAIN,
        """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:02 inbound c2
        12:00:03 key c2 2
        12:00:10 login 8001
                 < ring a1 p1
                 = agent.state 8001 ready
                 = offer.made 8001 gold
                 = agent.state 8001 ringing
    """,
    ),
    "ageing has not yet made up for two minutes and a bit": (
        AGEING,
        """
        12:00:00 inbound c1
        12:00:00 key c1 1
        12:00:02 inbound c2
        12:00:02 key c2 2
        12:02:59 login 8001
                 = agent.state 8001 ready
                 = offer.made 8001 gold
                 = agent.state 8001 ringing
    """,
    ),
    "ageing lets the old call overtake after three minutes": (
        AGEING,
        """
        12:00:00 inbound c1
        12:00:00 key c1 1
        12:00:02 inbound c2
        12:00:02 key c2 2
        12:03:01 login 8001
                 = agent.state 8001 ready
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
    """,
    ),
    "a call that found nobody overflows, is rung by the other queue's rules and counted under its own": (
        OVERFLOW,
        """
        12:00:00 login 8004
        12:00:01 inbound c1
        12:00:02 key c1 1
                 < stop-play
                 < music c1
        12:00:31 pass
                 = none
        12:00:32 pass
                 < ring a1 p4
                 = queue.overflowed sales spare
                 = offer.made 8004 spare
                 = agent.state 8004 ringing
        12:00:38 pass
                 = none
        12:00:39 pass
                 < hang-up a1
                 = offer.ended 8004 no-answer
                 = agent.state 8004 paused no-answer
        12:00:40 gone a1
        12:00:41 ready 8004
                 < ring a2 p4
        12:00:42 answers a2
                 < stop-music c1
                 < join c1 a2
                 = offer.ended 8004 answered
                 = queue.left sales answered 40000
                 = bridge.joined
                 = agent.state 8004 talking
    """,
    ),
    "a call that overflowed is still its own queue's first": (
        OVERFLOW,
        """
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:32 pass
                 = queue.overflowed sales spare
        12:00:33 login 8001
                 = agent.state 8001 ready
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
        12:00:34 login 8004
                 = agent.state 8004 ready
    """,
    ),
    "a call does not overflow in a circle": (
        ROUND,
        """
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:32 pass
                 = queue.overflowed sales spare
        12:10:00 pass
                 = none
    """,
    ),
    "a call overflows while a phone rings for it; whoever is next rings when that one does not answer": (
        OVERFLOW,
        """
        12:00:00 login 8004
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:25 login 8001
                 < ring a1 p1
        12:00:32 pass
                 < none
                 = queue.overflowed sales spare
        12:00:35 pass
                 < hang-up a1
                 < ring a2 p4
    """,
    ),
    "a call that overflowed before a restart is where it was": (
        OVERFLOW,
        """
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:33 restart c1:up
                 = none
        12:00:34 login 8004
                 < ring a1 p4
        12:00:35 restart c1:up a1:ringing
                 = none
        12:00:41 pass
                 < none
        12:00:42 pass
                 < hang-up a1
    """,
    ),
    "positions are announced, and the music goes on after them": (
        TOLD,
        """
        12:00:00 inbound c1
        12:00:00 key c1 1
        12:00:10 inbound c2
        12:00:10 key c2 1
        12:00:30 pass
                 < stop-music c1
                 < play c1 position-1
                 = queue.announced 1
        12:00:32 played c1
                 < music c1
                 = none
        12:00:40 pass
                 < stop-music c2
                 < play c2 position-2
                 = queue.announced 2
        12:00:41 gone c1
                 < none
                 = queue.left sales abandoned 41000
                 = contact.closed abandoned caller
        12:00:42 played c2
                 < music c2
        12:01:10 pass
                 < stop-music c2
                 < play c2 position-1
                 = queue.announced 1
    """,
    ),
    "no position is announced while a phone rings": (
        TOLD,
        """
        12:00:00 inbound c1
        12:00:00 key c1 1
        12:00:29 login 8001
        12:00:30 pass
                 < none
                 = none
        12:00:39 pass
                 < hang-up a1
        12:01:00 pass
                 < stop-music c1
                 < play c1 position-1
    """,
    ),
    "an agent answers over an announcement": (
        TOLD,
        """
        12:00:00 inbound c1
        12:00:00 key c1 1
        12:00:30 pass
        12:00:31 login 8001
                 < ring a1 p1
        12:00:31 answers a1
                 < stop-play
                 < join c1 a1
        12:00:32 played c1
                 < none
    """,
    ),
    "an announcement ends while a phone rings: music again until it is answered": (
        TOLD,
        """
        12:00:00 inbound c1
        12:00:00 key c1 1
        12:00:30 pass
        12:00:31 login 8001
        12:00:32 played c1
                 < music c1
        12:00:33 answers a1
                 < stop-music c1
                 < join c1 a1
    """,
    ),
    "the wait is over during an announcement: the flow goes on into the next queue": (
        SHORT,
        """
        12:00:00 inbound c1
        12:00:00 key c1 1
        12:00:30 pass
                 < stop-music c1
                 < play c1 position-1
        12:00:31 pass
                 < stop-play
                 < music c1
                 = queue.left sales timed-out 31000
                 = flow.node gold
                 = queue.entered gold
        12:00:31 played c1
                 < none
        12:01:00 login 8001
                 = agent.state 8001 ready
                 = offer.made 8001 gold
                 = agent.state 8001 ringing
    """,
    ),
    "positions beyond those that were recorded have one prompt": (
        site(replace(SALES, announce_every=30), GOLD),
        "\n".join(f"12:00:{n:02} inbound c{n}\n12:00:{n:02} key c{n} 1" for n in range(1, 22))
        + """
        12:00:50 pass
        12:00:51 pass
                 < stop-music c21
                 < play c21 position-many
                 = queue.announced 21
    """,
    ),
}

OTHERS = {
    "stricter": replace(PLAIN, queues={**PLAIN.queues, "sales": replace(SALES, skills={"sales": 6})}),
    "impatient": replace(PLAIN, queues={**PLAIN.queues, "sales": replace(SALES, max_wait=40)}),
    "telling": replace(PLAIN, queues={**PLAIN.queues, "sales": replace(SALES, announce_every=20)}),
    "spare": replace(OVERFLOW, agents=TWO),
    "swapped": replace(
        PLAIN,
        queues={**PLAIN.queues, "sales": replace(SALES, skills={"tech": 1})},
        agents={"8001": replace(ONE["8001"], skills={"sales": 5}), "8004": replace(TWO["8004"], skills={"tech": 1})},
    ),
    "only_gold": replace(PLAIN, queues={"gold": GOLD}),
    "nobody": replace(PLAIN, agents={}),
    "plain": PLAIN,
    "told": TOLD,
}

RELOADS = {
    "rules that demand more ring nobody who has less": (
        PLAIN,
        """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:02 reload stricter
                 < none
        12:00:10 login 8001
                 < none
        12:00:11 reload plain
                 < ring a1 p1
    """,
    ),
    "a shorter wait holds for those who wait already": (
        PLAIN,
        """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:10 reload impatient
                 = none
        12:00:40 pass
                 = none
        12:00:41 pass
                 = queue.left sales timed-out 40000
                 = flow.node gold
                 = queue.entered gold
    """,
    ),
    "a shorter wait that is over already ends at once": (
        PLAIN,
        """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:01:10 reload impatient
        12:01:10 pass
                 = queue.left sales timed-out 69000
                 = flow.node gold
                 = queue.entered gold
    """,
    ),
    "an end to waiting that is taken back": (
        OTHERS["impatient"],
        """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:10 reload plain
        12:09:00 pass
                 = none
    """,
    ),
    "announcements begin, and end, with the rule": (
        PLAIN,
        """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:10 reload telling
        12:00:30 pass
                 = queue.announced 1
        12:00:31 reload plain
        12:05:00 pass
                 = none
    """,
    ),
    "a reload that changes nothing postpones nothing": (
        TOLD,
        """
        12:00:00 inbound c1
        12:00:00 key c1 1
        12:00:20 reload told
                 < none
                 = none
        12:00:30 pass
                 = queue.announced 1
    """,
    ),
    "a way to overflow that opens, opens for those who wait": (
        PLAIN,
        """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:10 reload spare
        12:00:31 pass
                 = queue.overflowed sales spare
    """,
    ),
    "agents and rules change together: nobody is rung by half of the change": (
        PLAIN,
        """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:02 reload swapped
        12:00:03 login 8001
                 < none
        12:00:04 reload plain
                 < ring a1 p1
    """,
    ),
    "a queue that is removed keeps its callers until their wait is over, and rings nobody for them": (
        PLAIN,
        """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:02 reload only_gold
        12:00:03 login 8001
                 < none
        12:10:00 pass
        12:10:01 pass
                 = queue.left sales timed-out 600000
                 = flow.node gold
                 = queue.entered gold
                 = offer.made 8001 gold
                 = agent.state 8001 ringing
    """,
    ),
    "an agent who is removed while talking is out when the call is over": (
        PLAIN,
        """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:03 answers a1
        12:00:04 reload nobody
                 < none
                 = agent.state 8001 talking
        12:00:05 ready 8001
                 ! agent-unknown
        12:00:20 gone c1
        12:00:20 gone a1
                 = agent.state 8001 signed-out
                 = contact.closed answered caller
    """,
    ),
    "an agent who is removed while the phone rings may still answer": (
        PLAIN,
        """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:03 reload nobody
                 < none
        12:00:04 answers a1
                 < stop-music c1
                 < join c1 a1
        12:00:20 gone a1
                 = agent.state 8001 signed-out
    """,
    ),
    "an agent who is removed while free is signed out, and the phone is anybody's": (
        OVERFLOW,
        """
        12:00:00 login 8001
        12:00:01 reload nobody
                 = agent.state 8001 signed-out
        12:00:02 reload spare
        12:00:03 login 8004 p1
                 = agent.state 8004 ready
    """,
    ),
}


@pytest.mark.parametrize(("where", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_queue(where: Site, table: str) -> None:
    play(table, where)


@pytest.mark.parametrize(("where", "table"), RELOADS.values(), ids=RELOADS.keys())
def test_reload(where: Site, table: str) -> None:
    play_changing(table, where, **OTHERS)
