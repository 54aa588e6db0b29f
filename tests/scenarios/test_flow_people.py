"""Nodes that ring somebody, and surveys after the conversation, told as tables."""

from typing import Any

import pytest

from tests.scenarios.flow_sites import QUEUE, site
from tests.scenarios.stage import Site
from tests.scenarios.table import play

SURVEY = {"type": "survey", "question": "liked", "prompts": ["ask"], "keys": "12", "next": "bye", "tries": 2}
SURVEYED: dict[str, Any] = {
    "nodes": {"queue": {**QUEUE, "after": "survey"}, "survey": SURVEY},
}

SCENARIOS: dict[str, tuple[Site, str]] = {
    "one agent is rung, answers, and the call is over with them": (
        site({"type": "agent", "agent": "8001", "failed": "other", "prompts": ["connecting"]}),
        """
        12:00:00 login 8001
        12:00:01 inbound c1
                 < answer c1
                 < play c1 connecting
        12:00:02 played c1
                 < music c1
                 < ring a1 p1
                 = agent.state 8001 ringing
        12:00:03 answers a1
                 < stop-music c1
                 < join c1 a1
        12:00:04 gone a1
                 < hang-up c1
                 < drop-bridge
        12:00:04 gone c1
                 = contact.closed answered agent
        """,
    ),
    "an agent who does not answer in time": (
        site({"type": "agent", "agent": "8001", "failed": "other", "seconds": 10}),
        """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:11 pass
                 < hang-up a1
                 < stop-music c1
                 < play c1 other
        """,
    ),
    "an agent who is busy, signed out or gone": (
        site({"type": "agent", "agent": "8001", "failed": "other", "busy": "bye"}),
        """
        12:00:00 inbound c1
                 < answer c1
                 < play c1 bye
        """,
    ),
    "the caller hangs up while the agent's phone rings": (
        site({"type": "agent", "agent": "8001", "failed": "other"}),
        """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 gone c1
                 < hang-up a1
                 = agent.state 8001 ready
        12:00:02 gone a1 26
                 = contact.closed left-in-flow caller
        """,
    ),
    "a phone is rung, whoever sits there": (
        site({"type": "extension", "phone": "p2", "failed": "other"}),
        """
        12:00:00 inbound c1
                 < answer c1
                 < music c1
                 < ring a1 p2
        12:00:01 answers a1
                 < stop-music c1
                 < join c1 a1
        """,
    ),
    "an outside number is rung through the trunk, and its refusal leads on": (
        site({"type": "outside", "number": "13{caller}", "failed": "other"}),
        """
        12:00:00 inbound c1 4008001000 from 900001111
                 < answer c1
                 < music c1
                 < ring-out a1 13900001111@carrier
        12:00:05 gone a1 21
                 < stop-music c1
                 < play c1 other
        """,
    ),
    "a survey follows when the agent hangs up first": (
        site({"type": "play", "prompts": [], "next": "queue"}, **SURVEYED),
        """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 played c1
                 < music c1
                 < ring a1 p1
        12:00:03 answers a1
        12:00:09 gone a1
                 < drop-bridge
                 < play c1 ask
                 = agent.state 8001 wrap-up
                 = bridge.parted
                 = flow.node survey
        12:00:10 key c1 7
                 < stop-play
                 < play c1 invalid-key ask
                 = flow.key 7 False
        12:00:11 key c1 2
                 < stop-play
                 < play c1 bye
                 = flow.survey liked 2
                 = flow.node bye
        12:00:12 played c1
                 < hang-up c1
        12:00:12 gone c1
                 = contact.closed answered system
        """,
    ),
    "a survey that nobody answers ends": (
        site({"type": "play", "prompts": [], "next": "queue"}, **SURVEYED),
        """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 played c1
        12:00:03 answers a1
        12:00:09 gone a1
        12:00:10 played c1
        12:00:16 pass
                 < play c1 no-input ask
        12:00:17 played c1
        12:00:23 pass
                 < play c1 bye
                 = agent.state 8001 ready
                 = flow.key False
                 = flow.node bye
        """,
    ),
    "a caller who hangs up first is not asked": (
        site({"type": "play", "prompts": [], "next": "queue"}, **SURVEYED),
        """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 played c1
        12:00:03 answers a1
        12:00:09 gone c1
                 < hang-up a1
                 < drop-bridge
        """,
    ),
    "a restart in the conversation does not forget the survey": (
        site({"type": "play", "prompts": [], "next": "queue"}, **SURVEYED),
        """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 played c1
        12:00:03 answers a1
        12:00:05 restart c1:up a1:up
        12:00:09 gone a1
                 < drop-bridge
                 < play c1 ask
        """,
    ),
    "keys pressed in a conversation are no choice in the queue's menu": (
        site({"type": "play", "prompts": [], "next": "queue"}, nodes={"queue": {**QUEUE, "keys": {"9": "other"}}}),
        """
        12:00:00 login 8001
        12:00:01 inbound c1
        12:00:02 played c1
        12:00:03 answers a1
        12:00:05 key c1 9
                 < none
                 = none
        """,
    ),
}


@pytest.mark.parametrize(("where", "table"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_flow_node(where: Site, table: str) -> None:
    play(table, where)
