"""Each leg's own share of a call: how long it talked and how long it was on hold, from the call's events alone.

A leg talks while it is in a bridge with another one and neither is held. It is on hold while it is held, while all
others in its bridge are, or while it is alone and the call goes on in another bridge.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from appliance.contact.calls import history
from appliance.contact.calls.model import Call, LegState
from appliance.events import Event


@dataclass(frozen=True, slots=True)
class Share:
    """What one leg had of a call."""

    talk: timedelta = timedelta()
    hold: timedelta = timedelta()


class Doing(Enum):
    TALKING = "talking"
    HOLDING = "holding"
    NEITHER = "neither"


def shares(story: Iterable[Event]) -> Mapping[UUID, Share]:
    """The shares of all legs that were ever in a bridge, by leg; `story` is one contact's events in order."""
    found: dict[UUID, Share] = {}
    call: Call | None = None
    since: datetime | None = None
    for event in story:
        if call and since and event.at > since:
            _count(found, call, event.at - since)
        call, since = history.apply(call, event), event.at
    return found


def doing(call: Call, leg: UUID) -> Doing:
    """What a leg does in the call as it is now."""
    bridge = call.bridge_of(leg)
    if not bridge:
        return Doing.NEITHER
    others = [other for other in call.members(bridge) if other.id != leg]
    if call.legs[leg].state is LegState.HELD or (others and all(other.state is LegState.HELD for other in others)):
        return Doing.HOLDING
    if others:
        return Doing.TALKING
    return Doing.HOLDING if len(call.bridges) > 1 else Doing.NEITHER


def _count(found: dict[UUID, Share], call: Call, span: timedelta) -> None:
    for leg in (leg for members in call.bridges.values() for leg in members):
        share, now = found.get(leg, Share()), doing(call, leg)
        if now is Doing.TALKING:
            share = replace(share, talk=share.talk + span)
        elif now is Doing.HOLDING:
            share = replace(share, hold=share.hold + span)
        found[leg] = share
