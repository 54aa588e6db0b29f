"""Calls that phones of ours place to the outside, told as tables."""

import pytest

from appliance.contact.calls.model import Trunk
from tests.scenarios.stage import Site
from tests.scenarios.table import play

SCENARIOS = {
    "an agent calls out: an outbound contact, and the agent talks": """
        12:00:00 login 8001
        12:00:01 dials p1 i1 13800001111
                 < ringing-tone i1
                 < ring-out a1 13800001111@carrier
                 = contact.opened
                 = recording.started
        12:00:02 ringing a1
        12:00:08 answers a1
                 < answer i1
                 < join i1 a1
                 = bridge.joined
                 = agent.state 8001 talking
        12:00:08 answers i1
                 < none
        12:00:20 gone a1
                 < hang-up i1
                 < drop-bridge
        12:00:20 gone i1
                 = agent.state 8001 ready
                 = contact.closed answered caller
    """,
    "the agent hangs up": """
        12:00:00 login 8001
        12:00:01 dials p1 i1 13800001111
        12:00:08 answers a1
        12:00:20 gone i1
                 < hang-up a1
                 < drop-bridge
                 = agent.state 8001 ready
        12:00:20 gone a1
                 = contact.closed answered agent
    """,
    "nobody is there, and the phone is told why": """
        12:00:00 login 8001
        12:00:01 dials p1 i1 13800001111
        12:00:08 gone a1 17
                 < hang-up i1 17
        12:00:08 gone i1
                 = contact.closed unanswered system
    """,
    "it rings too long": """
        12:00:01 dials p1 i1 13800001111
        12:00:46 pass
                 < hang-up a1
                 < hang-up i1 19
    """,
    "the agent gives up while it rings": """
        12:00:00 login 8001
        12:00:01 dials p1 i1 13800001111
        12:00:08 gone i1
                 < hang-up a1
        12:00:08 gone a1
                 = contact.closed unanswered agent
    """,
    "an agent who calls out is not rung": """
        12:00:00 login 8001
        12:00:01 dials p1 i1 13800001111
        12:00:02 inbound c1
        12:00:03 key c1 1
                 < stop-play
                 < music c1
        12:00:04 gone i1
                 < hang-up a1
                 < ring a2 p1
    """,
    "whom an agent called is passed on like any caller": """
        12:00:00 login 8001
        12:00:00 login 8003
        12:00:01 dials p1 i1 13800001111
        12:00:08 answers a1
        12:00:10 order hold
                 < part a1
                 < music a1
        12:00:11 order resume
                 < stop-music a1
                 < join a1 i1
        12:00:12 call transfer queue:support
                 < drop-bridge
                 < hang-up i1
                 < music a1
                 < ring a2 p3
        12:00:12 gone i1
        12:00:14 answers a2
                 < stop-music a1
                 < join a1 a2
        12:00:20 gone a1
                 < hang-up a2
                 < drop-bridge
        12:00:20 gone a2
                 = agent.state 8003 ready
                 = contact.closed answered caller
    """,
    "over a restart": """
        12:00:00 login 8001
        12:00:01 dials p1 i1 13800001111
        12:00:02 restart i1:ringing a1:ringing
                 < none
        12:00:08 answers a1
                 < answer i1
                 < join i1 a1
        12:00:09 restart i1:up a1:up
                 < none
                 = none
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_outgoing(table: str) -> None:
    play(table)


def test_without_a_way_out() -> None:
    table = """
        12:00:01 dials p1 i1 13800001111
                 < hang-up i1 1
        12:00:01 gone i1
                 = contact.closed number-unknown system
    """
    play(table, Site(trunks={}))


TWO_WAYS = Site(
    trunks={name: Trunk(name, (address,), address) for name, address in (("a", "192.0.2.1"), ("b", "192.0.2.2"))}
)
OUTAGES = {
    "a trunk that is out leaves the routes at once, and comes back when its last reason is gone": """
        12:00:01 trunk-out a lines
                 = trunk.out a lines
        12:00:02 dials p1 i1 13800001111
                 < ringing-tone i1
                 < ring-out a1 13800001111@b
        12:00:03 trunk-out a silent
                 = trunk.out a silent
        12:00:04 trunk-out a silent
                 = none
        12:00:05 trunk-back a lines
                 = trunk.back a lines False
        12:00:06 dials p2 i2 13800001112
                 < ringing-tone i2
                 < ring-out a2 13800001112@b
        12:00:07 trunk-back a silent
                 = trunk.back a silent True
        12:00:08 dials p3 i3 13800001113
                 < ringing-tone i3
                 < ring-out a3 13800001113@a
    """,
    "where every trunk is out a call is tried all the same": """
        12:00:01 trunk-out a lines
        12:00:01 trunk-out b silent
        12:00:02 dials p1 i1 13800001111
                 < ringing-tone i1
                 < ring-out a1 13800001111@a
    """,
}


@pytest.mark.parametrize("table", OUTAGES.values(), ids=OUTAGES.keys())
def test_trunks_that_are_out(table: str) -> None:
    play(table, TWO_WAYS)
