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

AGENT = "agent"
MEDIA_LOST = "media-lost"


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
    """`contact` is None for a call that the ledger does not know. `ended`: the recorded leg's end is on record, and
    that of who was outside with it. `cut`: the call ended because the media node died. `line` is the outside party's
    leg, if that was over a line; `line_left`: its voice is left in the recording.

    The ledger is in order, so whoever sees the end sees every pause before it.
    """

    contact: UUID | None = None
    ended: bool = False
    cut: bool = False
    agent_side: bool = False
    line: UUID | None = None
    line_left: bool = False
    case: Case = field(default_factory=Case)
    pauses: tuple[Span, ...] = ()
    stretches: tuple[Stretch, ...] = ()


def tell(channel: str, events: Sequence[Event]) -> Story:
    """The story of the contact whose leg on `channel` is recorded; `events` are all of the contact, in order."""
    legs = {event.leg: event.data for event in events if event.kind == call_facts.LEG_OPENED and event.leg}
    recorded = [leg for leg, data in legs.items() if data["channel"] == channel]
    if not recorded:
        return Story()
    stretches, line = _stretches(events, legs, recorded[-1]), _line(events, legs)
    agent_side = legs[recorded[-1]]["role"] == AGENT
    return Story(
        contact=events[0].contact,
        ended=_ended(events, legs, recorded[-1], stretches),
        cut=any(event.kind == call_facts.CLOSED and event.data["result"] == MEDIA_LOST for event in events),
        agent_side=agent_side,
        line=line,
        line_left=line is not None and (line == recorded[-1]) is agent_side,
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


def _ended(
    events: Sequence[Event], legs: Mapping[UUID, Mapping[str, Any]], recorded: UUID, stretches: Iterable[Stretch]
) -> bool:
    """Whether the recorded leg has ended, and who was outside with it to the last: that is on record a moment later."""
    ends = {event.leg: event.at for event in events if event.kind == call_facts.LEG_ENDED}
    if recorded not in ends or any(event.kind == call_facts.CLOSED for event in events):
        return recorded in ends
    to_the_last = {item.leg for item in stretches if item.span.end == ends[recorded]} - {recorded}
    return all(leg in ends for leg in to_the_last if legs[leg]["role"] != AGENT)


def _line(events: Iterable[Event], legs: Mapping[UUID, Mapping[str, Any]]) -> UUID | None:
    ends = (event for event in events if event.kind == call_facts.LEG_ENDED and event.leg in legs)
    lines = (event.leg for event in ends if (event.data.get("audio") or {}).get("medium") == call_facts.OVER_A_LINE)
    return next((leg for leg in lines if leg and legs[leg]["role"] != AGENT), None)


def _case(events: Iterable[Event], agents: set[str]) -> Case:
    direction, queues, demanded, classed = "", set[str](), False, False
    for event in events:
        if event.kind == call_facts.OPENED:
            direction = event.data["direction"]
        elif event.kind == acd_facts.ENTERED:
            queues.add(event.data["queue"])
        elif event.kind == acd_facts.OVERFLOWED:
            queues.add(event.data["to"])
        elif event.kind == facts.DEMANDED:
            demanded = bool(event.data["wanted"])
        elif event.kind == facts.CLASSED:
            classed = True
    return Case(direction, frozenset(queues), frozenset(agents), demanded or classed)


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


def _stretches(events: Iterable[Event], legs: Mapping[UUID, Mapping[str, Any]], recorded: UUID) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    since: dict[UUID, datetime] = {}
    bridges, held = dict[str, frozenset[UUID]](), set[UUID]()
    for event in events:
        bridges = _bridged(bridges, event)
        held = _held(held, event)
        members = next((members for members in bridges.values() if recorded in members), frozenset[UUID]())
        heard = members & {recorded} if recorded in held else members - held
        for leg in sorted(since.keys() - heard):
            found.append(_stretch(leg, legs[leg], Span(since.pop(leg), event.at)))
        for leg in heard & legs.keys():
            since.setdefault(leg, event.at)
    return (*found, *(_stretch(leg, legs[leg], Span(start, None)) for leg, start in since.items()))


def _stretch(leg: UUID, data: Mapping[str, Any], span: Span) -> Stretch:
    return Stretch(leg, data["role"], data.get("agent") or data.get("phone") or "", span)


def _bridged(bridges: dict[str, frozenset[UUID]], event: Event) -> dict[str, frozenset[UUID]]:
    """Who is in which bridge after `event`; a leg is in one at a time."""
    if event.kind == call_facts.JOINED:
        legs = frozenset(map(UUID, event.data["legs"]))
        return {**_without(bridges, legs), event.data.get("bridge", ""): legs}
    if event.kind == call_facts.CLOSED:
        return {}
    if event.kind in (call_facts.PARTED, call_facts.LEG_ENDED) and event.leg:
        return _without(bridges, frozenset({event.leg}))
    return bridges


def _without(bridges: dict[str, frozenset[UUID]], legs: frozenset[UUID]) -> dict[str, frozenset[UUID]]:
    return {name: members - legs for name, members in bridges.items()}


def _held(held: set[UUID], event: Event) -> set[UUID]:
    """Legs that have put the others of their bridge on hold; whoever is brought together with somebody has not."""
    if event.leg and event.kind == call_facts.LEG_HELD:
        return held | {event.leg}
    if event.kind == call_facts.JOINED:
        return held - set(map(UUID, event.data["legs"]))
    return held - {event.leg} if event.kind in (call_facts.LEG_RESUMED, call_facts.LEG_ENDED) else held
