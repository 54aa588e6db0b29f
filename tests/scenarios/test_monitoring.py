"""Supervisors in agents' calls: who hears whom, what changes without a gap, and everything that ends it."""

import pytest

from appliance.contact.agents.model import Agent
from appliance.contact.monitoring.model import Policy, Tone
from tests.scenarios.beginnings import TALKING
from tests.scenarios.stage import AGENTS, Site
from tests.scenarios.table import play

WITH_BOSS = {
    **AGENTS,
    "8001": Agent("8001", phone="p1", skills={"sales": 5}, team="a"),
    "8002": Agent("8002", phone="p2", skills={"sales": 1, "support": 1}, team="b"),
    "8009": Agent("8009", phone="p9"),
    "8010": Agent("8010", phone="p10"),
}
SITE = Site(agents=WITH_BOSS)

LISTENING = (
    TALKING
    + """
        12:00:10 monitor listen 8001 atp9
                 < summon a2 p9
                 = monitor.asked 8001 boss listen
        12:00:11 ringing a2
                 < none
                 = none
        12:00:12 answers a2
                 < make-bridge
                 < mute a2
                 < enter a2
                 < spy a3 into a1
                 = monitor.started 8001 boss listen
        12:00:12 answers a3
                 < enter a3
                 = none
"""
)
SCENARIOS = {
    "a supervisor listens, heard by nobody, until the call ends": LISTENING
    + """
        12:00:30 gone c1
                 < hang-up a1
                 < drop-bridge
        12:00:30 gone a1
                 < hang-up a2
                 < hang-up a3
                 < drop-bridge
                 = monitor.ended 8001 boss call-ended
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
        12:00:31 gone a3
                 < none
                 = none
        12:00:31 gone a2
                 < none
                 = none
    """,
    "from listening to whispering, to barging in and back, without a gap": LISTENING
    + """
        12:00:13 monitor whisper 8001
                 < enter a2
                 < unmute a2
                 = monitor.changed 8001 boss whisper
        12:00:14 monitor barge 8001
                 < join a2
                 < unmute a2
                 = monitor.changed 8001 boss barge
        12:00:15 monitor barge 8001
                 < none
                 = none
        12:00:16 monitor listen 8001
                 < mute a2
                 < enter a2
                 = monitor.changed 8001 boss listen
        12:00:20 monitor stop 8001
                 < hang-up a2
                 < hang-up a3
                 < drop-bridge
                 = monitor.ended 8001 boss stopped
    """,
    "the supervisor's phone is hung up": LISTENING
    + """
        12:00:20 gone a2
                 < hang-up a3
                 < drop-bridge
                 = monitor.ended 8001 boss hung-up
        12:00:21 monitor listen 8001 atp9
                 < summon a4 p9
                 = monitor.asked 8001 boss listen
    """,
    "the supervisor's phone is not picked up": TALKING
    + """
        12:00:10 monitor whisper 8001 atp9
                 < summon a2 p9
                 = monitor.asked 8001 boss whisper
        12:00:11 monitor whisper 8001 atp9 asother
                 ! monitor-taken
        12:00:30 gone a2 19
                 < none
                 = monitor.ended 8001 boss unanswered
    """,
    "who is in the call takes it over, and the agent wraps up": LISTENING
    + """
        12:00:13 monitor take-over 8001
                 < join c1 a2
                 < hang-up a1
                 < unmute a2
                 < hang-up a3
                 < drop-bridge
                 = transfer.made take-over phone:p9
                 = bridge.joined
                 = bridge.parted
                 = agent.state 8001 wrap-up
                 = monitor.ended 8001 boss taken-over
        12:00:14 gone a1
                 < none
                 = none
        12:00:14 gone a3
                 < none
        12:00:40 gone c1
                 < hang-up a2
                 < drop-bridge
        12:00:41 gone a2
                 = contact.closed answered caller
    """,
    "a call is taken over at once, by whoever is signed in at the phone": TALKING
    + """
        12:00:05 login 8009
        12:00:10 monitor take-over 8001 by8009
                 < summon a2 p9
                 = monitor.asked 8001 boss take-over
        12:00:11 answers a2
                 < join c1 a2
                 < hang-up a1
                 < unmute a2
                 = transfer.made take-over agent:8009
                 = bridge.joined
                 = agent.state 8009 talking
                 = bridge.parted
                 = agent.state 8001 wrap-up
                 = monitor.ended 8001 boss taken-over
        12:00:12 gone a1
        12:00:40 gone a2
                 < hang-up c1
                 < drop-bridge
    """,
    "a caller on hold is taken over, and hears music no more": LISTENING
    + """
        12:00:13 order hold
        12:00:14 monitor take-over 8001
                 < stop-music c1
                 < join c1 a2
                 < hang-up a1
                 < unmute a2
                 < hang-up a3
                 < drop-bridge
    """,
    "nobody takes over in the middle of an enquiry, but listens to it": LISTENING
    + """
        12:00:13 call consult agent:8002
        12:00:14 answers a4
        12:00:15 monitor take-over 8001
                 ! call-in-consult
        12:00:16 monitor stop 8001
                 = monitor.ended 8001 boss stopped
    """,
    "who has barged in goes where the agent goes": LISTENING
    + """
        12:00:13 monitor barge 8001
        12:00:14 call consult agent:8002
                 < part c1
                 < music c1
                 < ring a4 p2
        12:00:15 answers a4
                 < join a2
                 < join a1 a4
        12:00:16 call toggle
                 < stop-music c1
                 < join a2
                 < join c1 a1
                 < part a4
                 < music a4
        12:00:17 monitor listen 8001
                 < mute a2
                 < enter a2
    """,
    "the caller goes to another agent, and the supervisor stays with the first": LISTENING
    + """
        12:00:13 call transfer agent:8002
        12:00:14 gone a1
                 < hang-up a2
                 < hang-up a3
                 < drop-bridge
                 = monitor.ended 8001 boss call-ended
        12:00:15 answers a4
        12:00:16 monitor listen 8001 atp9
                 ! monitor-nothing-to-hear
    """,
    "the caller waits with music, and the supervisor hears on with the agent": LISTENING
    + """
        12:00:13 order hold
                 < part c1
                 < music c1
        12:00:14 monitor whisper 8001
                 < enter a2
                 < unmute a2
        12:00:15 order resume
                 < stop-music c1
                 < join c1 a1
    """,
    "from agent to agent on one channel": LISTENING
    + """
        12:00:13 inbound c2
        12:00:14 key c2 1
        12:00:15 answers a4
        12:00:20 monitor whisper 8002 atp9
                 < hang-up a3
                 < drop-bridge
                 < make-bridge
                 < enter a2
                 < unmute a2
                 < spy a5 into a4
                 = monitor.ended 8001 boss moved
                 = monitor.asked 8002 boss whisper
                 = monitor.started 8002 boss whisper
        12:00:20 answers a5
                 < enter a5
        12:00:21 gone a3
                 < none
                 = none
        12:00:30 monitor stop 8002
                 < hang-up a2
                 < hang-up a5
                 < drop-bridge
                 = monitor.ended 8002 boss stopped
    """,
    "what is refused": TALKING
    + """
        12:00:10 monitor listen 8002 atp9
                 ! monitor-nothing-to-hear
        12:00:10 monitor listen 8888 atp9
                 ! agent-unknown
        12:00:10 monitor listen 8001 atp9 ofb
                 ! monitor-other-team
        12:00:10 monitor listen 8001 by8001 atp9
                 ! monitor-own-call
        12:00:10 monitor listen 8001 atp1
                 ! monitor-own-call
        12:00:10 monitor listen 8001
                 ! monitor-no-phone
        12:00:10 monitor listen 8001 by8009
                 ! monitor-no-phone
        12:00:10 monitor listen 8001 atp77
                 ! monitor-no-phone
        12:00:10 monitor stop 8001
                 ! monitor-not-running
        12:00:11 dials p9 i9 8002
        12:00:12 monitor listen 8001 atp9
                 ! monitor-phone-busy
        12:00:13 monitor listen 8001 atp10
        12:00:14 monitor listen 8001 atp3 asother
                 ! monitor-taken
        12:00:14 monitor stop 8001 asother
                 ! monitor-taken
        12:00:15 gone a1
        12:00:16 gone c1
                 < none
                 = contact.closed answered agent
    """,
    "an engine that was killed goes on where it was": LISTENING
    + """
        12:00:13 monitor whisper 8001
        12:00:20 restart c1:up a1:up:main a2:up a3:up
                 < make-bridge
                 < enter a3
                 < enter a2
                 < unmute a2
                 = none
        12:00:21 monitor listen 8001
                 < mute a2
                 < enter a2
                 = monitor.changed 8001 boss listen
    """,
    "the supervisor has hung up while the engine was dead": LISTENING
    + """
        12:00:20 restart c1:up a1:up:main a3:up
                 < hang-up a3
                 < drop-bridge
                 < hang-up a3
                 = monitor.ended 8001 boss hung-up
    """,
    "the call ends before the supervisor's phone is picked up": TALKING
    + """
        12:00:10 monitor listen 8001 atp9
        12:00:12 gone a1
                 < hang-up a2
                 < hang-up c1
                 < drop-bridge
                 = monitor.ended 8001 boss call-ended
                 = agent.state 8001 wrap-up
        12:00:13 answers a2
                 < none
                 = none
    """,
    "a power cut ends it with the call": LISTENING
    + """
        12:00:20 both-died
                 = monitor.ended 8001 boss call-ended
                 = agent.state 8001 wrap-up
                 = contact.closed media-lost system
    """,
    "the call has ended while the engine was dead": LISTENING
    + """
        12:00:20 restart a2:up a3:up
                 = monitor.ended 8001 boss call-ended
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
    """,
    "the supervisor's phone was picked up while the engine was dead": TALKING
    + """
        12:00:10 monitor listen 8001 atp9
        12:00:20 restart c1:up a1:up:main a2:up
                 < make-bridge
                 < mute a2
                 < enter a2
                 < spy a3 into a1
                 = monitor.started 8001 boss listen
    """,
    "asterisk dies": LISTENING
    + """
        12:00:20 lost
                 = monitor.ended 8001 boss media-lost
                 = agent.state 8001 wrap-up
                 = contact.closed media-lost system
    """,
    "a caller who phones out is heard like any other": """
        12:00:00 login 8001
        12:00:01 dials p1 i1 01088887777
        12:00:02 answers a1
        12:00:10 monitor listen 8001 atp9
                 < summon a2 p9
        12:00:11 answers a2
                 < make-bridge
                 < mute a2
                 < enter a2
                 < spy a3 into i1
    """,
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_supervisor(name: str) -> None:
    play(SCENARIOS[name], SITE)


@pytest.mark.parametrize(
    ("tone", "to_all", "to_agent"),
    [("nobody", "", ""), ("agent", "", "< play a3 beep"), ("all", "< announce beep", "")],
)
def test_a_tone_by_the_rule(tone: str, to_all: str, to_agent: str) -> None:
    table = (
        TALKING
        + f"""
        12:00:10 monitor listen 8001 atp9
        12:00:12 answers a2
                 < make-bridge
                 < mute a2
                 < enter a2
                 < spy a3 into a1
                 {to_all}
        12:00:12 answers a3
                 < enter a3
                 {to_agent}
    """
    )
    play(table, Site(agents=WITH_BOSS, monitoring=Policy(tone=Tone(tone))))
