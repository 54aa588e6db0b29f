"""A configuration that comes in pieces is one, and the engine's memory is bounded."""

import pytest

from appliance.daemons.engine import drafts
from appliance.daemons.engine.drafts import AT_ONCE, Drafts
from appliance.daemons.engine.errors import DraftTooLarge, DraftUnknown


def test_pieces_become_one_configuration_once() -> None:
    kept = Drafts()
    name = kept.add("", {"queue": {"sales": {"priority": 1}}})
    assert kept.add(name, {"queue": {"spare": {}}, "flow": {"main": {}}}) == name
    assert kept.take(name) == {("queue", "sales"): {"priority": 1}, ("queue", "spare"): {}, ("flow", "main"): {}}
    with pytest.raises(DraftUnknown):
        kept.take(name)


def test_what_was_never_begun_is_refused() -> None:
    with pytest.raises(DraftUnknown):
        Drafts().add("other", {})


def test_the_oldest_unfinished_one_makes_room() -> None:
    kept = Drafts()
    names = [kept.add("", {}) for _ in range(AT_ONCE + 1)]
    with pytest.raises(DraftUnknown):
        kept.take(names[0])
    assert kept.take(names[1]) == {}


def test_a_draft_has_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "LARGEST", 100)
    kept = Drafts()
    name = kept.add("", {"queue": {"sales": {"title": "x" * 50}}})
    with pytest.raises(DraftTooLarge):
        kept.add(name, {"queue": {"spare": {"title": "x" * 50}}})
    with pytest.raises(DraftUnknown):
        kept.take(name)
