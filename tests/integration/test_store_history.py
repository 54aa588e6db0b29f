"""The configuration over time, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from appliance.store import schema
from appliance.store.documents import Change, Documents
from appliance.store.engine import open_engine
from appliance.store.history import History

pytestmark = pytest.mark.wire

AT = datetime(2026, 1, 1, 8, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def _by(minutes: int = 0) -> Any:
    return {"author": "8001", "reason": "演示", "at": AT + timedelta(minutes=minutes)}


def _fill(engine: Engine) -> Documents:
    documents = Documents(engine)
    documents.put_many([("queue", "a", {"n": 1}), ("queue", "b", {"n": 1})], **_by())
    documents.put("queue", "a", {"n": 2}, **_by(1))
    documents.put("queue", "a", {"n": 2}, **_by(2))
    documents.remove("queue", "b", **_by(3))
    return documents


def test_what_is_written_together_is_one_change(engine: Engine) -> None:
    _fill(engine)
    history = History(engine)
    assert history.head() == 3
    told = [(step.change, step.key, step.version, step.removed) for step in history.steps()]
    assert told == [(3, "b", 2, True), (2, "a", 2, False), (1, "a", 1, False), (1, "b", 1, False)]
    assert [step.change for step in history.steps(kind="queue", key="a")] == [2, 1]
    assert [step.key for step in history.steps(change=1)] == ["a", "b"]
    assert history.steps(kind="skill") == []


def test_every_change_has_its_state(engine: Engine) -> None:
    _fill(engine)
    history = History(engine)
    a, b = ("queue", "a"), ("queue", "b")
    states = [history.state(change) for change in (0, 1, 2, 3, None)]
    assert states == [{}, {a: {"n": 1}, b: {"n": 1}}, {a: {"n": 2}, b: {"n": 1}}, {a: {"n": 2}}, {a: {"n": 2}}]
    assert [history.at(AT + timedelta(minutes=minutes)) for minutes in (-1, 0, 2, 60)] == [0, 1, 2, 3]


def test_a_state_is_put_as_one_change_or_not_at_all(engine: Engine) -> None:
    documents, history = _fill(engine), History(engine)
    by = Change("8002", "back", AT)
    bodies = {("queue", "a"): {"n": 1}, ("queue", "b"): {"n": 9}, ("queue", "never"): None}
    assert documents.become(bodies, after=2, by=by) is None
    assert history.head() == 3
    assert documents.become(bodies, after=3, by=by) == 4
    assert history.state() == {("queue", "a"): {"n": 1}, ("queue", "b"): {"n": 9}}
    assert documents.become(bodies, after=4, by=by) == 4
    assert documents.become({("queue", "a"): None}, after=4, by=by) == 5
    assert [(step.author, step.reason) for step in history.steps(limit=1)] == [("8002", "back")]
