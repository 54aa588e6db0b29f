"""A presence goes into the ledger and comes out of it as it was."""

import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.contact.agents import events
from appliance.contact.agents.model import AT_WORK, Line, Presence, State
from appliance.events import Event

MOMENTS = st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TEXTS = st.text(max_size=8)
CALLS = st.builds(Line, st.none() | st.uuids(), st.sampled_from(sorted(AT_WORK)), MOMENTS)
PRESENCES = st.builds(
    Presence,
    TEXTS,
    st.sampled_from(State),
    MOMENTS,
    TEXTS,
    TEXTS,
    MOMENTS,
    st.none() | st.uuids(),
    TEXTS,
    st.booleans(),
    behind=st.lists(CALLS, max_size=3).map(tuple),
)


@settings(max_examples=100, deadline=None)
@given(PRESENCES)
def test_a_presence_survives_the_ledger(person: Presence) -> None:
    fact = events.state(person, datetime(2026, 5, 4, tzinfo=UTC))
    assert events.presence(fact) == person
    stored = json.loads(json.dumps(fact.to_json()))
    assert events.presence(Event.from_json(stored)) == person
