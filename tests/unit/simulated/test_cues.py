"""Cues reach a call only while it waits for them."""

import re

import pytest

from drivers.simulated.sip.cues import Cues
from drivers.simulated.sip.note import Kind, Note


@pytest.fixture
def sent() -> list[str]:
    return []


@pytest.fixture
def cues(sent: list[str]) -> Cues:
    return Cues(lambda data: sent.extend(re.findall(r"Call-ID: (\S+)", data.decode())))


def step(kind: Kind, call: str, detail: str = "") -> Note:
    return Note(kind, call, "138", detail, 1.0)


def test_a_cue_for_a_waiting_call_goes_at_once_and_only_once(cues: Cues, sent: list[str]) -> None:
    cues.hear(step(Kind.AWAITING, "a", "menu"))
    cues.give("a", "menu")
    cues.give("a", "menu")
    assert sent == ["a"]


def test_a_cue_that_is_early_is_held_back(cues: Cues, sent: list[str]) -> None:
    cues.give("a", "answered")
    cues.hear(step(Kind.AWAITING, "a", "menu"))
    assert sent == []
    cues.give("a", "menu")
    cues.hear(step(Kind.AWAITING, "a", "answered"))
    assert sent == ["a", "a"]


def test_calls_do_not_hear_each_others_cues(cues: Cues, sent: list[str]) -> None:
    cues.hear(step(Kind.AWAITING, "a", "menu"))
    cues.give("b", "menu")
    assert sent == []


@pytest.mark.parametrize("kind", [Kind.HUNG_UP, Kind.CLEARED])
def test_a_call_that_is_over_hears_nothing(cues: Cues, sent: list[str], kind: Kind) -> None:
    cues.hear(step(Kind.AWAITING, "a", "menu"))
    cues.hear(step(kind, "a"))
    cues.give("a", "menu")
    assert sent == []
