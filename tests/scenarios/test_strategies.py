"""Whom a call rings, by each strategy of a queue, and which call goes first where a target is about to be missed."""

from collections import Counter
from dataclasses import replace

import pytest

from appliance.contact.acd.model import Queue, Strategy
from appliance.contact.agents.model import Agent
from appliance.contact.calls import commands as the
from tests.scenarios.stage import Site, Stage
from tests.scenarios.table import play

SALES = Queue("sales", skills={"sales": 1}, ageing=0.0, ring_time=20, wrap_up=0, max_wait=0, announce_every=0)
SUPPORT = replace(SALES, name="support", priority=5)
PEOPLE = {number: Agent(number, phone=f"p{number[-1]}", skills={"sales": 5}) for number in ("8001", "8002", "8003")}


def site(strategy: Strategy = Strategy.LONGEST_IDLE, people: int = 3, **rules: object) -> Site:
    sales = replace(SALES, strategy=strategy, **rules)  # type: ignore[arg-type] # the names are its fields
    return Site({"sales": sales, "support": SUPPORT}, dict(list(PEOPLE.items())[:people]))


TWO_SHORT_CALLS = """
    12:00:00 login 8001
    12:00:01 inbound c1
    12:00:02 key c1 1
    12:00:03 answers a1
    12:00:04 gone c1
    12:00:04 gone a1
    12:00:05 inbound c2
    12:00:06 key c2 1
             < stop-play
             < music c2
             < ring a2 p1
    12:00:07 answers a2
    12:00:08 gone c2
    12:00:08 gone a2
    12:00:50 login 8002
    12:01:00 inbound c3
    12:01:01 key c3 1
"""

SCENARIOS = {
    "longest idle: who has just come is behind who has worked before": (
        site(),
        TWO_SHORT_CALLS
        + """
             < stop-play
             < music c3
             < ring a3 p1
        """,
    ),
    "fewest calls: who has just come is before who has had two": (
        site(Strategy.FEWEST_CALLS),
        TWO_SHORT_CALLS
        + """
             < stop-play
             < music c3
             < ring a3 p2
        """,
    ),
    "linear: as the order says, whoever is idle longer, and who is not in it comes last": (
        site(Strategy.LINEAR, order=("8003", "8002")),
        """
    12:00:00 login 8001
    12:00:01 login 8002
    12:00:02 login 8003
    12:00:03 inbound c1
    12:00:04 key c1 1
             < stop-play
             < music c1
             < ring a1 p3
    12:00:05 answers a1
    12:00:06 inbound c2
    12:00:07 key c2 1
             < stop-play
             < music c2
             < ring a2 p2
    12:00:08 answers a2
    12:00:09 inbound c3
    12:00:10 key c3 1
             < stop-play
             < music c3
             < ring a3 p1
    12:00:11 answers a3
    12:00:20 gone c1
    12:00:20 gone a1
    12:00:21 inbound c4
    12:00:22 key c4 1
             < stop-play
             < music c4
             < ring a4 p3
        """,
    ),
    "round robin: the next after the last, although the first is idle longest": (
        site(Strategy.ROUND_ROBIN),
        """
    12:00:00 login 8001
    12:00:01 login 8002
    12:00:02 inbound c1
    12:00:03 key c1 1
             < stop-play
             < music c1
             < ring a1 p1
    12:00:04 answers a1
    12:00:05 gone c1
    12:00:05 gone a1
    12:00:06 inbound c2
    12:00:07 key c2 1
             < stop-play
             < music c2
             < ring a2 p2
    12:00:08 answers a2
    12:00:09 gone c2
    12:00:09 gone a2
    12:00:50 login 8003
    12:01:00 inbound c3
    12:01:01 key c3 1
             < stop-play
             < music c3
             < ring a3 p3
    12:01:02 answers a3
    12:01:03 inbound c4
    12:01:04 key c4 1
             < stop-play
             < music c4
             < ring a4 p1
        """,
    ),
    "a queue has no more conversations at once than its rule says, though somebody is free": (
        site(most_talking=1),
        """
    12:00:00 login 8001
    12:00:01 login 8002
    12:00:02 inbound c1
    12:00:03 key c1 1
    12:00:04 answers a1
    12:00:05 inbound c2
    12:00:06 key c2 1
             < stop-play
             < music c2
    12:00:30 gone c1
             < hang-up a1
             < drop-bridge
    12:00:31 gone a1
             < ring a2 p2
        """,
    ),
}

BOTH = {"8001": Agent("8001", phone="p1", skills={"sales": 5, "support": 5})}
RESCUED = Site({"sales": replace(SALES, rescue=10, rescue_seconds=10, target_seconds=30), "support": SUPPORT}, BOTH)
ONE_OF_EACH = """
    12:00:00 inbound c1
    12:00:01 key c1 2
    12:00:02 inbound c2
    12:00:03 key c2 1
"""
TARGETS = {
    "long before the target the queue with more points goes first": ONE_OF_EACH
    + """
    12:00:22 login 8001
             < ring a1 p1
    12:00:23 answers a1
             < stop-music c1
             < join c1 a1
    """,
    "ten seconds before its target the call of the other queue goes first": ONE_OF_EACH
    + """
    12:00:23 login 8001
             < ring a1 p1
    12:00:24 answers a1
             < stop-music c2
             < join c2 a1
    """,
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_whom_it_rings(name: str) -> None:
    where, table = SCENARIOS[name]
    play(table, where)


@pytest.mark.parametrize("name", TARGETS)
def test_which_goes_first(name: str) -> None:
    play(TARGETS[name], RESCUED)


def test_by_chance_everybody_gets_about_as_many() -> None:
    stage = Stage(site(Strategy.RANDOM))
    for agent in PEOPLE:
        stage.do(["login", agent])
    rung: list[str] = []
    for number in range(300):
        stage.do(["inbound", f"c{number}"])
        stage.do(["key", f"c{number}", "1"])
        (ring,) = [command for command in stage.written.take()[1] if isinstance(command, the.Ring)]
        rung.append(ring.phone)
        leg = stage.names[ring.channel]
        for verb, name in (("answers", leg), ("gone", f"c{number}"), ("gone", leg)):
            stage.do([verb, name])
        stage.written.take()
    assert all(70 < count < 130 for count in Counter(rung).values())
    assert sum(one == other for one, other in zip(rung, rung[3:], strict=False)) < 150, "this is no turn"
