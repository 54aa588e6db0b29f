"""Recordings that are paused, resumed, kept and let go while calls run, told as tables."""

import pytest

from tests.scenarios.beginnings import TALKING
from tests.scenarios.table import play

SCENARIOS = {
    "a pause ends when somebody says so": TALKING
    + """
        12:00:10 recording pause 60
                 < none
                 = recording.paused li
        12:00:30 recording resume
                 < hear-again c1
                 = recording.resumed li
        12:05:00 pass
                 < none
                 = none
    """,
    "a pause that nobody ends does so by itself at its limit": TALKING
    + """
        12:00:10 recording pause 60
        12:01:09 pass
                 < none
        12:01:10 pass
                 < hear-again c1
                 = recording.resumed limit
    """,
    "a pause that lasts is prolonged": TALKING
    + """
        12:00:10 recording pause 60
        12:00:50 recording pause 60
                 = recording.paused li
        12:01:49 pass
                 = none
        12:01:50 pass
                 = recording.resumed limit
    """,
    "a pause that Asterisk did not carry out is none": TALKING
    + """
        12:00:10 recording pause 60
        12:00:11 recording failed
                 < hear-again c1
                 = recording.resumed failed
        12:01:10 pass
                 = none
    """,
    "keys of the caller neither pause nor resume": TALKING
    + """
        12:00:10 key c1 9
                 < none
                 = none
        12:00:11 recording pause 60
        12:00:12 key c1 9
                 < none
                 = none
    """,
    "the caller leaves in a pause": TALKING
    + """
        12:00:10 recording pause 60
        12:00:20 gone c1
                 < hang-up a1
                 < drop-bridge
        12:00:20 recording resume
                 ! recording-not-running
        12:00:21 gone a1
        12:01:09 pass
        12:01:10 pass
                 < none
                 = none
    """,
    "a restart in a pause ends it when it would have ended": TALKING
    + """
        12:00:10 recording pause 60
        12:00:30 restart c1 a1
        12:01:09 pass
                 = none
        12:01:10 pass
                 < hear-again c1
                 = recording.resumed limit
    """,
    "a restart after the limit ends it at once": TALKING
    + """
        12:00:10 recording pause 1
                 = recording.paused li
        12:00:10.5 restart c1 a1
        12:00:11 pass
                 = recording.resumed limit
    """,
    "a resume without a pause does nothing": TALKING
    + """
        12:00:10 recording resume
                 < none
                 = none
    """,
    "a hold does not touch a pause": TALKING
    + """
        12:00:10 recording pause 60
        12:00:20 order hold
        12:00:30 order resume
        12:01:10 pass
                 = recording.resumed limit
    """,
    "a pause goes with the call to another agent": TALKING
    + """
        12:00:10 recording pause 60
        12:00:20 call transfer agent:8002
        12:00:21 gone a1
        12:00:25 answers a2
                 < stop-music c1
                 < join c1 a2
        12:01:10 pass
                 < hear-again c1
                 = agent.state 8001 ready
                 = recording.resumed limit
    """,
    "a pause asked for in an enquiry ends at its limit, whoever has the call by then": TALKING
    + """
        12:00:10 call consult agent:8002
        12:00:15 answers a2
        12:00:20 recording pause 30
                 = recording.paused li
        12:00:25 call complete
        12:00:26 gone a1
        12:00:50 pass
                 < hear-again c1
                 = agent.state 8001 ready
                 = recording.resumed limit
    """,
    "a call recorded on demand is kept, and let go": TALKING
    + """
        12:00:10 recording keep
                 = recording.demanded li True
        12:00:20 recording drop
                 = recording.demanded li False
        12:00:30 recording drop/always
                 ! recording-mandatory
        12:00:30 recording keep/never
                 ! recording-mandatory
    """,
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(name: str) -> None:
    play(SCENARIOS[name])
