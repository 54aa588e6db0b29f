"""A call is what its events have made of it: the fold that the engine, a restart and every report share."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from appliance.contact.acd import events as acd_facts
from appliance.contact.acd.model import Departure
from appliance.contact.calls import events as facts
from appliance.contact.calls.model import Call, CallState, Direction, Leg, LegState, Result, Role
from appliance.contact.ivr import events as ivr_facts
from appliance.events import Event


def replay(events: Iterable[Event]) -> dict[UUID, Call]:
    """The calls that a run of events describes, by contact; events of other kinds are passed over."""
    calls: dict[UUID, Call] = {}
    for event in events:
        if event.contact and (call := apply(calls.get(event.contact), event)):
            calls[event.contact] = call
    return calls


def apply(call: Call | None, event: Event) -> Call | None:
    """`call` after `event`; None while no `contact.opened` has been seen."""
    if event.kind == facts.OPENED and event.contact:
        return _opened(event.contact, event)
    if call is None:
        return None
    step = _STEPS.get(event.kind)
    return step(call, event) if step else call


def _opened(contact: UUID, event: Event) -> Call:
    data = event.data
    return Call(contact, Direction(data["direction"]), data["dialled"], data["caller"], data["trunk"], event.at)


def _adopted(call: Call, event: Event) -> Call:
    return replace(call, state=CallState.ADOPTED)


def _closed(call: Call, event: Event) -> Call:
    result = Result(event.data["result"])
    return replace(call, state=CallState.CLOSED, result=result, ended_by=event.data.get("by", ""), closed_at=event.at)


def _leg_opened(call: Call, event: Event) -> Call:
    if event.leg is None:
        return call
    data: Mapping[str, Any] = event.data
    role, state = Role(data["role"]), LegState.OPENED
    leg = Leg(event.leg, role, data["channel"], data["node"], data["phone"], data["agent"], state, event.at)
    return call.with_leg(leg)


def _leg_ringing(call: Call, event: Event) -> Call:
    return _leg(call, event, state=LegState.RINGING)


def _leg_answered(call: Call, event: Event) -> Call:
    return _leg(call, event, state=LegState.UP, answered_at=event.at)


def _leg_held(call: Call, event: Event) -> Call:
    held = _leg(call, event, state=LegState.HELD)
    return replace(held, state=CallState.HELD, held_by=event.data.get("by", ""))


def _leg_resumed(call: Call, event: Event) -> Call:
    return replace(_leg(call, event, state=LegState.UP), state=CallState.TALKING)


def _leg_ended(call: Call, event: Event) -> Call:
    return _leg(call, event, state=LegState.ENDED, ended_at=event.at, cause=event.data["cause"])


def _offer_made(call: Call, event: Event) -> Call:
    return replace(call, state=CallState.OFFERED, served_by=event.data["queue"])


def _offer_ended(call: Call, event: Event) -> Call:
    return replace(call, state=CallState.WAITING) if call.state is CallState.OFFERED else call


def _joined(call: Call, event: Event) -> Call:
    parties = frozenset(UUID(leg) for leg in event.data["legs"])
    since = call.talking_since or event.at
    return replace(call, state=CallState.TALKING, talking_since=since, parties=parties)


def _node(call: Call, event: Event) -> Call:
    return replace(call, state=CallState.IN_FLOW, flow=event.data["flow"], node=event.data["node"])


def _queue_entered(call: Call, event: Event) -> Call:
    return replace(
        call,
        state=CallState.WAITING,
        queue=event.data["queue"],
        overflow=(),
        priority=event.data["priority"],
        entered_at=event.at,
        departure=None,
    )


def _aside(call: Call, event: Event) -> Call:
    return replace(call, state=CallState.IN_FLOW)


def _back(call: Call, event: Event) -> Call:
    return replace(call, state=CallState.WAITING)


def _overflowed(call: Call, event: Event) -> Call:
    return replace(call, overflow=(*call.overflow, event.data["to"])) if event.data["to"] else call


def _queue_left(call: Call, event: Event) -> Call:
    departure = Departure(event.data["outcome"])
    state = call.state if departure is Departure.ANSWERED else CallState.IN_FLOW
    return replace(call, state=state, departure=departure)


def _leg(call: Call, event: Event, **changes: Any) -> Call:
    leg = call.legs.get(event.leg) if event.leg else None
    return call.with_leg(replace(leg, **changes)) if leg else call


_STEPS: Mapping[str, Callable[[Call, Event], Call]] = {
    facts.ADOPTED: _adopted,
    facts.CLOSED: _closed,
    facts.LEG_OPENED: _leg_opened,
    facts.LEG_RINGING: _leg_ringing,
    facts.LEG_ANSWERED: _leg_answered,
    facts.LEG_HELD: _leg_held,
    facts.LEG_RESUMED: _leg_resumed,
    facts.LEG_ENDED: _leg_ended,
    facts.OFFER_MADE: _offer_made,
    facts.OFFER_ENDED: _offer_ended,
    facts.JOINED: _joined,
    ivr_facts.NODE: _node,
    acd_facts.ENTERED: _queue_entered,
    acd_facts.OVERFLOWED: _overflowed,
    acd_facts.LEFT: _queue_left,
    acd_facts.ASIDE: _aside,
    acd_facts.BACK: _back,
}
