"""Notices, by command: to whom they go, what they are booked as, and why one is not sent."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appliance.contact.acd.model import Queue
from appliance.contact.acd.repository import Queues
from appliance.contact.agents.model import Agent
from appliance.contact.agents.repository import People
from appliance.contact.notices.events import notice
from appliance.contact.notices.model import LONGEST
from appliance.daemons.engine.commands import notices
from appliance.errors import Refusal
from appliance.events import Event
from appliance.store.documents import Documents
from tests.unit.engine.commanded import NOON, Commanded

BY: dict[str, Any] = {"author": "li", "reason": "", "at": NOON}
LI, WANG = Agent("8001", "李", skills={"sales": 5}, team="a"), Agent("8002", "王", team="b")


@pytest.fixture
def booked() -> list[Event]:
    return []


@pytest.fixture
def send(tmp_path: Path, booked: list[Event]) -> Callable[..., Any]:
    centre = Commanded(tmp_path, notices.handlers)
    documents = Documents(centre.engine.database)
    people, queues = People(documents), Queues(documents)
    for agent in (LI, WANG, replace(LI, number="8003", skills={})):
        people.put(agent, **BY)
    for queue in (Queue("sales", skills={"sales": 1}), Queue("lonely", skills={"french": 9})):
        queues.put(queue, **BY)
    centre._take_up()
    centre.engine.book = booked.append
    return lambda **args: centre.ask("notice.send", **args)


def test_to_everybody(send: Callable[..., Any], booked: list[Event]) -> None:
    assert send(text=" 开会 ")["everybody"]
    (event,) = booked
    assert (notice(event).text, notice(event).by, notice(event).agents) == ("开会", "li", frozenset())
    assert notice(Event.from_json(event.to_json())) == notice(event)


@pytest.mark.parametrize(
    ("to", "agents"),
    [
        ({"agents": ["8002"]}, ["8002"]),
        ({"teams": ["a"]}, ["8001", "8003"]),
        ({"queues": ["sales"]}, ["8001"]),
        ({"agents": ["8002"], "queues": ["sales"]}, ["8001", "8002"]),
    ],
)
def test_to_whom(send: Callable[..., Any], booked: list[Event], to: dict[str, Any], agents: list[str]) -> None:
    assert send(text="开会", urgent=True, **to)["agents"] == agents
    assert notice(booked[0]).agents == frozenset(agents)
    assert notice(booked[0]).urgent


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"text": "  "}, "notice-empty"),
        ({"text": "x" * (LONGEST + 1)}, "notice-too-long"),
        ({"text": "x", "agents": ["9"]}, "agent-unknown"),
        ({"text": "x", "teams": ["c"]}, "team-unknown"),
        ({"text": "x", "queues": ["none"]}, "queue-unknown"),
        ({"text": "x", "queues": ["lonely"]}, "notice-reaches-nobody"),
    ],
)
def test_why_not(send: Callable[..., Any], booked: list[Event], args: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        send(**args)
    assert refusal.value.code == code
    assert not booked
