"""Facts about call-backs, and the fold that makes a call-back of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from appliance.contact.callback.model import CallBack, State
from appliance.events import Event

REQUESTED = "callback.requested"
DIALLED = "callback.dialled"
RESTED = "callback.rested"
RESUMED = "callback.resumed"
ENDED = "callback.ended"
KINDS = (REQUESTED, DIALLED, RESTED, RESUMED, ENDED)


def requested(callback: CallBack, by: str, at: datetime) -> Event:
    """`by` is who asked: the caller, or the person who turned an abandoned call into a call-back."""
    data = {
        "callback": str(callback.id),
        "number": callback.number,
        "queue": callback.queue,
        "entered_at": callback.entered_at.isoformat(),
        "priority": callback.priority,
        "dialled": callback.dialled,
        "by": by,
    }
    return Event(REQUESTED, at, callback.origin, data=data)


def dialled(callback: UUID, attempt: UUID, at: datetime) -> Event:
    """An agent has taken the call-back and the customer's phone is dialled, in the call `attempt`."""
    return Event(DIALLED, at, attempt, data={"callback": str(callback)})


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
    return CallBack(identity, data["number"], data["queue"], entered, data["priority"], dialled_, origin, event.at)


def _dialled(callback: CallBack, event: Event) -> CallBack:
    return replace(callback, state=State.DIALLING, attempt=event.contact, attempts=callback.attempts + 1)


def _rested(callback: CallBack, event: Event) -> CallBack:
    until = datetime.fromisoformat(event.data["until"])
    return replace(callback, state=State.RESTING, rests_until=until, why=event.data["why"])


def _resumed(callback: CallBack, event: Event) -> CallBack:
    return replace(callback, state=State.WAITING, rests_until=None)


def _ended(callback: CallBack, event: Event) -> CallBack:
    data = event.data
    state, why = State(data["outcome"]), data["why"] or callback.why
    return replace(callback, state=state, rests_until=None, why=why, by=data["by"], ended_at=event.at)


_STEPS: Mapping[str, Callable[[CallBack, Event], CallBack]] = {
    REQUESTED: lambda callback, event: callback,
    DIALLED: _dialled,
    RESTED: _rested,
    RESUMED: _resumed,
    ENDED: _ended,
}
