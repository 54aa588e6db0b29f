"""A call's line in the books: waits and talk times by party, worked out from its events and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from appliance.contact.acd import events as acd_facts
from appliance.contact.calls import events as facts
from appliance.contact.calls import history
from appliance.contact.calls.model import Call, Leg, Role
from appliance.events import Event


@dataclass(frozen=True, slots=True)
class Record:
    """What a call came to. Times are milliseconds; `agent` is who talked with the caller, "" if nobody did."""

    call: Call
    agent: str
    answered_at: datetime | None
    wait_ms: int | None
    talk_ms: int | None
    hold_ms: int | None
    cause: int | None


def summarise(events: Iterable[Event]) -> Record | None:
    """The record of one contact's events; None if they do not open a call."""
    story = list(events)
    call = next(iter(history.replay(story).values()), None)
    if call is None:
        return None
    agent = _talked_with(call)
    hold = _held([event for event in story if event.leg in call.parties], call.closed_at)
    talk = _talked(call, agent)
    return Record(
        call=call,
        agent=agent.agent if agent else "",
        answered_at=agent.answered_at if agent else None,
        wait_ms=_waited(story),
        talk_ms=None if talk is None else _ms(talk - hold),
        hold_ms=None if talk is None else _ms(hold),
        cause=_cause(call),
    )


def _talked_with(call: Call) -> Leg | None:
    answered = [leg for leg in call.legs.values() if leg.role is Role.AGENT and leg.id in call.parties]
    return answered[-1] if answered else None


def _talked(call: Call, agent: Leg | None) -> timedelta | None:
    end = agent.ended_at or call.closed_at if agent else None
    return end - call.talking_since if end and call.talking_since else None


def _held(story: Iterable[Event], closed_at: datetime | None) -> timedelta:
    total, since = timedelta(), None
    for event in story:
        if event.kind == facts.LEG_HELD:
            since = since or event.at
        elif since and event.kind in (facts.LEG_RESUMED, facts.LEG_ENDED):
            total, since = total + (event.at - since), None
    return total + (closed_at - since if since and closed_at else timedelta())


def _waited(story: Iterable[Event]) -> int | None:
    waits = [int(event.data["wait_ms"]) for event in story if event.kind == acd_facts.LEFT]
    return sum(waits) if waits else None


def _cause(call: Call) -> int | None:
    callers = [leg.cause for leg in call.legs.values() if leg.role is Role.CALLER]
    return callers[0] if callers else None


def _ms(duration: timedelta) -> int:
    return max(0, round(duration.total_seconds() * 1000))
