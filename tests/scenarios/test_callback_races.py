"""Call-backs and what crosses them: calls by the customer, by hand, lists, and people who leave; told as tables."""

from dataclasses import replace

import pytest

from tests.scenarios.stage import Site
from tests.scenarios.table import play
from tests.scenarios.test_callbacks import AGENT_RINGS, CUSTOMER_RINGS, WANTED, site

SCENARIOS = {
    "who called in and is answered is not called back, however the number is written": (
        site(callback_spacing=60),
        WANTED
        + """
        12:00:12 inbound c2 4008001000 from +8613800000001
        12:00:20 login 8001
                 = agent.state 8001 ready
                 = callback.rested engaged
        12:00:20 pass
                 < ring a1 p1
        12:00:22 answers a1
                 < stop-music c2
                 < join c2 a1
        12:00:22 pass
                 < none
                 = callback.ended answered talked-already
        12:00:30 login 8002
                 < none
        12:10:00 pass
                 < none
                 = none
    """,
    ),
    "an agent who calls the customer by hand": (
        site(),
        WANTED
        + """
        12:00:12 login 8001
        12:00:13 gone a1 21
        12:00:14 dials p2 i1 13800000001
        12:00:15 login 8002
        12:00:16 answers a2
                 < answer i1
                 < join i1 a2
        12:00:16 pass
                 = callback.ended answered talked-already
    """,
    ),
    "a call-in answered by another agent while the customer's own phone rings: the dial is taken back": (
        site(),
        CUSTOMER_RINGS
        + """
        12:00:23 inbound c2 4008001000 from 13800000001
        12:00:24 login 8002
                 < ring a3 p2
        12:00:25 answers a3
                 < stop-music c2
                 < join c2 a3
        12:00:25 pass
                 < hang-up a2
                 < hang-up a1
                 = callback.ended answered talked-already
                 = agent.state 8001 ready
        12:00:26 gone a2
        12:00:26 gone a1
                 = contact.closed unanswered system
    """,
    ),
    "a call-in while the agent's phone rings for the call-back: not dialled, and no attempt": (
        site(callback_attempts=1, callback_spacing=60),
        AGENT_RINGS
        + """
        12:00:21 inbound c2 4008001000 from 13800000001
        12:00:22 answers a1
                 < hang-up a1
                 = offer.ended 8001 answered
                 = agent.state 8001 talking
                 = agent.state 8001 ready
                 = callback.rested engaged
        12:00:23 gone a1
                 < ring a2 p1
    """,
    ),
    "nobody on the list is called back: not asked for": (
        replace(site(), lists={"do-not-call": ["138*"]}),
        """
        12:00:00 inbound c1 4008001000 from 13800000001
        12:00:10 wants-back c1
                 < none
                 = none
    """,
    ),
    "nobody on the list is called back: put on it later": (
        site(),
        WANTED
        + """
        12:00:15 list do-not-call 13800000001
        12:00:20 login 8001
                 < none
                 = agent.state 8001 ready
                 = callback.ended given-up do-not-call system
    """,
    ),
    "the customer answers as the agent leaves": (
        site(),
        CUSTOMER_RINGS
        + """
        12:00:25 gone a1
                 < hang-up a2
                 = agent.state 8001 ready
        12:00:25 answers a2
                 < hang-up a2
        12:00:26 gone a2
                 = contact.closed unanswered agent
                 = callback.rested unanswered
    """,
    ),
}


@pytest.mark.parametrize(("where", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_callback(where: Site, table: str) -> None:
    play(table, where)


def test_an_engine_that_dies_as_the_call_in_is_answered_finds_out_afterwards() -> None:
    stage = play(
        WANTED
        + """
        12:00:12 inbound c2 4008001000 from 13800000001
        12:00:20 login 8001
        12:00:20 pass
        12:00:22 answers a1
                 < stop-music c2
                 < join c2 a1
    """,
        site(),
    )
    assert len(list(stage.centre.callbacks.open())) == 1
    stage.timers.alarms.clear()
    stage.do(["restart", "c2:up", "a1:up"])
    assert list(stage.centre.callbacks.open()) == []
    assert stage.written.ledger[-1].data["why"] == "talked-already"
