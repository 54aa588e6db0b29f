"""Agents with several calls at once: ends, wrap-ups, races and restarts, told as tables."""

from dataclasses import replace

import pytest

from appliance.contact.agents.model import State
from tests.scenarios.beginnings import TALKING
from tests.scenarios.line_sites import ALONE, BOTH_TALKED_TO, CALLED, QUEUED, TWO
from tests.scenarios.stage import QUEUES, Site
from tests.scenarios.table import play
from tests.scenarios.test_callback_previews import previews

SCENARIOS: dict[str, tuple[Site, str]] = {
    "the held caller leaves while the other line rings": (
        TWO,
        TALKING
        + """
        12:00:08 order hold
        12:00:10 dials p3 i1 8001
                 < record i1
                 < ringing-tone i1
                 < ring a2 p1
        12:00:12 gone c1
                 < hang-up a1
                 < drop-bridge
        12:00:12 gone a1
                 = agent.state 8001 wrap-up
                 = contact.closed answered caller
        12:00:14 answers a2
                 < answer i1
                 < join i1 a2
                 = bridge.joined
                 = agent.state 8001 talking +wrap-up
        12:00:22 pass
                 = agent.state 8001 talking
    """,
    ),
    "a conference that went on meanwhile is heard again when the other call ends or waits": (
        TWO,
        TALKING
        + """
        12:00:05 login 8003
        12:00:06 call consult agent:8003
        12:00:08 answers a2
        12:00:09 call conference
        12:00:10 dials p2 i1 8001
        12:00:12 answers a3
                 = agent.state 8001 hold
                 = bridge.joined
                 = agent.state 8002 talking
                 = agent.state 8001 talking +hold
        12:00:15 order hold 2 8001
                 < part i1
                 < music i1
                 = agent.state 8001 hold +hold
                 = agent.state 8001 talking +hold
        12:00:17 order resume 2
        12:00:20 gone i1
                 < hang-up a3
                 < drop-bridge
        12:00:20 gone a3
                 = agent.state 8001 hold
                 = agent.state 8001 talking
                 = contact.closed answered caller
    """,
    ),
    "the second caller gives up in the instant of the answer": (
        TWO,
        CALLED
        + """
        12:00:14 gone i1
                 < hang-up a2
        12:00:14 answers a2
                 < hang-up a2
        12:00:14 gone a2
                 < none
                 = contact.closed unanswered caller
        12:00:20 order hold
                 = agent.state 8001 hold
    """,
    ),
    "a second call of the queue is gone in the instant of the answer": (
        ALONE,
        QUEUED
        + """
        12:00:08 gone c2
                 < hang-up a2
                 = offer.ended 8001 withdrawn
                 = agent.state 8001 talking
                 = queue.left sales abandoned 5000
        12:00:08 answers a2
                 < hang-up a2
                 = none
        12:00:08 gone a2
                 = contact.closed abandoned caller
    """,
    ),
    "a forced sign-out takes both calls away": (
        ALONE,
        QUEUED
        + """
        12:00:10 answers a2
        12:00:20 logout 8001 force
                 < drop-bridge
                 < hang-up a2
                 < music c2
                 < drop-bridge
                 < hang-up a1
                 < music c1
                 = agent.state 8001 talking +hold
                 = transfer.made requeue queue:sales
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 hold
                 = queue.entered sales
                 = transfer.made requeue queue:sales
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 signed-out
                 = queue.entered sales
        12:00:20 gone a1
                 < none
                 = none
        12:00:20 gone a2
                 < none
                 = none
    """,
    ),
    "requeued: the other call is left as it is": (
        TWO,
        BOTH_TALKED_TO
        + """
        12:00:20 call requeue
                 = transfer.made requeue queue:sales
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 talking +wrap-up
                 = queue.entered sales
                 = offer.made 8002 sales
                 = agent.state 8002 ringing
        12:00:30 pass
                 = agent.state 8001 talking
    """,
    ),
    "an enquiry about the held call holds the other": (
        TWO,
        BOTH_TALKED_TO
        + """
        12:00:20 call consult agent:8002
                 < ring a3 p2
        12:00:25 answers a3
                 < part i1
                 < music i1
                 < join a1 a3
                 = agent.state 8001 hold +hold
                 = bridge.joined consult
                 = agent.state 8001 talking +hold
                 = agent.state 8002 talking
        12:00:30 call complete
                 < hang-up a1
                 < stop-music c1
                 < join c1 a3
                 < drop-bridge
                 = consult.ended completed
                 = bridge.parted
                 = agent.state 8001 hold +wrap-up
                 = transfer.made consult agent:8002
                 = bridge.joined
    """,
    ),
    "wrap-ups run one by one beside the call in hand, and the last one ends in ready": (
        ALONE,
        QUEUED
        + """
        12:00:10 answers a2
        12:00:20 gone c1
        12:00:20 gone a1
                 = agent.state 8001 talking +wrap-up
                 = contact.closed answered caller
        12:00:24 gone c2
        12:00:24 gone a2
                 = agent.state 8001 wrap-up +wrap-up
                 = contact.closed answered caller
        12:00:30 pass
                 = agent.state 8001 wrap-up
        12:00:34 pass
                 = agent.state 8001 ready
    """,
    ),
    "the wrap-up of one call is ended, the other's runs on": (
        ALONE,
        QUEUED
        + """
        12:00:10 answers a2
        12:00:20 gone c1
        12:00:20 gone a1
        12:00:24 gone c2
        12:00:24 gone a2
        12:00:26 wrapped 8001 2
                 = agent.state 8001 wrap-up
        12:00:27 wrapped 8001 1
                 = agent.state 8001 ready
        12:00:28 extend 8001 20
                 ! not-wrapping-up
    """,
    ),
    "ready ends every wrap-up, each in the books of its call": (
        ALONE,
        QUEUED
        + """
        12:00:10 answers a2
        12:00:20 gone c1
        12:00:20 gone a1
        12:00:24 gone c2
        12:00:24 gone a2
        12:00:26 ready 8001
                 = agent.state 8001 wrap-up
                 = agent.state 8001 ready
        12:00:40 pass
                 = none
    """,
    ),
    "nobody is rung in a wrap-up that fills the capacity, and with room somebody is": (
        replace(ALONE, queues={**QUEUES, "sales": replace(QUEUES["sales"], wrap_up=60)}),
        QUEUED
        + """
        12:00:10 answers a2
        12:00:20 gone c1
        12:00:20 gone a1
        12:00:24 gone c2
        12:00:24 gone a2
                 = agent.state 8001 wrap-up +wrap-up
                 = contact.closed answered caller
        12:00:30 inbound c3
        12:00:31 key c3 1
                 < stop-play
                 < music c3
        12:00:40 wrapped 8001 1
                 < ring a3 p1
                 = agent.state 8001 wrap-up
                 = offer.made 8001 sales
                 = agent.state 8001 ringing +wrap-up
    """,
    ),
    "a pause that was asked for comes with the end of the last call": (
        ALONE,
        QUEUED
        + """
        12:00:10 answers a2
        12:00:12 pause 8001 lunch
        12:00:20 gone c1
        12:00:20 gone a1
                 = agent.state 8001 talking
                 = contact.closed answered caller
        12:00:24 gone c2
        12:00:24 gone a2
                 = agent.state 8001 paused lunch
                 = contact.closed answered caller
    """,
    ),
    "a transfer to whoever talks rings the free line and blames nobody": (
        TWO,
        TALKING
        + """
        12:00:05 inbound c2
        12:00:06 key c2 1
        12:00:07 answers a2
                 = offer.ended 8002 answered
                 = queue.left sales answered 1000
                 = bridge.joined
                 = agent.state 8002 talking
        12:00:10 call transfer agent:8001 on2
                 < drop-bridge
                 < hang-up a2
                 < music c2
                 < ring a3 p1
                 = transfer.made blind agent:8001
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8002 wrap-up
                 = agent.state 8001 talking +ringing
        12:00:10 gone a2
        12:00:11 pause 8002 lunch
        12:00:35 pass
                 < hang-up a3
                 < music c2
                 = agent.state 8001 talking
                 = transfer.failed 8001 no-answer
                 = transfer.made requeue queue:sales
                 = queue.entered sales
    """,
    ),
    "the call in hand is not transferred to the own other line": (
        TWO,
        TALKING
        + """
        12:00:10 call transfer agent:8001
                 ! target-busy
                 < none
                 = none
    """,
    ),
    "both calls over a restart of the engine": (
        TWO,
        BOTH_TALKED_TO
        + """
        12:00:20 restart c1:up a1:up:main i1:up:main a2:up:main
                 < none
                 = none
        12:00:25 swap 8001
                 < part i1
                 < music i1
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 hold +hold
                 = agent.state 8001 talking +hold
        12:00:30 gone c1
        12:00:30 gone a1
                 = agent.state 8001 hold +wrap-up
                 = contact.closed answered caller
        12:00:31 restart i1:up a2:up:main
        12:00:32 pass
                 = agent.state 8001 hold
    """,
    ),
    "one of the two ended while the engine was away": (
        TWO,
        BOTH_TALKED_TO
        + """
        12:00:20 restart c1:up a1:up:main
                 = agent.state 8001 hold
                 = contact.closed answered caller
        12:00:25 swap 8001
                 < stop-music c1
                 < join c1 a1
                 = agent.state 8001 talking
    """,
    ),
    "a code on the second line parks the call that was talked in": (
        TWO,
        BOTH_TALKED_TO
        + """
        12:00:20 dials p1 i2 *7
                 = call.parked 701
                 = bridge.parted
                 = bridge.parted
                 = agent.state 8001 hold
                 = code.used park done
    """,
    ),
}


RUN_OUT = """
        12:00:00 login 8001
        12:00:00 login 8003
        12:00:01 inbound c1
        12:00:01 key c1 1
        12:00:21 pass
                 < hang-up a1
                 = offer.ended 8001 no-answer
                 = agent.state 8001 paused no-answer
        12:00:21 dials p3 i1 *8p1
                 = code.used pick-up p1 nothing-to-pick-up
        12:00:22 pass
"""


def test_a_phone_that_was_told_to_stop_ringing_has_nothing_to_pick_up() -> None:
    stage = play(RUN_OUT)
    assert [call.contact for call in stage.centre.line.waiting()] == stage.calls()


def test_a_call_is_not_brought_together_with_itself() -> None:
    play(
        """
        12:00:00 login 8002
        12:00:01 dials p1 i1 8002
        12:00:02 answers a1
        12:00:03 brings a1 i1
                 < transfer-told a1 declined
                 = transfer.refused 8002 i1 consult-missing
        """
    )


def test_both_wrap_ups_are_in_the_books_of_their_calls() -> None:
    site, table = SCENARIOS["ready ends every wrap-up, each in the books of its call"]
    stage = play(table, site)
    wrapped = [event.data["wrapped"]["ms"] for event in stage.written.ledger if "wrapped" in event.data]
    assert wrapped == [2_000, 6_000]
    assert stage.centre.roster.presence("8001").state is State.READY


LOOKS_BESIDE_A_CALL = """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:03 answers a1
        12:00:04 dnd 8001 on
        12:00:05 inbound c2 4008001000 from 13800000002
        12:00:10 wants-back c2
        12:00:11 dnd 8001 off
                 < none
                 = agent.state 8001 talking
                 = callback.offered 8001
                 = agent.state 8001 talking
        12:00:20 accepts-back
                 < ring a2 p1
                 = callback.accepted 8001
                 = contact.opened
                 = offer.made 8001 sales
                 = agent.state 8001 talking +ringing
        12:00:25 answers a2
                 < part c1
                 < music c1
                 < play a2 callback-connecting
                 < ring-out a3 13800000002@carrier
"""


def test_with_room_a_call_back_is_looked_at_beside_a_call() -> None:
    site = previews()
    agent = replace(site.agents["8001"], lines=2, capacity=2)
    stage = play(LOOKS_BESIDE_A_CALL, replace(site, agents={"8001": agent}))
    assert [call.state for call in stage.centre.roster.presence("8001").calls] == [State.TALKING, State.HOLD]


@pytest.mark.parametrize(("site", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_lines_ending(site: Site, table: str) -> None:
    play(table, site)
