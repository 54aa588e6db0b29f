"""Calls that somebody asks for at a screen, told as tables: the agent's phone first, then the number."""

from dataclasses import replace

import pytest

from tests.scenarios.stage import Site
from tests.scenarios.table import play

SCENARIOS = {
    "the agent picks up, hears it ring, and talks": """
        12:00:00 login 8001
        12:00:01 clicks 8001 13800001111
                 < ring a1 p1
                 = contact.opened
                 = agent.state 8001 ringing
        12:00:03 ringing a1
        12:00:05 answers a1
                 < tone a1 ring
                 < ring-out a2 13800001111@carrier
                 = recording.started
        12:00:06 ringing a2
        12:00:09 answers a2
                 < stop-tone a1
                 < join a1 a2
                 = bridge.joined
                 = agent.state 8001 talking
        12:00:20 gone a2
                 < hang-up a1
                 < drop-bridge
        12:00:20 gone a1
                 = agent.state 8001 ready
                 = contact.closed answered caller
    """,
    "the agent is not there, and nobody is dialled": """
        12:00:00 login 8001
        12:00:01 clicks 8001 13800001111
        12:00:26 pass
                 < hang-up a1
                 = agent.state 8001 paused no-answer
        12:00:26 gone a1
                 = contact.closed unanswered system
    """,
    "the agent declines": """
        12:00:00 login 8001
        12:00:01 clicks 8001 13800001111
        12:00:03 gone a1 21
                 < none
                 = agent.state 8001 ready
                 = contact.closed unanswered system
    """,
    "the number is busy": """
        12:00:00 login 8001
        12:00:01 clicks 8001 13800001111
        12:00:05 answers a1
        12:00:08 gone a2 17
                 < hang-up a1 17
        12:00:08 gone a1
                 = agent.state 8001 ready
                 = contact.closed unanswered system
    """,
    "the agent hangs up while it rings": """
        12:00:00 login 8001
        12:00:01 clicks 8001 13800001111
        12:00:05 answers a1
        12:00:08 gone a1
                 < hang-up a2
                 = agent.state 8001 ready
        12:00:08 gone a2
                 = contact.closed unanswered agent
    """,
    "who is called so is rung by no queue meanwhile": """
        12:00:00 login 8001
        12:00:01 clicks 8001 13800001111
        12:00:02 inbound c1
        12:00:03 key c1 1
                 < stop-play
                 < music c1
    """,
    "who has a call, or is not signed in, is not rung": """
        12:00:00 clicks 8001 13800001111
                 ! target-busy
                 < none
                 = none
        12:00:01 login 8001
        12:00:02 dials p1 i1 13800001112
        12:00:03 clicks 8001 13800001111
                 ! target-busy
                 < none
                 = none
    """,
    "who pauses is rung all the same, and pauses on after it": """
        12:00:00 login 8001
        12:00:01 pause 8001 lunch
        12:00:02 clicks 8001 13800001111
                 < ring a1 p1
                 = contact.opened
        12:00:05 answers a1
        12:00:09 answers a2
        12:00:20 gone a2
        12:00:20 gone a1
                 = agent.state 8001 paused lunch
                 = contact.closed answered caller
    """,
    "hung up by command while the agent's phone rings": """
        12:00:00 login 8001
        12:00:01 clicks 8001 13800001111
        12:00:03 order hang-up
                 < hang-up a1
                 = agent.state 8001 ready
        12:00:03 gone a1
                 = contact.closed unanswered agent
    """,
    "over a restart while the agent hears it ring": """
        12:00:00 login 8001
        12:00:01 clicks 8001 13800001111
        12:00:05 answers a1
        12:00:06 restart a1:up a2:ringing
                 < none
        12:00:08 answers a2
                 < stop-tone a1
                 < join a1 a2
        12:00:20 gone a2
        12:00:20 gone a1
                 = agent.state 8001 ready
                 = contact.closed answered caller
    """,
    "over a restart while the agent's phone rings": """
        12:00:00 login 8001
        12:00:01 clicks 8001 13800001111
        12:00:02 restart a1:ringing
                 < none
        12:00:05 answers a1
                 < tone a1 ring
                 < ring-out a2 13800001111@carrier
    """,
}


@pytest.mark.parametrize("table", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_clicked(table: str) -> None:
    play(table)


def test_a_number_that_cannot_be_dialled_rings_nobody() -> None:
    table = """
        12:00:00 login 8001
        12:00:01 clicks 8001 13800001111
                 ! trunk-missing
                 < none
                 = none
    """
    play(table, Site(trunks={}))


def test_a_way_that_is_gone_meanwhile_ends_the_call() -> None:
    stage = play("""
        12:00:00 login 8001
        12:00:01 clicks 8001 13800001111
    """)
    stage.centre.configure(replace(stage.centre.directory.now, trunks={}), stage.now)
    play(
        """
        12:00:05 answers a1
                 < hang-up a1 20
        12:00:05 gone a1
                 = agent.state 8001 ready
                 = contact.closed unanswered system
        """,
        stage=stage,
    )
