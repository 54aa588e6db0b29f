"""Calls for help, which nothing stops, told as tables."""

from dataclasses import replace

import pytest

from tests.scenarios.route_sites import A, site
from tests.scenarios.stage import AGENTS
from tests.scenarios.table import play

ONE_LINE = replace(A, most=1)
EMERGENCIES = {
    "a full trunk: the call out that nobody answered yet gives its line": """
        12:00:01 dials p1 i1 13800001111
                 < ringing-tone i1
                 < ring-out a1 13800001111@a
        12:00:02 dials p2 i2 13800001112
                 < hang-up i2 21
                 = route.refused trunks-exhausted 13800001112
                 = contact.opened
        12:00:02 gone i2
        12:00:03 dials p2 i3 119
                 < ringing-tone i3
                 < hang-up a1 8
                 < ring-out a2 119@a
                 = contact.opened
                 = line.freed a
                 = recording.started
        12:00:03 gone a1 8
                 < hang-up i1 20
        12:00:03 gone i1
                 = contact.closed unanswered system
        12:00:05 answers a2
                 < answer i3
                 < join i3 a2
    """,
    "a conversation gives its line, and is told so": """
        12:00:00 login 8001
        12:00:01 dials p1 i1 13800001111
        12:00:02 answers a1
        12:00:03 dials p2 i2 110
                 < ringing-tone i2
                 < hang-up a1 8
                 < ring-out a2 110@a
        12:00:03 gone a1 8
                 < hang-up i1
                 < drop-bridge
        12:00:03 gone i1
                 = agent.state 8001 ready
                 = contact.closed answered system
    """,
    "a second emergency call never takes the line of the first": """
        12:00:01 dials p1 i1 110
                 < ringing-tone i1
                 < ring-out a1 110@a
        12:00:03 dials p2 i2 120
                 < ringing-tone i2
                 < ring-out a2 120@a
    """,
}


@pytest.mark.parametrize("table", EMERGENCIES.values(), ids=EMERGENCIES.keys())
def test_emergency_calls_get_a_line(table: str) -> None:
    play(table, site(trunks=[ONE_LINE]))


def test_a_caller_who_waits_gives_the_line_when_there_is_no_call_out() -> None:
    table = """
        12:00:01 inbound c1
        12:00:02 key c1 1
        12:00:03 dials p2 i2 110
                 < ringing-tone i2
                 < hang-up c1 8
                 < ring-out a1 110@carrier
        12:00:03 gone c1 8
                 = queue.left sales abandoned 1000
                 = contact.closed abandoned system
    """
    play(table, site(trunks=[replace(ONE_LINE, name="carrier")]))


def test_congestion_at_the_carrier_frees_a_line_too() -> None:
    table = """
        12:00:01 dials p1 i1 13800001111
        12:00:02 answers a1
        12:00:03 dials p2 i2 110
                 < ringing-tone i2
                 < ring-out a2 110@a
        12:00:04 gone a2 34
                 < ring-out a3 110@b
        12:00:05 gone a3 34
                 < hang-up a1 8
                 < ring-out a4 110@a
        12:00:06 gone a4 34
                 < hang-up i2 20
    """
    play(table, site())


def test_an_emergency_number_goes_before_a_person_of_that_number() -> None:
    agents = {**AGENTS, "110": replace(AGENTS["8001"], number="110", phone="p9")}
    table = """
        12:00:00 login 110
        12:00:01 dials p1 i1 110
                 < ringing-tone i1
                 < ring-out a1 110@a
    """
    play(table, replace(site(), agents=agents))
