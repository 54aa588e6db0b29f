"""A fax is what its events have made of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from appliance.contact.fax import events as facts
from appliance.contact.fax.model import Direction, Fax, State
from appliance.events import Event


def apply(fax: Fax | None, event: Event) -> Fax | None:
    """`fax` after `event`; None while its first fact has not been seen."""
    if event.kind in _BEGIN:
        return _BEGIN[event.kind](event)
    step = _STEPS.get(event.kind)
    return step(fax, event) if fax and step else fax


def _started(event: Event) -> Fax:
    data = event.data
    identity, number = UUID(data["fax"]), data["number"]
    return Fax(identity, Direction.IN, State.RECEIVING, number, event.at, box=data["box"], contact=event.contact)


def _queued(event: Event) -> Fax:
    data = event.data
    fax = Fax(UUID(data["fax"]), Direction.OUT, State.WAITING, data["number"], event.at, by=data["by"])
    return replace(fax, recording=UUID(data["recording"]), pages=data["pages"], priority=data["priority"])


def _tried(fax: Fax, event: Event) -> Fax:
    return replace(fax, state=State.DIALLING, contact=event.contact, tries=fax.tries + 1, due_at=None)


def _connected(fax: Fax, event: Event) -> Fax:
    return replace(fax, state=State.SENDING)


def _rested(fax: Fax, event: Event) -> Fax:
    due = datetime.fromisoformat(event.data["until"])
    return replace(fax, state=State.WAITING, why=event.data["why"], due_at=due)


def _done(fax: Fax, event: Event) -> Fax:
    return replace(fax, state=State(event.data["state"]), why=event.data["why"], due_at=None, ended_at=event.at)


def _resumed(fax: Fax, event: Event) -> Fax:
    return replace(fax, state=State.WAITING, why="", tries=0, due_at=None, ended_at=None)


def _ended(fax: Fax, event: Event) -> Fax:
    data = event.data
    heard = replace(
        fax,
        done_pages=data["pages"],
        pages=fax.pages or data["pages"],
        rate=data["rate"],
        resolution=data["resolution"],
        ecm=data["ecm"],
        mode=data["mode"],
        station=data["station"],
        why=data["error"],
        told=data["told"],
        ended_at=event.at,
    )
    if fax.direction is Direction.OUT or fax.state is State.DELETED:
        return heard
    state = State.RECEIVED if data["whole"] else State.PARTIAL if heard.pages else State.FAILED
    return replace(heard, state=state)


def _left(fax: Fax, event: Event) -> Fax:
    pages = int(event.data["pages"])
    state = State.PARTIAL if fax.state in (State.RECEIVING, State.FAILED) else fax.state
    return replace(fax, state=state, pages=pages, recording=UUID(event.data["recording"]))


def _empty(fax: Fax, event: Event) -> Fax:
    return replace(fax, state=State.FAILED, pages=0)


def _deleted(fax: Fax, event: Event) -> Fax:
    return replace(fax, state=State.DELETED, by=event.data["by"])


_STEPS: Mapping[str, Callable[[Fax, Event], Fax]] = {
    facts.ENDED: _ended,
    facts.LEFT: _left,
    facts.EMPTY: _empty,
    facts.DELETED: _deleted,
    facts.TRIED: _tried,
    facts.CONNECTED: _connected,
    facts.RESTED: _rested,
    facts.DONE: _done,
    facts.RESUMED: _resumed,
}
_BEGIN: Mapping[str, Callable[[Event], Fax]] = {facts.STARTED: _started, facts.QUEUED: _queued}
KINDS = frozenset({*_BEGIN, *_STEPS})
"""The kinds of facts that make a fax."""
