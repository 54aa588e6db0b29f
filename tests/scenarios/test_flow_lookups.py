"""Look-ups and sub-flows: every exit, late answers and restarts, told as tables."""

import pytest

from tests.scenarios.flow_sites import LOOK_UP, site
from tests.scenarios.stage import Site
from tests.scenarios.table import play

TICKET = LOOK_UP | {"path": "/tickets?caller={caller}", "answers": {"ticket": "ticket.state"}, "next": "which"}
WHICH = {"type": "branch", "cases": [{"to": "first-of-all", "data": "ticket", "is": ["open"]}], "otherwise": "queue"}
FIRST_OF_ALL = {"type": "queue", "queue": "sales", "timed_out": "bye", "fast_lane": True}

SCENARIOS: dict[str, tuple[Site, str]] = {
    "whoever has an open ticket in the site's ticket system goes before who came earlier": (
        site(TICKET, nodes={"which": WHICH, "first-of-all": FIRST_OF_ALL}),
        """
        12:00:00 inbound c1
        12:00:01 host c1 answered {"ticket":{"state":"closed"}}
                 = flow.lookup crm answered
                 = flow.stored {'ticket': 'closed'}
                 = flow.node which
                 = flow.node queue
                 = queue.entered sales
        12:00:02 inbound c2
        12:00:03 host c2 answered {"ticket":{"state":"open"}}
                 = flow.lookup crm answered
                 = flow.stored {'ticket': 'open'}
                 = flow.node which
                 = flow.node first-of-all
                 = queue.entered sales
        12:00:10 login 8001
        12:00:11 answers a1
                 < stop-music c2
                 < join c2 a1
        """,
    ),
    "a host that answers fills variables": (
        site(LOOK_UP),
        """
        12:00:00 inbound c1
                 < answer c1
        12:00:01 host c1 answered {"customer":{"level":"gold"}}
                 < play c1 bye
                 = flow.lookup crm answered
                 = flow.stored {'level': 'gold'}
                 = flow.node bye
        """,
    ),
    "a host that knows nothing, or not all that is wanted": (
        site(LOOK_UP),
        """
        12:00:00 inbound c1
        12:00:01 host c1 missing
                 = flow.lookup crm missing
                 = flow.node other
        12:00:02 inbound c2
        12:00:03 host c2 answered {"customer":{}}
                 = flow.lookup crm missing
                 = flow.node other
        """,
    ),
    "a host that fails raises an alarm and takes the exit for errors": (
        site(LOOK_UP),
        """
        12:00:00 inbound c1
        12:00:01 host c1 unreachable
                 < music c1
                 = flow.lookup crm unreachable
                 = flow.alarm lookup-unreachable crm
                 = flow.node queue
                 = queue.entered sales
        """,
    ),
    "a host that never answers holds nobody up, and its late answer is nothing": (
        site(LOOK_UP),
        """
        12:00:00 inbound c1
        12:00:04 pass
                 < music c1
                 = flow.lookup crm timed-out
                 = flow.alarm lookup-timed-out crm
                 = flow.node queue
                 = queue.entered sales
        12:00:05 host c1 answered {"customer":{"level":"gold"}}
                 < none
                 = none
        """,
    ),
    "a caller who hangs up during a look-up is gone": (
        site(LOOK_UP),
        """
        12:00:00 inbound c1
        12:00:01 gone c1
                 = contact.closed left-in-flow caller
        12:00:10 pass
                 < none
                 = none
        """,
    ),
    "a restart during a look-up asks again": (
        site(LOOK_UP),
        """
        12:00:00 inbound c1
        12:00:01 restart c1:up
                 < none
        12:00:02 host c1 answered {"customer":{"level":"gold"}}
                 < play c1 bye
        """,
    ),
    "a sub-flow returns to where it was entered": (
        site(
            {"type": "flow", "flow": "notice", "next": "bye"},
            flows={
                "notice": {
                    "start": "say",
                    "nodes": {
                        "say": {"type": "play", "prompts": ["notice"], "next": "back"},
                        "back": {"type": "return"},
                    },
                }
            },
        ),
        """
        12:00:00 inbound c1
                 < answer c1
                 < play c1 notice
        12:00:01 played c1
                 < play c1 bye
                 = flow.node back
                 = flow.node bye
        """,
    ),
    "a restart within a sub-flow still returns": (
        site(
            {"type": "flow", "flow": "notice", "next": "bye"},
            flows={
                "notice": {
                    "start": "say",
                    "nodes": {
                        "say": {"type": "play", "prompts": ["notice"], "next": "back"},
                        "back": {"type": "return"},
                    },
                }
            },
        ),
        """
        12:00:00 inbound c1
        12:00:01 restart c1:up
                 < play c1 notice
        12:00:02 played c1
                 < play c1 bye
        """,
    ),
    "returning from the outermost flow ends the call": (
        site({"type": "return"}),
        """
        12:00:00 inbound c1
                 < answer c1
                 < hang-up c1
        """,
    ),
    "a caller stays in the version that was entered": (
        site({"type": "play", "prompts": ["notice"], "next": "bye"}),
        """
        12:00:00 inbound c1
        12:00:01 publish main {"start":"new","nodes":{"new":{"type":"hangup","prompts":["new"]}}}
        12:00:02 played c1
                 < play c1 bye
        12:00:03 inbound c2
                 < answer c2
                 < play c2 new
        """,
    ),
}


@pytest.mark.parametrize(("where", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_flow_node(where: Site, table: str) -> None:
    play(table, where)
