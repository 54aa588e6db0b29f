"""A fax is what its events have made of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from appliance.contact.fax import events as facts
from appliance.contact.fax.model import Direction, Fax, State
from appliance.events import Event


def apply(fax: Fax | None, event: Event) -> Fax | None:
    """`fax` after `event`; None while its first fact has not been seen."""
    if event.kind == facts.STARTED:
        return _started(event)
    step = _STEPS.get(event.kind)
    return step(fax, event) if fax and step else fax


def _started(event: Event) -> Fax:
    data = event.data
    identity, number = UUID(data["fax"]), data["number"]
    return Fax(identity, Direction.IN, State.RECEIVING, number, event.at, box=data["box"], contact=event.contact)


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
    if fax.state is State.DELETED:
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
}
KINDS = frozenset({facts.STARTED, *_STEPS})
"""The kinds of facts that make a fax."""
