"""What the ledger says of a call, as its recording needs it: who was heard when, and what was paused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from appliance.contact.acd import events as acd_facts
from appliance.contact.calls import events as call_facts
from appliance.contact.recording import events as facts
from appliance.contact.recording.policy import Case
from appliance.events import Event

PARTED = "bridge.parted"
AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Party:
    """One stretch of one leg in a conversation, in milliseconds from the recording's start; `party` is its number."""

    leg: UUID
    role: str
    party: str
    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` until `end`; `end` is None for what lasts to the end of the recording."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A leg that could hear and be heard."""

    leg: UUID
    role: str
    party: str
    span: Span


@dataclass(frozen=True, slots=True)
class Story:
    """`contact` is None for a call that the ledger does not know. `ended`: the recorded leg's end is on record.

    The ledger is in order, so whoever sees the end sees every pause before it.
    """

    contact: UUID | None = None
    ended: bool = False
    agent_side: bool = False
    case: Case = field(default_factory=Case)
    pauses: tuple[Span, ...] = ()
    stretches: tuple[Stretch, ...] = ()


def tell(channel: str, events: Sequence[Event]) -> Story:
    """The story of the contact whose leg on `channel` is recorded; `events` are all of the contact, in order."""
    legs = {event.leg: event.data for event in events if event.kind == call_facts.LEG_OPENED and event.leg}
    recorded = [leg for leg, data in legs.items() if data["channel"] == channel]
    if not recorded:
        return Story()
    stretches = _stretches(events, legs)
    return Story(
        contact=events[0].contact,
        ended=any(event.kind == call_facts.LEG_ENDED and event.leg == recorded[-1] for event in events),
        agent_side=legs[recorded[-1]]["role"] == AGENT,
        case=_case(events, {legs[item.leg]["agent"] for item in stretches if legs[item.leg].get("agent")}),
        pauses=_pauses(events),
        stretches=stretches,
    )


def parties(story: Story, started_at: datetime, duration_ms: int) -> tuple[Party, ...]:
    """Who is heard when, within a recording that began at `started_at`; in the order of their beginnings."""
    found = [
        Party(item.leg, item.role, item.party, *_within(item.span, started_at, duration_ms)) for item in story.stretches
    ]
    heard = (item for item in found if item.from_ms < item.to_ms)
    return tuple(sorted(heard, key=lambda item: (item.from_ms, item.leg)))


def marks(story: Story, started_at: datetime, duration_ms: int) -> tuple[tuple[int, int], ...]:
    """The pauses in milliseconds of the recording."""
    found = (_within(span, started_at, duration_ms) for span in story.pauses)
    return tuple((start, end) for start, end in found if start < end)


def _within(span: Span, started_at: datetime, duration_ms: int) -> tuple[int, int]:
    end = span.end if span.end else started_at + timedelta(milliseconds=duration_ms)
    place = [round((moment - started_at) / timedelta(milliseconds=1)) for moment in (span.start, end)]
    return max(0, min(place[0], duration_ms)), max(0, min(place[1], duration_ms))


def _case(events: Iterable[Event], agents: set[str]) -> Case:
    direction, queues, demanded = "", set[str](), False
    for event in events:
        if event.kind == call_facts.OPENED:
            direction = event.data["direction"]
        elif event.kind == acd_facts.ENTERED:
            queues.add(event.data["queue"])
        elif event.kind == acd_facts.OVERFLOWED:
            queues.add(event.data["to"])
        elif event.kind == facts.DEMANDED:
            demanded = bool(event.data["wanted"])
    return Case(direction, frozenset(queues), frozenset(agents), demanded)


def _pauses(events: Iterable[Event]) -> tuple[Span, ...]:
    found: list[Span] = []
    since: datetime | None = None
    for event in events:
        if event.kind == facts.PAUSED:
            since = since or event.at
        elif event.kind == facts.RESUMED and since:
            if event.data.get("by") != "failed":
                found.append(Span(since, event.at))
            since = None
    return (*found, *([Span(since, None)] if since else ()))


def _stretches(events: Iterable[Event], legs: Mapping[UUID, Mapping[str, Any]]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    since: dict[UUID, datetime] = {}

    def close(leg: UUID, at: datetime | None) -> None:
        if (start := since.pop(leg, None)) and leg in legs:
            data = legs[leg]
            found.append(Stretch(leg, data["role"], data.get("agent") or data.get("phone") or "", Span(start, at)))

    for event in events:
        if event.kind == call_facts.JOINED:
            for leg in map(UUID, event.data["legs"]):
                since.setdefault(leg, event.at)
        elif event.kind == PARTED:
            for leg in _parted(event):
                close(leg, event.at)
        elif event.kind == call_facts.LEG_ENDED and event.leg:
            close(event.leg, event.at)
        elif event.kind == call_facts.CLOSED:
            for leg in tuple(since):
                close(leg, event.at)
    for leg in tuple(since):
        close(leg, None)
    return tuple(found)


def _parted(event: Event) -> list[UUID]:
    named = [UUID(leg) for leg in event.data.get("legs", ())]
    return named or ([event.leg] if event.leg else [])
