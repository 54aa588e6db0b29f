"""Several calls of one person: which of them counts as what the person does, and whether another may come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from appliance.contact.agents.model import ENGAGED, Agent, Line, Presence, State

ORDER = (State.TALKING, State.HOLD, State.RINGING, State.WRAP_UP)
"""A person is counted once: who talks talks, whatever else waits, rings or is wrapped up."""

_NEVER = datetime.min.replace(tzinfo=UTC)


def fronted(person: Presence, calls: Sequence[Line]) -> Presence:
    """The person with these calls, at least one, of which the one that counts is in front; the newest of equals."""
    front = max(calls, key=lambda call: (-ORDER.index(call.state), call.since or _NEVER))
    behind = tuple(call for call in calls if call is not front)
    engaged = front.state in ENGAGED
    return replace(
        person,
        state=front.state,
        since=front.since,
        reason="",
        contact=front.contact if engaged else None,
        after=None if engaged else front.contact,
        behind=behind,
    )


def room(agent: Agent, person: Presence, legs: int) -> int:
    """How many more calls a queue may offer the person, at whose phone there are so many legs; one rings at a time."""
    if person.undisturbed or person.next_pause or person.leaving or person.preview or legs >= agent.lines:
        return 0
    if person.state is not State.READY and (
        not person.calls or any(call.state is State.RINGING for call in person.calls)
    ):
        return 0
    return max(0, agent.capacity - max(len(person.calls), legs))
