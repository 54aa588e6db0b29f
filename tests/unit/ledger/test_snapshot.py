"""What the ledger takes for an event, and what it refuses at the door."""

import math
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.contact.ledger.errors import EventUnwritable
from appliance.contact.ledger.snapshot import snapshot
from appliance.events import Event

AT = datetime(2026, 1, 1, 8, tzinfo=UTC)
CONTACT = UUID("01950000-0000-7000-8000-000000000001")
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=8,
)


def endless() -> dict[str, Any]:
    data: dict[str, Any] = {}
    data["self"] = data
    return data


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(TEXT, JSON))
def test_json_goes_through_unchanged(data: dict[str, Any]) -> None:
    event = Event("leg.opened", AT, CONTACT, None, data, 7)
    assert snapshot(event) == event


def test_nothing_is_shared() -> None:
    data = {"legs": [1]}
    taken = snapshot(Event("leg.opened", AT, data=data))
    data["legs"].append(2)
    assert taken.data == {"legs": [1]}


@pytest.mark.parametrize("text", [r"\u0000", "\\\\u0000", r"a\\u0000b"])
def test_a_backslash_is_no_nul(text: str) -> None:
    assert snapshot(Event("leg.opened", AT, data={"text": text})).data == {"text": text}


@pytest.mark.parametrize(
    "event",
    [
        Event("leg.opened", datetime(2026, 1, 1)),  # noqa: DTZ001
        Event("", AT),
        Event("leg\0opened", AT),
        Event("leg.opened", AT, contact="01950000"),  # type: ignore[arg-type]
        Event("leg.opened", AT, leg=7),  # type: ignore[arg-type]
        Event("leg.opened", AT, schema=0),
        Event("leg.opened", AT, schema=2**31),
        Event("leg.opened", AT, data={"x": object()}),
        Event("leg.opened", AT, data={"x": b"bytes"}),
        Event("leg.opened", AT, data={"x": math.nan}),
        Event("leg.opened", AT, data={"x": -math.inf}),
        Event("leg.opened", AT, data={"x": "a\0b"}),
        Event("leg.opened", AT, data={"x": "\\\0"}),
        Event("leg.opened", AT, data={"\0": 1}),
        Event("leg.opened", AT, data={"x": "\ud800"}),
        Event("leg.opened", AT, data={(1, 2): 1}),  # type: ignore[dict-item]
        Event("leg.opened", AT, data=endless()),
    ],
)
def test_what_no_ledger_can_hold_is_refused(event: Event) -> None:
    with pytest.raises(EventUnwritable) as refusal:
        snapshot(event)
    for language in ("zh", "en"):
        sentence = refusal.value.sentence(language)
        assert all((sentence.what, sentence.why, sentence.next))
        assert "{" not in sentence.what
