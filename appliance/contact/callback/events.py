"""Facts about call-backs, and the fold that makes a call-back of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.callback.model import CallBack, Outcome, Request, Return, State, Window
from appliance.events import Event

REQUESTED = "callback.requested"
OFFERED = "callback.offered"
ACCEPTED = "callback.accepted"
RETURNED = "callback.returned"
DIALLED = "callback.dialled"
CONNECTED = "callback.connected"
MACHINE = "callback.machine"
RESTED = "callback.rested"
RESUMED = "callback.resumed"
POSTPONED = "callback.postponed"
LATE = "callback.late"
ENDED = "callback.ended"
KINDS = (REQUESTED, OFFERED, ACCEPTED, RETURNED, DIALLED, CONNECTED, MACHINE, RESTED, RESUMED, POSTPONED, LATE, ENDED)


def requested(identity: UUID, wish: Request, times: Window | None, by: str, at: datetime) -> Event:
    """`by` is who asked: the caller, or the person who did so for somebody; `times` makes an appointment of it."""
    data = {
        "callback": str(identity),
        "number": wish.number,
        "queue": wish.queue,
        "entered_at": wish.entered_at.isoformat(),
        "priority": wish.priority,
        "dialled": wish.dialled,
        "by": by,
    }
    more = ({"reason": wish.reason} if wish.reason else {}) | (_times(times) if times else {})
    return Event(REQUESTED, at, wish.origin, data=data | more)


def postponed(callback: CallBack, times: Window, reason: str, by: str, at: datetime) -> Event:
    """An appointment, or another one, instead of the place in line."""
    data = {"callback": str(callback.id), "reason": reason, "by": by, "agent": callback.offered_to}
    return Event(POSTPONED, at, data=data | _times(times))


def late(callback: CallBack, at: datetime) -> Event:
    """The customer was not dialled within the window of the appointment."""
    due = callback.due_at.isoformat() if callback.due_at else None
    data = {"callback": str(callback.id), "number": callback.number, "queue": callback.queue, "due_at": due}
    return Event(LATE, at, data=data)


def offered(callback: CallBack, agent: str, until: datetime, at: datetime) -> Event:
    """An agent looks at it before it is dialled, with all that there is to know of it, and has until then to decide."""
    data = {
        "callback": str(callback.id),
        "agent": agent,
        "until": until.isoformat(),
        "number": callback.number,
        "queue": callback.queue,
        "since": callback.entered_at.isoformat(),
        "reason": callback.reason,
        "attempts": callback.attempts,
        "last": callback.why,
        "refusals": callback.refusals,
        "origin": str(callback.origin) if callback.origin else None,
    }
    return Event(OFFERED, at, data=data)


def accepted(callback: CallBack, by: str, at: datetime) -> Event:
    """The agent wants it: the agent's phone is rung."""
    return Event(ACCEPTED, at, data={"callback": str(callback.id), "agent": callback.offered_to, "by": by})


def returned(callback: CallBack, outcome: Return, reason: str, by: str, at: datetime, *, alarming: bool) -> Event:
    """The agent does not take it; `alarming` when so many did not that a supervisor is to know."""
    data: dict[str, Any] = {"callback": str(callback.id), "agent": callback.offered_to, "outcome": outcome.value}
    counted = callback.refusals + (outcome is not Return.WITHDRAWN)
    more = {"reason": reason, "by": by, "number": callback.number, "queue": callback.queue, "refusals": counted}
    return Event(RETURNED, at, data=data | more | ({"alarming": True} if alarming else {}))


def dialled(callback: UUID, attempt: UUID, at: datetime) -> Event:
    """An agent has taken the call-back and the customer's phone is dialled, in the call `attempt`."""
    return Event(DIALLED, at, attempt, data={"callback": str(callback)})


def connected(callback: UUID, at: datetime) -> Event:
    """Somebody, or something, has answered at the customer's: the agent will say if it was a machine."""
    return Event(CONNECTED, at, data={"callback": str(callback)})


def machine(callback: UUID, by: str, at: datetime) -> Event:
    """The agent says that a machine answered."""
    return Event(MACHINE, at, data={"callback": str(callback), "by": by})


def rested(callback: UUID, until: datetime, why: str, at: datetime) -> Event:
    """Out of line until a moment, because it is closed, engaged, or the customer was dialled in vain."""
    return Event(RESTED, at, data={"callback": str(callback), "until": until.isoformat(), "why": why})


def resumed(callback: UUID, at: datetime) -> Event:
    """In line again, at the place that was kept."""
    return Event(RESUMED, at, data={"callback": str(callback)})


def ended(callback: UUID, outcome: State, why: str, by: str, at: datetime) -> Event:
    """`by` is who ended it, `why` what came of the last attempt."""
    return Event(ENDED, at, data={"callback": str(callback), "outcome": outcome.value, "why": why, "by": by})


def fold(callbacks: Mapping[UUID, CallBack], events: Iterable[Event]) -> dict[UUID, CallBack]:
    """`callbacks` carried on by `events`; other kinds are passed over, and so are facts about unknown ones."""
    result = dict(callbacks)
    for event in events:
        if event.kind in _STEPS:
            identity = UUID(event.data["callback"])
            if event.kind == REQUESTED:
                result[identity] = _requested(identity, event)
            elif identity in result:
                result[identity] = _STEPS[event.kind](result[identity], event)
    return result


def _requested(identity: UUID, event: Event) -> CallBack:
    data = event.data
    entered = datetime.fromisoformat(data["entered_at"])
    dialled_, origin = data.get("dialled", ""), event.contact
    known = CallBack(identity, data["number"], data["queue"], entered, data["priority"], dialled_, origin, event.at)
    known = replace(known, asked_by=data.get("by", ""), reason=data.get("reason", ""), wanted_at=event.at)
    return _appointed(known, event) if "due_at" in data else known


def _appointed(callback: CallBack, event: Event) -> CallBack:
    due, until = datetime.fromisoformat(event.data["due_at"]), datetime.fromisoformat(event.data["until"])
    return replace(callback, state=State.RESTING, rests_until=due, due_at=due, until=until)


def _postponed(callback: CallBack, event: Event) -> CallBack:
    fresh = replace(_accepted(callback, event), refusals=0, refused_by=frozenset(), unwanted=False, late=False)
    reason = event.data["reason"] or callback.reason
    return replace(_appointed(fresh, event), reason=reason, why="postponed", wanted_at=event.at)


def _late(callback: CallBack, event: Event) -> CallBack:
    return replace(callback, until=None, late=True)


def _offered(callback: CallBack, event: Event) -> CallBack:
    until = datetime.fromisoformat(event.data["until"])
    return replace(callback, state=State.OFFERED, offered_to=event.data["agent"], offered_until=until)


def _accepted(callback: CallBack, event: Event) -> CallBack:
    return replace(callback, state=State.WAITING, offered_to="", offered_until=None)


def _returned(callback: CallBack, event: Event) -> CallBack:
    data = event.data
    unwanted = data["outcome"] != Return.WITHDRAWN
    return replace(
        _accepted(callback, event),
        refusals=data["refusals"],
        refused_by=callback.refused_by | {data["agent"]} if unwanted else callback.refused_by,
        unwanted=data.get("alarming", callback.unwanted),
    )


def _dialled(callback: CallBack, event: Event) -> CallBack:
    tried = replace(callback, state=State.DIALLING, attempt=event.contact, attempts=callback.attempts + 1)
    return replace(tried, until=None, late=False)


def _connected(callback: CallBack, event: Event) -> CallBack:
    return replace(callback, state=State.CONNECTED)


def _rested(callback: CallBack, event: Event) -> CallBack:
    until = datetime.fromisoformat(event.data["until"])
    return replace(callback, state=State.RESTING, rests_until=until, why=event.data["why"], refused_by=frozenset())


def _resumed(callback: CallBack, event: Event) -> CallBack:
    return replace(callback, state=State.WAITING, rests_until=None, refused_by=frozenset())


def _ended(callback: CallBack, event: Event) -> CallBack:
    data = event.data
    state, why = State(data["outcome"]), data["why"] or callback.why
    over = replace(callback, state=state, rests_until=None, why=why, by=data["by"], ended_at=event.at)
    return replace(over, offered_to="", offered_until=None)


def _times(times: Window) -> dict[str, str]:
    return {"due_at": times.at.isoformat(), "until": times.until.isoformat()}


_STEPS: Mapping[str, Callable[[CallBack, Event], CallBack]] = {
    REQUESTED: lambda callback, event: callback,
    OFFERED: _offered,
    ACCEPTED: _accepted,
    RETURNED: _returned,
    DIALLED: _dialled,
    CONNECTED: _connected,
    MACHINE: lambda callback, event: replace(callback, why=Outcome.MACHINE.value),
    RESTED: _rested,
    RESUMED: _resumed,
    POSTPONED: _postponed,
    LATE: _late,
    ENDED: _ended,
}
