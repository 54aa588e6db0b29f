"""Agents with several calls at once: rung, held and swapped, told as tables."""

from dataclasses import replace
from itertools import pairwise

import pytest

from appliance.contact.calls.record import summarise
from tests.scenarios.beginnings import TALKING
from tests.scenarios.line_sites import ALONE, BOTH, BOTH_TALKED_TO, CALLED, OUTSIDE, QUEUED, THREE, TWO
from tests.scenarios.stage import Site
from tests.scenarios.table import play

SCENARIOS: dict[str, tuple[Site, str]] = {
    "a direct call rings the free line, and answering it puts the first on hold": (
        TWO,
        BOTH_TALKED_TO
        + """
        12:00:20 gone i1
                 < hang-up a2
                 < drop-bridge
        12:00:20 gone a2
                 < none
                 = agent.state 8001 hold
                 = contact.closed answered caller
        12:00:30 order resume
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 talking
        12:00:40 gone c1
        12:00:40 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
    """,
    ),
    "with one line the same call meets the busy tone": (
        Site(),
        TALKING
        + """
        12:00:10 dials p3 i1 8001
                 < hang-up i1 17
    """,
    ),
    "with all lines in use a third call meets the busy tone": (
        TWO,
        BOTH_TALKED_TO
        + """
        12:00:20 dials p2 i2 8001
                 < hang-up i2 17
    """,
    ),
    "a second line is not for the queue unless the capacity says so": (
        replace(TWO, agents={"8001": TWO.agents["8001"]}),
        QUEUED
        + """
        12:00:10 pass
                 < none
        12:00:20 gone c1
                 < hang-up a1
                 < drop-bridge
        12:00:20 gone a1
                 < none
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
        12:00:30 pass
                 < ring a2 p1
    """,
    ),
    "with capacity the queue rings the second line": (
        ALONE,
        QUEUED
        + """
        12:00:10 answers a2
                 < part c1
                 < music c1
                 < stop-music c2
                 < join c2 a2
                 = agent.state 8001 hold +ringing
                 = offer.ended 8001 answered
                 = queue.left sales answered 7000
                 = bridge.joined
                 = agent.state 8001 talking +hold
    """,
    ),
    "who has no call at all is asked before who has one and room": (
        BOTH,
        TALKING
        + """
        12:00:10 inbound c2
        12:00:11 key c2 1
                 < stop-play
                 < music c2
                 < ring a2 p2
    """,
    ),
    "a second offer that nobody takes ends the offers until the agent is ready, not the call in hand": (
        ALONE,
        QUEUED
        + """
        12:00:23 pass
                 < hang-up a2
                 = offer.ended 8001 no-answer
                 = agent.state 8001 talking
        12:00:24 gone a2
                 < none
        12:00:30 ready 8001
                 < ring a3 p1
                 = agent.state 8001 talking
                 = offer.made 8001 sales
                 = agent.state 8001 talking +ringing
    """,
    ),
    "swap, and swap back": (
        TWO,
        BOTH_TALKED_TO
        + """
        12:00:20 swap 8001
                 < part i1
                 < music i1
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 hold +hold
                 = agent.state 8001 talking +hold
        12:00:30 swap 8001
                 < part c1
                 < music c1
                 < stop-music i1
                 < join i1 a2
                 = agent.state 8001 hold +hold
                 = agent.state 8001 talking +hold
    """,
    ),
    "the one who placed the second call swaps too, and the colleague hears the music": (
        TWO,
        TALKING
        + """
        12:00:05 login 8003
        12:00:10 dials p1 i1 8003
                 < part c1
                 < music c1
                 < record i1
                 < ringing-tone i1
                 < ring a2 p3
        12:00:15 answers a2
                 < answer i1
                 < join i1 a2
                 = bridge.joined
                 = agent.state 8001 talking +hold
                 = agent.state 8003 talking
        12:00:20 swap 8001
                 < part a2
                 < music a2
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 hold +hold
                 = agent.state 8001 talking +hold
        12:00:25 swap 8001
                 < part c1
                 < music c1
                 < stop-music a2
                 < join i1 a2
                 = agent.state 8001 hold +hold
                 = agent.state 8001 talking +hold
        12:00:30 gone i1
                 < hang-up a2
                 < drop-bridge
                 = agent.state 8001 hold
        12:00:30 gone a2
                 = agent.state 8003 ready
                 = contact.closed answered caller
        12:00:35 swap 8001
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 talking
    """,
    ),
    "a call to the outside while the caller waits": (
        TWO,
        OUTSIDE
        + """
        12:00:20 swap 8001
                 < part a2
                 < music a2
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 hold +hold
                 = agent.state 8001 talking +hold
        12:00:25 gone a2
                 < hang-up i1
                 < drop-bridge
        12:00:25 gone i1
                 = agent.state 8001 talking
                 = contact.closed answered caller
    """,
    ),
    "the phone holds and takes up by itself": (
        TWO,
        CALLED
        + """
        12:00:14 holds a1
                 < none
                 = agent.state 8001 hold
        12:00:15 answers a2
                 < answer i1
                 < join i1 a2
                 = bridge.joined
                 = agent.state 8001 talking +hold
        12:00:20 holds a2
                 < none
                 = agent.state 8001 hold +hold
        12:00:20 unholds a1
                 < none
                 = agent.state 8001 talking +hold
        12:00:30 gone i1
                 < hang-up a2
                 < drop-bridge
        12:00:30 gone a2
                 = agent.state 8001 talking
                 = contact.closed answered caller
    """,
    ),
    "the phone answers first and tells of the hold after it; taking up brings the caller back": (
        TWO,
        BOTH_TALKED_TO
        + """
        12:00:15 holds a1
                 < none
                 = none
        12:00:20 unholds a1
                 < part i1
                 < music i1
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 hold +hold
                 = agent.state 8001 talking +hold
        12:00:20 holds a2
                 < none
                 = none
        12:00:25 unholds a2
                 < part c1
                 < music c1
                 < stop-music i1
                 < join i1 a2
    """,
    ),
    "what an order holds the phone does not take up": (
        TWO,
        CALLED
        + """
        12:00:12 order hold
                 = agent.state 8001 hold
        12:00:15 answers a2
                 < answer i1
                 < join i1 a2
        12:00:20 unholds a1
                 < none
                 = none
    """,
    ),
    "resume names the call, and the other one is put on hold": (
        TWO,
        BOTH_TALKED_TO
        + """
        12:00:20 order resume 1
                 < part i1
                 < music i1
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 hold +hold
                 = agent.state 8001 talking +hold
    """,
    ),
    "nothing to swap": (
        TWO,
        TALKING
        + """
        12:00:10 swap 8001
                 ! nothing-to-swap
                 < none
                 = none
        12:00:11 swap 8002
                 ! nothing-to-swap
        12:00:12 swap 8003
                 ! nothing-to-swap
    """,
    ),
    "of several on hold one must be named": (
        THREE,
        BOTH_TALKED_TO
        + """
        12:00:20 dials p2 i2 8001
        12:00:21 answers a3
                 < part i1
                 < music i1
                 < answer i2
                 < join i2 a3
                 = agent.state 8001 hold +hold
                 = bridge.joined
                 = agent.state 8002 talking
                 = agent.state 8001 talking +hold +hold
        12:00:30 swap 8001
                 ! several-held
                 < none
        12:00:31 swap 8001 on2
                 < part i2
                 < music i2
                 < stop-music i1
                 < join i1 a2
    """,
    ),
}


def test_each_call_has_its_own_times_and_the_agent_counts_once() -> None:
    table = (
        BOTH_TALKED_TO
        + """
        12:00:20 swap 8001
        12:00:30 gone i1
        12:00:30 gone a2
        12:00:44 gone c1
        12:00:44 gone a1
        12:01:00 pass
        """
    )
    stage = play(table, TWO)
    first, second = ({event.contact: None for event in stage.written.ledger if event.contact}).keys()
    records = [
        summarise(event for event in stage.written.ledger if event.contact == contact) for contact in (first, second)
    ]
    assert [(record.talk_ms, record.hold_ms) for record in records if record] == [(35_000, 5_000), (5_000, 10_000)]
    states = [event for event in stage.written.ledger if event.kind == "agent.state" and event.data["agent"] == "8001"]
    spent: dict[str, float] = {}
    for before, after in pairwise(states):
        state = before.data["state"]
        spent[state] = spent.get(state, 0) + (after.at - before.at).total_seconds()
    assert spent == {"ready": 3, "ringing": 1, "talking": 40, "hold": 0, "wrap-up": 10}
    wrapped = [event.data["wrapped"] for event in states if "wrapped" in event.data]
    assert wrapped == [{"contact": str(first), "ms": 10_000}]


@pytest.mark.parametrize(("site", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_lines(site: Site, table: str) -> None:
    play(table, site)
