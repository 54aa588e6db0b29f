"""What is recorded and how it is kept: the first rule that holds decides, each outcome by itself."""

import tomllib
from importlib import resources
from typing import Any

import pytest

from appliance.contact.recording.policy import Case, Mode, Policy, Rule, Ruling, body, mode_of, parse, ruling
from appliance.contact.recording.repository import RecordingRules
from appliance.contact.recording.story import Story
from appliance.daemons import box
from tests.unit.recording.fakes import World

RULES: dict[str, Any] = {
    "rules": [
        {"agents": ["8009"], "record": "never"},
        {"queues": ["complaint"], "retention": "complaint"},
        {"directions": ["internal"], "record": "on-demand"},
    ]
}


def case(direction: str = "inbound", queues: str = "", agents: str = "", demanded: bool = False) -> Case:
    return Case(direction, frozenset(queues.split()), frozenset(agents.split()), demanded)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (case(), Ruling("standard")),
        (case(queues="sales complaint"), Ruling("complaint")),
        (case(queues="complaint", agents="8001 8009"), Ruling("complaint", "never")),
        (case("internal"), Ruling("standard", "not-demanded")),
        (case("internal", demanded=True), Ruling("standard")),
        (case("internal", agents="8009", demanded=True), Ruling("standard", "never")),
    ],
)
def test_rules_decide(given: Case, found: Ruling) -> None:
    assert ruling(given, parse(RULES)) == found


def test_the_demo_centre_keeps_complaints_as_such() -> None:
    demo = tomllib.loads(resources.files(box).joinpath("demo.toml").read_text("utf-8"))
    policy = parse(demo[RecordingRules.POLICY][RecordingRules.ONLY])
    assert ruling(case(queues="sales"), policy) == Ruling("standard")
    assert ruling(case(queues="complaint"), policy) == Ruling("complaint")


def test_an_empty_document_records_everything() -> None:
    assert parse({}) == Policy()
    assert ruling(case(), parse({})) == Ruling("standard")


def test_a_document_is_read_as_it_was_written() -> None:
    assert parse(body(parse(RULES))) == parse(RULES)


def test_the_first_rule_that_says_how_to_record_does() -> None:
    rules = (Rule(record=None, retention="complaint"), Rule(record=Mode.NEVER), Rule(record=Mode.ALWAYS))
    assert mode_of(case(), Policy(rules)) is Mode.NEVER


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"recrod": "always"}, "recrod"),
        ({"record": "sometimes"}, "record"),
        ({"two_person": 1}, "two_person"),
        ({"pause_limit": 0}, "pause_limit"),
        ({"rules": [{"queues": []}]}, "rules[1].queues"),
        ({"rules": [{"queues": "sales"}]}, "rules[1].queues"),
        ({"rules": [{}, {"record": "maybe"}]}, "rules[2].record"),
        ({"rules": ["x"]}, "rules[1].?"),
    ],
)
def test_a_wrong_document_is_named_by_its_place(document: dict[str, Any], place: str) -> None:
    with pytest.raises(ValueError, match=place.replace("[", r"\[").replace("?", r"\?")):
        parse(document)


@pytest.mark.parametrize(("demanded", "kept"), [(False, False), (True, True)])
def test_a_call_that_is_not_to_be_kept_leaves_no_audio_and_its_reason_in_the_ledger(demanded: bool, kept: bool) -> None:
    world = World()
    world.policy = parse(RULES)
    world.calls.stories["1.1"] = Story(ended=True, case=case("internal", demanded=demanded))
    assert bool(world.record("1.1", bytes(4000))) is kept
    assert world.audio.spool == {}
    assert bool(world.audio.sealed) is kept
    assert bool(world.register.rows) is kept
    booked = [(event.kind, event.data["reason"]) for event in world.calls.booked]
    assert booked == ([] if kept else [("recording.discarded", "not-demanded")])
