"""Every alarm is explained, in every language, and no other is raised."""

import ast
from collections.abc import Iterator

import pytest

from appliance.errors import ALARM, LANGUAGES, catalogue, explain
from appliance.node.alarms.model import SEVERITIES
from tests.architecture.sources import ROOT, read
from tests.architecture.texts import placeholders

GIVEN = {"subject", "detail", "process"}


def raised() -> Iterator[str]:
    """The codes that stand as a text where the program raises or clears an alarm."""
    for source in read(ROOT, ("appliance",)):
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr == "raise_" and node.args and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_alarm_is_explained_and_no_other(language: str) -> None:
    texts = catalogue(language, ALARM)
    assert texts.keys() == SEVERITIES.keys()
    for code, parts in texts.items():
        assert parts.keys() == {"what", "why", "next"}, code
        assert all(placeholders(text) <= GIVEN for text in parts.values()), code


def test_only_known_alarms_are_raised() -> None:
    found = set(raised())
    assert found, "nothing was found: look again"
    assert found <= SEVERITIES.keys()


def test_an_alarm_says_what_it_is_about() -> None:
    said = explain("disk-full", {"subject": "recordings", "detail": "97 %"}, "en", ALARM)
    assert said.what == "The disk of the recordings is 97 % full."
