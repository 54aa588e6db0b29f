"""Call-backs: whom agents are to call, who asked for it, and the callers who got nobody."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint
from pydantic import Field

from appliance.contact.callback.model import subscriber, written
from appliance.desk.contacts.missed import Missed, Sought
from manager.api.errors import CallerServed, CallerWaits
from manager.api.operation import operation
from manager.api.shapes import WRITTEN, Asked, Moment, Name, Shape, Wanted, number
from manager.errors import NotThere
from manager.pages.contacts import midnight
from manager.pages.missed import LONGEST, still_missed
from manager.present import actor, me
from manager.reach import of_missed
from manager.wiring import console

resource = Blueprint("api-callbacks", __name__, url_prefix="/api/v1")
MOST = 200


class MissedQuestion(Shape):
    """The time in which callers tried."""

    since: Asked | None = Field(None, description="From then on; without it from midnight on. 92 days at most.")
    until: Asked | None = Field(None, description="Before then; without it until now.")
    queue: Name = ""


class MissedCaller(Shape):
    """A caller who got nobody and has not talked with anybody since."""

    contact: UUID = Field(description="The last try.")
    number: str
    at: Moment
    queue: str
    outcome: str
    wait_s: float | None
    tries: int
    callback: UUID | None = Field(description="The call-back that is to be made already.")


class MissedList(Shape):
    """Callers who are still to be served, whoever tried last first."""

    items: list[MissedCaller]
    more: int = Field(description=f"How many there are beyond the first {MOST}: ask for a shorter time.")


class BackWish(Shape):
    """Through which queue a missed caller is to be called back."""

    queue: Name = Field("", description="Empty for the queue that the caller tried; needed where there was none.")


class CallBackWish(Shape):
    """A call to a number at the end of the line, or between two times."""

    number: Wanted
    queue: Name
    at: Asked | None = None
    until: Asked | None = None
    reason: str = Field("", max_length=200, pattern=f"^{WRITTEN}$")


class CallBackTold(Shape):
    """A call-back; numbers are masked without `numbers.whole`."""

    id: UUID
    number: str
    queue: str
    state: str
    since: Moment
    due_at: Moment | None
    until: Moment | None
    asked_by: str
    reason: str
    agent: str = Field(description="To whom it is offered; empty for nobody.")
    attempts: int
    call: UUID | None = Field(description="The call that is being made for it.")
    origin: UUID | None = Field(description="The contact that it came from.")


class CallBackList(Shape):
    """Call-backs that are still to be made, by their times."""

    items: list[CallBackTold]


@resource.get("/missed")
@operation("missed.see")
def missed(asked: MissedQuestion) -> MissedList:
    """Callers who got nobody and are still to be served."""
    until = asked.until or console().clock.now()
    since = max(asked.since or midnight(0), until - LONGEST)
    tries = console().contacts.tries(Sought(since, until), of_missed())
    found = [one for one in still_missed(tries) if asked.queue in ("", one.last.queue)]
    waiting = {subscriber(one["number"]): one["id"] for one in _open()}
    items = [_missed(one, waiting.get(subscriber(one.last.number))) for one in found[:MOST]]
    return MissedList(items=items, more=max(0, len(found) - MOST))


@resource.post("/missed/<uuid:contact>/call-back")
@operation("missed.serve", status=201, once=True)
def call_back(contact: UUID, body: BackWish) -> CallBackTold:
    """Have a missed caller called back in turn, unless somebody was quicker."""
    if (missed_by := console().contacts.find(contact, of_missed())) is None:
        raise NotThere()
    who, queue = subscriber(missed_by.caller), _mine(missed_by.queue or body.queue)
    if any(subscriber(one["number"]) == who for one in _open()):
        raise CallerWaits(number=missed_by.caller)
    ways = written(missed_by.caller) if missed_by.caller else ()
    tries = Sought(missed_by.opened_at, numbers=ways, limit=1)
    if not ways or not still_missed(console().contacts.tries(tries, of_missed()), ways):
        raise CallerServed(number=missed_by.caller)
    made = console().ask("engine", "callback.request", number=missed_by.caller, queue=queue, by=actor().who)
    console().notes.note("callback.request", str(contact), after={"callback": made["id"]})
    return _told(made)


@resource.get("/callbacks")
@operation("calls.see")
def listed() -> CallBackList:
    """Call-backs that are still to be made, of the token's queues."""
    return CallBackList(items=[_told(one) for one in _open() if me().person.scope.queue(one["queue"])])


@resource.get("/callbacks/<uuid:id>")
@operation("calls.see")
def one(id: UUID) -> CallBackTold:
    """One call-back, also one that is over."""
    return _told(_within(id))


@resource.post("/callbacks")
@operation("live.act", status=201, once=True)
def add(body: CallBackWish) -> CallBackTold:
    """Have a number called, at the end of the line or between two times; a number has one open call-back."""
    made = console().ask(
        "engine",
        "callback.request",
        number=body.number,
        queue=_mine(body.queue),
        at=body.at.isoformat() if body.at else None,
        until=body.until.isoformat() if body.until else None,
        reason=body.reason,
        by=actor().who,
    )
    if not me().person.scope.queue(made["queue"]):
        # It was there before, for a queue of somebody else's.
        raise CallerWaits(number=body.number)
    console().notes.note("callback.request", body.number, after={"callback": made["id"]})
    return _told(made)


@resource.delete("/callbacks/<uuid:id>")
@operation("live.act")
def cancel(id: UUID) -> CallBackTold:
    """Take a call-back back that is not needed any more."""
    before = _within(id)
    console().ask("engine", "callback.cancel", id=str(id))
    console().notes.note("callback.cancel", str(id))
    return _told({**before, "state": "cancelled"})


def _open() -> Iterable[Mapping[str, Any]]:
    found: Iterable[Mapping[str, Any]] = console().ask("engine", "callback.list") or ()
    return found


def _within(id: UUID) -> Mapping[str, Any]:
    """A call-back of the token's queues; raises NotThere for any other."""
    found: Mapping[str, Any] = console().ask("engine", "callback.show", id=str(id)) or {}
    if not found or not me().person.scope.queue(found["queue"]):
        raise NotThere()
    return found


def _mine(queue: str) -> str:
    if not me().person.scope.queue(queue):
        raise NotThere()
    return queue


def _missed(one: Missed, callback: str | None) -> MissedCaller:
    last = one.last
    return MissedCaller(
        contact=last.contact,
        number=number(last.number),
        at=last.at,
        queue=last.queue,
        outcome=last.result,
        wait_s=None if last.wait_ms is None else round(last.wait_ms / 1000, 3),
        tries=one.tries,
        callback=UUID(callback) if callback else None,
    )


def _told(one: Mapping[str, Any]) -> CallBackTold:
    plain = {name: one[name] for name in ("queue", "state", "asked_by", "reason", "agent", "attempts")}
    plain |= {name: datetime.fromisoformat(one[name]) if one[name] else None for name in ("due_at", "until")}
    plain |= {name: UUID(one[name]) if one[name] else None for name in ("call", "origin")}
    since = datetime.fromisoformat(one["since"])
    return CallBackTold(id=UUID(one["id"]), number=number(one["number"]), since=since, **plain)
