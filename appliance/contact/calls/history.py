"""A call is what its events have made of it: the fold that the engine, a restart and every report share."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.acd import events as acd_facts
from appliance.contact.acd.model import Departure
from appliance.contact.callback import events as callback_facts
from appliance.contact.calls import events as facts
from appliance.contact.calls.model import (
    MAIN,
    RUNG,
    Call,
    CallState,
    Consult,
    Direction,
    Leg,
    LegState,
    Purpose,
    Result,
    Role,
)
from appliance.contact.fax import events as fax_facts
from appliance.contact.ivr import events as ivr_facts
from appliance.contact.recording import events as recording_facts
from appliance.contact.voicemail import events as voicemail_facts
from appliance.events import Event

SPOOL_SUFFIX = ".raw"


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
    callback = UUID(data["callback"]) if data.get("callback") else None
    call = Call(contact, Direction(data["direction"]), data["dialled"], data["caller"], data["trunk"], event.at)
    return replace(call, callback=callback, queue=data.get("queue", ""), diverted_by=data.get("diverted_by", ""))


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
    outside = (data.get("trunk", ""), data.get("e164", ""), data.get("shown", ""), data.get("class", ""))
    trunk, e164, shown, kind = outside
    purpose = Purpose(data.get("purpose", ""))
    return call.with_leg(replace(leg, purpose=purpose, trunk=trunk, e164=e164, shown=shown, number_class=kind))


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
    data = event.data
    ended = _leg(call, event, state=LegState.ENDED, ended_at=event.at, cause=data["cause"], audio=data.get("audio"))
    lent_by = None if event.leg == call.lent_by else call.lent_by
    return replace(ended, bridges=_without(call.bridges, frozenset({event.leg})), lent_by=lent_by)


def _offer_made(call: Call, event: Event) -> Call:
    offers = call.offers | {event.leg} if event.leg else call.offers
    return replace(call, state=CallState.OFFERED, served_by=event.data["queue"], offers=offers)


def _offer_ended(call: Call, event: Event) -> Call:
    call = replace(call, offers=call.offers - {event.leg})
    if call.state is not CallState.OFFERED or call.offers:
        return call
    return replace(call, state=CallState.WAITING if call.in_line else CallState.ARRIVED)


def _joined(call: Call, event: Event) -> Call:
    legs = frozenset(UUID(leg) for leg in event.data["legs"])
    name = event.data.get("bridge", MAIN)
    up = {leg.id: replace(leg, state=LegState.UP) for leg in call.legs.values() if leg.id in legs and leg.live}
    return replace(
        call,
        state=CallState.TALKING if name == MAIN else CallState.CONSULTING,
        talking_since=call.talking_since or event.at,
        legs={**call.legs, **up},
        bridges={**_without(call.bridges, legs), name: legs},
        slot="",
    )


def _parted(call: Call, event: Event) -> Call:
    return replace(call, bridges=_without(call.bridges, frozenset({event.leg})))


def _turned(call: Call, event: Event) -> Call:
    return call.turned(event.leg) if event.leg else call


def _consult_begun(call: Call, event: Event) -> Call:
    return replace(call, consult=Consult(UUID(event.data["by"]), event.leg)) if event.leg else call


def _consult_ended(call: Call, event: Event) -> Call:
    return replace(call, consult=None)


def _transferred(call: Call, event: Event) -> Call:
    rung = event.data["to"].partition(":")[0] in RUNG and event.data["how"] != "consult"
    state = CallState.TRANSFERRING if rung else call.state
    return replace(call, state=state, lent_by=event.leg if event.data.get("back") else call.lent_by)


def _returned(call: Call, event: Event) -> Call:
    return replace(call, lent_by=None)


def _parked(call: Call, event: Event) -> Call:
    return replace(call, state=CallState.PARKED, slot=event.data["slot"])


def _recording(call: Call, event: Event) -> Call:
    return replace(call, recorded=event.data["file"].removesuffix(SPOOL_SUFFIX))


def _recording_paused(call: Call, event: Event) -> Call:
    return replace(call, paused_until=datetime.fromisoformat(event.data["until"]))


def _recording_resumed(call: Call, event: Event) -> Call:
    return replace(call, paused_until=None)


def _asked_back(call: Call, event: Event) -> Call:
    return replace(call, asked_back=True)


def _node(call: Call, event: Event) -> Call:
    trail = ivr_facts.follow(call.trail, event)
    return replace(call, state=CallState.IN_FLOW, flow=trail.flow, node=trail.node, trail=trail, message="")


def _message(call: Call, event: Event) -> Call:
    return replace(call, message=event.data["name"])


def _fax(call: Call, event: Event) -> Call:
    return replace(call, fax=event.data["name"], faxing=True)


def _fax_over(call: Call, event: Event) -> Call:
    return replace(call, faxing=False)


def _in_flow(call: Call, event: Event) -> Call:
    return replace(call, trail=ivr_facts.follow(call.trail, event))


def _queue_entered(call: Call, event: Event) -> Call:
    return replace(
        call,
        state=CallState.WAITING,
        queue=event.data["queue"],
        overflow=(),
        priority=event.data["priority"],
        wish=acd_facts.wish(event),
        entered_at=datetime.fromisoformat(event.data["since"]) if event.data.get("since") else event.at,
        waits_since=event.at,
        slot="",
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


def _without(bridges: Mapping[str, frozenset[UUID]], legs: frozenset[UUID | None]) -> Mapping[str, frozenset[UUID]]:
    return {name: rest for name, members in bridges.items() if (rest := members - legs)}


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
    facts.PARTED: _parted,
    facts.TURNED: _turned,
    facts.CONSULT_BEGUN: _consult_begun,
    facts.CONSULT_ENDED: _consult_ended,
    facts.TRANSFERRED: _transferred,
    facts.RETURNED: _returned,
    facts.PARKED: _parked,
    **dict.fromkeys(ivr_facts.STEPS, _in_flow),
    facts.RECORDING: _recording,
    recording_facts.PAUSED: _recording_paused,
    recording_facts.RESUMED: _recording_resumed,
    ivr_facts.NODE: _node,
    voicemail_facts.STARTED: _message,
    fax_facts.STARTED: _fax,
    fax_facts.CONNECTED: _fax,
    fax_facts.ENDED: _fax_over,
    acd_facts.ENTERED: _queue_entered,
    acd_facts.OVERFLOWED: _overflowed,
    acd_facts.LEFT: _queue_left,
    acd_facts.ASIDE: _aside,
    callback_facts.REQUESTED: _asked_back,
    acd_facts.BACK: _back,
}
