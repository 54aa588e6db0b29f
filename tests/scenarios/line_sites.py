"""Sites whose agents have several lines, and how scenarios with two calls of one agent begin."""

from dataclasses import replace

from tests.scenarios.beginnings import TALKING
from tests.scenarios.stage import AGENTS, Site

TWO = Site(agents={**AGENTS, "8001": replace(AGENTS["8001"], lines=2)})
BOTH = Site(agents={**AGENTS, "8001": replace(AGENTS["8001"], lines=2, capacity=2)})
ALONE = Site(agents={"8001": replace(AGENTS["8001"], lines=2, capacity=2)})
THREE = Site(agents={**AGENTS, "8001": replace(AGENTS["8001"], lines=3, capacity=3)})

CALLED = (
    TALKING
    + """
        12:00:10 dials p3 i1 8001
                 < record i1
                 < ringing-tone i1
                 < ring a2 p1
    """
)
"""The agent talks with a caller, and a colleague's phone rings the other line."""

BOTH_TALKED_TO = (
    CALLED
    + """
        12:00:15 answers a2
                 < part c1
                 < music c1
                 < answer i1
                 < join i1 a2
                 = agent.state 8001 hold
                 = bridge.joined
                 = agent.state 8001 talking +hold
    """
)

OUTSIDE = (
    TALKING
    + """
        12:00:10 dials p1 i1 13800001111
                 < part c1
                 < music c1
                 < ringing-tone i1
                 < ring-out a2 13800001111@carrier
                 = agent.state 8001 hold
                 = contact.opened
                 = recording.started
        12:00:15 answers a2
                 < answer i1
                 < join i1 a2
                 = bridge.joined
                 = agent.state 8001 talking +hold
    """
)

QUEUED = """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:01 key c1 1
        12:00:02 answers a1
        12:00:03 inbound c2
        12:00:03 key c2 1
"""
