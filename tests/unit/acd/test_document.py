"""A queue's document: everything comes back as it was, old ones mean what they meant, nonsense is refused."""

from dataclasses import replace
from typing import Any

import pytest

from appliance.contact.acd.document import parse, queue_body, rule_value
from appliance.contact.acd.model import Overflow, Queue, Switch

FULL = replace(
    Queue("sales", skills={"sales": 2}),
    overflow=(Overflow(30, queue="spare"), Overflow(60, exit="later")),
    max_waiting=5,
    needs_agents=True,
    comfort=("patience", "soon"),
    switch=Switch.EMERGENCY,
    emergency_message=("leave-the-house",),
    callback_hours=("mon-fri 09:00-18:00",),
)


@pytest.mark.parametrize("queue", [Queue("sales"), FULL])
def test_a_document_gives_back_the_queue(queue: Queue) -> None:
    assert parse("sales", queue_body(queue)) == queue


def test_an_old_document_has_the_defaults_and_unknown_rules_are_passed_over() -> None:
    assert parse("sales", {"skills": {"sales": 1}, "strange": 1}) == Queue("sales", skills={"sales": 1})


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("overflow", [{"after": 5}]),
        ("overflow", [{"after": 5, "queue": "a", "exit": "b"}]),
        ("overflow", [{"after": -1, "queue": "a"}]),
        ("overflow", [{"queue": "a"}]),
        ("overflow", [{"after": 5, "queue": "a", "other": 1}]),
        ("switch", "half-open"),
        ("comfort", "patience"),
        ("comfort", [""]),
        ("max_waiting", True),
        ("max_waiting", -1),
        ("needs_agents", 1),
        ("skills", {"sales": 10}),
    ],
)
def test_nonsense_is_refused(rule: str, value: Any) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        rule_value(rule, value)
