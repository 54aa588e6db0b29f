"""Agents who look at a call-back before it is dialled, and decide, told as tables."""

from typing import Any

import pytest

from appliance.contact.acd.model import CallBackMode
from tests.scenarios.stage import Site
from tests.scenarios.table import play
from tests.scenarios.test_callbacks import WANTED, site


def previews(**rules: Any) -> Site:
    return site(callback_mode=CallBackMode.PREVIEW, callback_preview=60, **rules)


SHOWN = (
    WANTED
    + """
        12:00:20 login 8001
                 < none
                 = agent.state 8001 ready
                 = callback.offered 8001
                 = agent.state 8001 preview
"""
)
ACCEPTED = (
    SHOWN
    + """
        12:00:30 accepts-back
                 < ring a1 p1
                 = callback.accepted 8001
                 = contact.opened
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
"""
)
BOTH_SHOWN = (
    SHOWN
    + """
        12:00:25 login 8002
                 < none
                 = agent.state 8002 ready
        12:00:30 hands-on busy-with-a-case
                 < none
                 = callback.returned 8001 refused busy-with-a-case
                 = agent.state 8001 ready
                 = callback.offered 8002
                 = agent.state 8002 preview
"""
)

SCENARIOS = {
    "shown, wanted: the agent's phone, then the customer's": (
        previews(),
        ACCEPTED
        + """
        12:00:32 answers a1
                 < play a1 callback-connecting
                 < ring-out a2 13800000001@carrier
                 = offer.ended 8001 answered
                 = agent.state 8001 talking
                 = callback.dialled
                 = recording.started
        12:00:40 answers a2
                 < stop-play
                 < join a2 a1
    """,
    ),
    "who looks takes no other call": (
        previews(),
        SHOWN
        + """
        12:00:22 inbound c2
        12:00:25 login 8002
                 < ring a1 p2
                 = agent.state 8002 ready
                 = offer.made 8002 sales
                 = agent.state 8002 ringing
    """,
    ),
    "handed on with a reason: somebody else looks, and the first takes calls again": (
        previews(),
        BOTH_SHOWN
        + """
        12:00:35 inbound c2
                 < answer c2
                 < music c2
                 < ring a1 p1
    """,
    ),
    "a reason is needed": (
        previews(),
        SHOWN
        + """
        12:00:30 hands-on
                 ! callback-reason-missing
                 = none
    """,
    ),
    "only what is being looked at can be taken or handed on": (
        previews(),
        WANTED
        + """
        12:00:15 accepts-back
                 ! callback-not-offered
        12:00:16 hands-on busy
                 ! callback-not-offered
    """,
    ),
    "handed on with nobody else there: later, and whoever is free then": (
        previews(callback_spacing=120),
        SHOWN
        + """
        12:00:30 hands-on later
                 < none
                 = callback.returned 8001 refused later
                 = callback.rested refused
                 = agent.state 8001 ready
        12:02:29 pass
                 = none
        12:02:30 pass
                 = callback.resumed
                 = callback.offered 8001
                 = agent.state 8001 preview
    """,
    ),
    "nobody is asked twice in a row while there is somebody else; after a while everybody is again": (
        previews(callback_spacing=120),
        SHOWN
        + """
        12:00:25 login 8002
        12:00:26 pause 8002 lunch
        12:00:30 hands-on later
                 = callback.returned 8001 refused later
                 = agent.state 8001 ready
        12:02:29 pass
                 = none
        12:02:30 pass
                 = callback.resumed
                 = callback.offered 8001
                 = agent.state 8001 preview
    """,
    ),
    "the agent says nothing: it goes back, and the agent is paused as if a phone had rung in vain": (
        previews(),
        SHOWN
        + """
        12:00:25 login 8002
        12:01:20 pass
                 < none
                 = callback.returned 8001 timed-out
                 = agent.state 8001 paused no-answer
                 = callback.offered 8002
                 = agent.state 8002 preview
    """,
    ),
    "the agent goes for a break meanwhile: back at its place, nobody has refused it": (
        previews(),
        SHOWN
        + """
        12:00:25 pause 8001 lunch
                 = agent.state 8001 paused lunch
        12:00:25 pass
                 = callback.returned 8001 withdrawn
        12:00:40 ready 8001
                 = agent.state 8001 ready
                 = callback.offered 8001
                 = agent.state 8001 preview
    """,
    ),
    "the agent signs out, or the phone leaves, meanwhile": (
        previews(),
        SHOWN
        + """
        12:00:25 logout 8001
                 = agent.state 8001 signed-out
        12:00:25 pass
                 = callback.returned 8001 withdrawn
        12:00:40 login 8002
                 = agent.state 8002 ready
                 = callback.offered 8002
                 = agent.state 8002 preview
    """,
    ),
    "a colleague calls the agent who looks: the call-back goes back": (
        previews(),
        SHOWN
        + """
        12:00:21 login 8002
        12:00:22 dials p2 i1 8001
        12:00:23 answers a1
                 < answer i1
                 < join i1 a1
        12:00:23 pass
                 = callback.returned 8001 withdrawn
        12:00:40 gone i1
                 < hang-up a1
                 < drop-bridge
        12:00:41 gone a1
    """,
    ),
    "wanted while the agent's phone is in use": (
        previews(),
        SHOWN
        + """
        12:00:22 dials p1 i1 8002
        12:00:23 accepts-back
                 ! callback-phone-in-use
                 = none
    """,
    ),
    "the customer calls in while an agent looks: not dialled, and no attempt": (
        previews(),
        SHOWN
        + """
        12:00:22 inbound c2 4008001000 from 13800000001
        12:00:30 accepts-back
                 ! callback-hindered
                 < ring a1 p1
                 = callback.returned 8001 withdrawn engaged
                 = callback.rested engaged
                 = agent.state 8001 ready
                 = offer.made 8001 sales
                 = agent.state 8001 ringing
    """,
    ),
    "the customer is spoken to by somebody else while an agent looks: the agent is free": (
        previews(),
        SHOWN
        + """
        12:00:21 inbound c2 4008001000 from 13800000001
        12:00:22 login 8002
                 < ring a1 p2
        12:00:23 answers a1
        12:00:23 pass
                 = callback.ended answered talked-already
                 = agent.state 8001 ready
    """,
    ),
    "cancelled while an agent looks": (
        previews(),
        SHOWN
        + """
        12:00:30 cancels-back
                 = callback.ended cancelled boss
                 = agent.state 8001 ready
        12:01:30 pass
                 = none
    """,
    ),
    "wanted, but the agent does not come to the phone: paused, and somebody else looks": (
        previews(),
        ACCEPTED
        + """
        12:00:31 login 8002
        12:00:50 pass
                 < hang-up a1
                 = offer.ended 8001 no-answer
                 = agent.state 8001 paused no-answer
                 = callback.offered 8002
                 = agent.state 8002 preview
    """,
    ),
    "the first answer counts: wanted twice, handed on after that": (
        previews(),
        ACCEPTED
        + """
        12:00:31 accepts-back
                 ! callback-not-offered
        12:00:32 hands-on late
                 ! callback-not-offered
    """,
    ),
    "postponed by who looks at it": (
        previews(),
        SHOWN
        + """
        12:00:30 postpones-back 15:00
                 < none
                 = callback.postponed 2026-05-04T15:00:00+00:00
                 = agent.state 8001 ready
        14:59:59 pass
                 = none
        15:00:00 pass
                 = callback.resumed
                 = callback.offered 8001
                 = agent.state 8001 preview
    """,
    ),
    "the engine dies while an agent looks: looks on, for as long as before": (
        previews(),
        SHOWN
        + """
        12:00:40 restart
                 < none
                 = none
        12:01:19 pass
                 = none
        12:01:20 pass
                 = callback.returned 8001 timed-out
                 = callback.rested timed-out
                 = agent.state 8001 paused no-answer
    """,
    ),
    "the engine dies while an agent looks, and the agent wants it": (
        previews(),
        SHOWN
        + """
        12:00:40 restart
        12:00:45 accepts-back
                 < ring a1 p1
    """,
    ),
}


@pytest.mark.parametrize(("where", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_preview(where: Site, table: str) -> None:
    play(table, where)


@pytest.mark.parametrize(("most", "told"), [(2, [False, True]), (1, [True, True]), (0, [False, False])])
def test_the_supervisor_is_told_when_so_many_did_not_want_it(most: int, told: list[bool]) -> None:
    stage = play(BOTH_SHOWN + "12:00:40 hands-on no-time", previews(callback_refusals=most))
    returned = [event.data for event in stage.written.ledger if event.kind == "callback.returned"]
    assert [event.get("alarming", False) for event in returned] == told
    assert [event["refusals"] for event in returned] == [1, 2]
    assert stage.centre.callbacks.open()[0].unwanted is told[-1]


def test_nobody_looks_at_what_is_no_longer_shown_after_a_restart() -> None:
    """The engine died between the two facts: the agent's state was kept, the call-back's was not."""
    stage = play(SHOWN, previews())
    stage.written.ledger = [event for event in stage.written.ledger if event.kind != "callback.offered"]
    stage.do(["restart"])
    stage.pass_to(stage.now)
    told = [event.kind for event in stage.written.events]
    assert told == ["agent.state", "callback.offered", "agent.state"]


def test_a_call_back_that_nobody_looks_at_any_more_is_back_in_line_after_a_restart() -> None:
    stage = play(SHOWN, previews())
    stage.written.ledger = [e for e in stage.written.ledger if e.data.get("state") != "preview"]
    stage.do(["restart"])
    stage.pass_to(stage.now)
    told = [event.kind for event in stage.written.events]
    assert told == ["callback.returned", "callback.offered", "agent.state"]
