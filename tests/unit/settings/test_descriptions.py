"""Descriptions of documents: they fit the documents that the engine reads, and forms give back what they show."""

from typing import Any

import pytest

from appliance.contact.acd.document import RULES, queue_body
from appliance.contact.acd.model import Overflow, Queue, Relaxation
from appliance.contact.agents.model import Agent
from appliance.contact.agents.repository import agent_body
from appliance.contact.calls.model import Trunk
from appliance.contact.calls.repository import trunk_body
from appliance.contact.paging.document import group_body
from appliance.contact.paging.model import PageGroup
from appliance.contact.routes import document as routes
from appliance.contact.routes.model import Block, Cap, Plan, Route
from appliance.contact.speech.document import list_body, rule_body
from appliance.contact.speech.model import PhraseList, SpeechRule
from appliance.contact.voicemail.document import box_body
from appliance.contact.voicemail.model import Box
from appliance.desk.settings import forms
from appliance.desk.settings.checking import faults
from appliance.desk.settings.known import KINDS
from appliance.desk.settings.model import Shape

BODIES: dict[str, Any] = {
    "queue": queue_body(
        Queue("q", "Q", {"tea": 3}, overflow=(Overflow(5, "other"),), relax=(Relaxation(9, {"tea": 0}),), order=("1",))
    ),
    "agent": agent_body(Agent("8001", "Li", "p1", {"tea": 9}, frozenset({"q"}), lines=2, capacity=2)),
    "trunk": trunk_body(Trunk("t", ("10.0.0.1",), "10.0.0.1")),
    "trunk-group": {"members": [{"trunk": "t", "share": 2}], "turns": "shares"},
    "route": routes.body_of(Route("r", ("139", "mobile", "*"), ("t",), who=("agent:8001",))),
    "call-cap": routes.body_of(Cap("c", hours="22:00-06:00", cost=1.5)),
    "number-plan": routes.body_of(Plan("CN", "0755", "9", frozenset({"112"}), ("95XXX",))),
    "number-block": routes.body_of(Block(("139",), ("international",))),
    "page-group": group_body(PageGroup("g", "1", ("all",), ("239.1.1.1:5004",), ("8001",))),
    "voicemail-box": box_body(Box("b", "8001", mail="li@example.com")),
    "phrase-list": list_body(PhraseList("l", ("refund",))),
    "speech": rule_body(SpeechRule()),
    "calendar": {
        "spans": ["mon-fri 09:00-18:00"],
        "holidays": ["2026-10-01/2026-10-07"],
        "workdays": ["2026-10-10 fri"],
    },
    "recording-policy": {"record": "always", "rules": [{"queues": ["q"], "record": "never"}]},
    "feature-codes": {"codes": {"pause": "*84"}, "reasons": {"1": "lunch"}},
}


@pytest.mark.parametrize("kind", BODIES)
def test_what_the_engine_writes_fits_its_description_and_comes_back_from_a_form(kind: str) -> None:
    known, body = KINDS[kind], BODIES[kind]
    assert faults(known, body) == []
    described = {field.name for field in known.fields}
    # Steps of announcements follow the prompts that a box comes with.
    assert body.keys() - described <= {"announce_steps"}
    shown = {field.name: forms.typed(field, body[field.name]) for field in known.fields if field.name in body}
    read, wrong = forms.read(known, shown)
    assert wrong == []
    secrets = {field.name for field in known.fields if field.shape is Shape.SECRET}
    assert read == {name: _plain(value) for name, value in body.items() if name in described - secrets}


def _plain(value: Any) -> Any:
    """As JSON has it, without what a sparse column leaves out."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items() if item not in ("",)}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def test_every_rule_of_a_queue_can_be_filled_in() -> None:
    assert RULES - {field.name for field in KINDS["queue"].fields} == {"announce_steps"}
