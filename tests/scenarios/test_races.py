"""Two things at once, told as tables."""

from dataclasses import replace

import pytest

from appliance.contact.acd.model import Queue
from appliance.contact.calls.offers import RING_TIME
from tests.scenarios.beginnings import RINGING, TALKING
from tests.scenarios.changing import play_changing
from tests.scenarios.stage import AGENTS, MENU, QUEUES, Site
from tests.scenarios.table import play

OFFERS = {
    "two agents are freed at once and one caller waits: one of them rings": """
        12:00:00 login 8001
        12:00:00 login 8002
        12:00:01 inbound c1
        12:00:01 key c1 1
        12:00:01 inbound c2
        12:00:01 key c2 1
        12:00:02 answers a1
        12:00:02 answers a2
        12:00:10 gone c1
        12:00:10 gone a1
        12:00:10 gone c2
        12:00:10 gone a2
        12:00:15 inbound c3
        12:00:15 key c3 1
        12:00:20 pass
                 < ring a3 p1
                 = agent.state 8001 ready
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
                 = agent.state 8002 ready
    """,
    "one agent is freed and two callers wait: one of them rings": """
        12:00:00 inbound c1
        12:00:00 key c1 1
        12:00:00 inbound c2
        12:00:01 key c2 1
        12:00:10 login 8001
                 < ring a1 p1
        12:00:11 answers a1
                 < stop-music c1
                 < join c1 a1
    """,
    "the answer comes in the instant after the offer has run out: let go, the next one's phone rings on": RINGING
    + """
        12:00:23 answers a1
                 < hang-up a1
                 < ring a2 p2
                 < hang-up a1
                 = offer.ended 8001 no-answer
                 = agent.state 8001 paused no-answer
                 = offer.made 8002 sales
                 = agent.state 8002 ringing
        12:00:23 gone a1
                 < none
                 = none
    """,
    "the answer comes in the instant before the offer runs out": RINGING
    + """
        12:00:22.999 answers a1
                 < stop-music c1
                 < join c1 a1
        12:00:23 pass
                 < none
                 = none
    """,
    "whoever picked up too late does not end the conversation that another has begun": RINGING
    + """
        12:00:23 answers a1
        12:00:24 answers a2
                 < stop-music c1
                 < join c1 a2
        12:00:24 holds a1
                 < none
                 = none
        12:00:24 gone a1
                 < none
                 = none
        12:00:30 order hold
                 < part c1
                 < music c1
                 = agent.state 8002 hold
    """,
    "the caller leaves in the instant in which the offer runs out": RINGING
    + """
        12:00:23 gone c1
                 < hang-up a1
                 < ring a2 p2
                 < hang-up a2
                 = offer.ended 8001 no-answer
                 = agent.state 8001 paused no-answer
                 = offer.made 8002 sales
                 = agent.state 8002 ringing
                 = offer.ended 8002 withdrawn
                 = agent.state 8002 ready
                 = queue.left sales abandoned 20000
        12:00:23 gone a1
                 = none
        12:00:23 gone a2
                 = contact.closed abandoned caller
    """,
    "the caller leaves in the instant before the offer runs out": RINGING
    + """
        12:00:22.999 gone c1
                 < hang-up a1
        12:00:23 pass
                 < none
                 = none
        12:00:23 gone a1
                 = contact.closed abandoned caller
    """,
    "the phone refuses in the instant in which the caller leaves": RINGING
    + """
        12:00:04 gone a1 21
                 < ring a2 p2
        12:00:04 gone c1
                 < hang-up a2
                 = offer.ended 8002 withdrawn
                 = agent.state 8002 ready
                 = queue.left sales abandoned 1000
    """,
    "a phone that is still being cancelled is not rung for a second call": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 inbound c2
        12:00:05 key c2 1
        12:00:10 gone c1
                 < hang-up a1
        12:00:10 ready 8001
                 < none
        12:00:11 gone a1 26
                 < ring a2 p1
    """,
    "an agent who did not answer and says ready at once is rung when the phone is still": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:23 ready 8001
                 < hang-up a1
        12:00:24 gone a1 19
                 < ring a2 p1
    """,
    "the media node dies while a phone rings: nobody is blamed, the next call rings": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 ringing a1
        12:00:05 lost
                 = queue.left sales media-lost 2000
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
                 = contact.closed media-lost system
        12:00:06 sees
                 = none
        12:00:30 pass
                 = none
        12:00:31 inbound c2
        12:00:32 key c2 1
                 < stop-play
                 < music c2
                 < ring a2 p1
    """,
    "callers who left while nobody was listening are not offered to agents whom others set free": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 inbound c2
        12:00:05 key c2 1
        12:00:10 sees
                 < hang-up a1
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
                 = queue.left sales abandoned 7000
                 = contact.closed abandoned caller
                 = queue.left sales abandoned 5000
                 = contact.closed abandoned caller
    """,
}

WISHES = {
    "signing out while the phone rings: who answers all the same is out after the call": RINGING
    + """
        12:00:04 logout 8001
                 < none
                 = agent.state 8001 ringing
        12:00:05 answers a1
                 < stop-music c1
                 < join c1 a1
        12:00:20 gone a1
                 < hang-up c1
                 < drop-bridge
                 = agent.state 8001 signed-out
    """,
    "signing out while the phone rings: who does not answer is out, not paused": RINGING
    + """
        12:00:04 logout 8001
        12:00:23 pass
                 < hang-up a1
                 < ring a2 p2
                 = offer.ended 8001 no-answer
                 = agent.state 8001 signed-out
                 = offer.made 8002 sales
                 = agent.state 8002 ringing
    """,
    "signing out while the phone rings, and the caller leaves": RINGING
    + """
        12:00:04 logout 8001
        12:00:05 gone c1
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 signed-out
                 = queue.left sales abandoned 2000
    """,
    "signing out while the phone rings, and thinking better of it": RINGING
    + """
        12:00:04 logout 8001
        12:00:05 ready 8001
        12:00:06 gone c1
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 ready
                 = queue.left sales abandoned 3000
    """,
    "a pause while the phone rings: it is answered, and the pause follows the call": RINGING
    + """
        12:00:04 pause 8001 lunch
                 < none
                 = agent.state 8001 ringing
        12:00:05 answers a1
        12:00:20 gone a1
                 = agent.state 8001 paused lunch
    """,
    "a pause while the phone rings, and the caller leaves": RINGING
    + """
        12:00:04 pause 8001 lunch
        12:00:05 gone c1
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 paused lunch
                 = queue.left sales abandoned 2000
    """,
    "nobody moves to another phone while one rings": RINGING
    + """
        12:00:04 login 8001 p3
                 ! agent-engaged
                 = none
    """,
    "wrap-up runs out in the instant in which the agent asks for a pause": TALKING
    + """
        12:00:05 pause 8002 training
        12:00:10 gone a1
        12:00:10 gone c1
        12:00:12 inbound c2
        12:00:12 key c2 1
                 < stop-play
                 < music c2
        12:00:19.999 pause 8001 lunch
                 = agent.state 8001 paused lunch
        12:00:20 pass
                 < none
                 = none
    """,
}


ALL = OFFERS | WISHES

HOME = Site(agents={**AGENTS, "8001": replace(AGENTS["8001"], sign_in_with_phone=True)})

PHONES = {
    "the phone leaves while it rings: the offer fails, the agent is out": """
        12:00:00 phone p1 online
                 = agent.state 8001 ready
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 phone p1 offline
                 < none
                 = agent.state 8001 ringing
        12:00:05 gone a1 20
                 < none
                 = offer.ended 8001 unreachable
                 = agent.state 8001 signed-out
    """,
    "the phone leaves while it talks: the conversation stands, the agent is out after it": """
        12:00:00 phone p1 online
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:05 phone p1 offline
                 < none
        12:00:20 gone c1
        12:00:20 gone a1
                 = agent.state 8001 signed-out
                 = contact.closed answered caller
    """,
    "the phone leaves and is back before the conversation ends": """
        12:00:00 phone p1 online
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 answers a1
        12:00:05 phone p1 offline
        12:00:06 phone p1 online
                 = agent.state 8001 talking
        12:00:20 gone c1
        12:00:20 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
    """,
    "a phone that comes and goes changes nothing for who sits elsewhere": """
        12:00:00 login 8001 p3
        12:00:01 phone p1 online
                 = none
        12:00:02 phone p1 offline
                 = none
    """,
}

SHY = Site(queues={**QUEUES, "sales": Queue("sales", skills={"sales": 9}, announce_every=0)})
NODES = {name: node for name, node in MENU["nodes"].items() if name != "sales"}
OTHER_FLOW = Site(flow={"start": "menu", "nodes": NODES})

CHANGES = {
    "rules that change while a phone rings do not stop it": """
        12:00:00 login 8001
        12:00:02 inbound c1
        12:00:03 key c1 1
                 < stop-play
                 < music c1
                 < ring a1 p1
        12:00:04 reload shy
                 < none
                 = none
        12:00:05 answers a1
                 < stop-music c1
                 < join c1 a1
    """,
    "rules that change while a phone rings hold for the next offer": """
        12:00:00 login 8001
        12:00:01 login 8002
        12:00:02 inbound c1
        12:00:03 key c1 1
        12:00:04 reload shy
        12:00:05 gone a1 21
                 < none
    """,
    "the flow was republished without the caller's node while the engine was away: let go when the wait is over": """
        12:00:00 inbound c1
        12:00:01 key c1 1
        12:00:10 becomes other_flow
        12:00:11 restart c1:up
        12:05:01 pass
                 < stop-music c1
                 < hang-up c1
                 = queue.left sales timed-out 300000
        12:05:02 gone c1
                 = contact.closed no-agent system
    """,
}


@pytest.mark.parametrize("table", ALL.values(), ids=ALL.keys())
def test_race(table: str) -> None:
    play(table)


@pytest.mark.parametrize("table", PHONES.values(), ids=PHONES.keys())
def test_phone(table: str) -> None:
    play(table, HOME)


@pytest.mark.parametrize("table", CHANGES.values(), ids=CHANGES.keys())
def test_change(table: str) -> None:
    play_changing(table, Site(), shy=SHY, other_flow=OTHER_FLOW)


@pytest.mark.parametrize("end", ["answers a1", "gone a1 21", "gone c1", "order hang-up"])
def test_an_offer_that_is_over_has_no_alarm(end: str) -> None:
    stage = play(RINGING)
    offers = [key for key in stage.timers.alarms if key[0] == RING_TIME]
    stage.do(["pause", "8002", "lunch"])
    stage.do(end.split())
    assert len(offers) == 1
    assert offers[0] not in stage.timers.alarms
