"""How spans were, in both kinds of database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from appliance.node.lines.model import Quarter
from appliance.node.lines.repository import SpanHistory
from appliance.store import schema
from appliance.store.engine import open_engine

pytestmark = pytest.mark.wire

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER, FAR = NOON + timedelta(minutes=15), NOON + timedelta(days=1)


@pytest.fixture
def history(database_url: str) -> Iterator[SpanHistory]:
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    yield SpanHistory(engine)
    engine.dispose()


def test_quarters_add_up_over_restarts(history: SpanHistory) -> None:
    history.add([Quarter("x", NOON, {"slips": 2, "busy_most": 9}), Quarter("y", NOON, {"slips": 1})])
    history.add([Quarter("x", NOON, {"slips": 3, "busy_most": 4, "red_ms": 10}), Quarter("x", LATER, {"slips": 7})])
    assert history.of("x", NOON, FAR) == [
        Quarter("x", NOON, {"slips": 5, "busy_most": 9, "red_ms": 10}),
        Quarter("x", LATER, {"slips": 7}),
    ]
    assert history.of("x", NOON, LATER) == history.of("x", NOON, FAR)[:1]


def test_what_is_old_is_forgotten(history: SpanHistory) -> None:
    history.add([Quarter("x", NOON, {"slips": 2}), Quarter("x", LATER, {"slips": 3})])
    history.forget(LATER)
    assert history.of("x", NOON, FAR) == [Quarter("x", LATER, {"slips": 3})]
