"""Events as they happen, as Server-Sent Events: out of the ledger, so that whoever comes back misses nothing."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Lock
from typing import Any

from flask import Blueprint, Response, g, request, stream_with_context
from pydantic import Field

from appliance.contact.ledger.model import Entry
from appliance.desk.telling.events import TOLD, told
from appliance.errors import Refusal
from manager.api.agents import listed as agents
from manager.api.calls import listed as calls
from manager.api.errors import CursorInvalid, EngineGone, RequestInvalid, StreamsFull
from manager.api.identity import by_token
from manager.api.operation import operation
from manager.api.shapes import Shape, number
from manager.present import me
from manager.reach import reach
from manager.wiring import console

resource = Blueprint("api-stream", __name__, url_prefix="/api/v1/events")
KIND = "text/event-stream"
MOST = 3
"""Streams of one process of the console: each takes a thread of its eight."""
BEAT = 15.0
"""Seconds of silence after which a sign of life is sent, and the token is looked at again."""
FAR = 10_000
"""Entries of the ledger beyond which a reader is told how things are, in place of all that happened."""
PAGE = 500
AGAIN_MS = 2000
QUIET = {"control-timeout"}
ID = "Last-Event-ID"

_free = BoundedSemaphore(MOST)


class EventQuestion(Shape):
    """Which events, from where on, for how long."""

    kinds: str = Field("", max_length=400, pattern=r"^[a-z.,-]*$", description=f"Some of: {', '.join(TOLD)}.")
    after: int = Field(0, ge=0, le=2**53, description=f"As the header {ID}: go on after that event. 0 is from now on.")
    seconds: int = Field(600, ge=1, le=3600, description="When the stream ends, to be begun again where it ended.")


class Place:
    """One of the streams that there is room for, until it is left; raises StreamsFull."""

    def __init__(self) -> None:
        self._mine = Lock()
        if not _free.acquire(blocking=False):
            raise StreamsFull()

    def leave(self) -> None:
        """Once, however often it is called."""
        if self._mine.acquire(blocking=False):
            _free.release()


@resource.get("")
@operation("live.see", file=KIND)
def listen(asked: EventQuestion) -> Response:
    """Events as they happen, within the token's queues and teams; `id` is where to go on after a break."""
    kinds = _kinds(asked.kinds)
    after = _after(asked.after)
    place = Place()
    until = console().clock.now() + timedelta(seconds=asked.seconds)
    answer = Response(stream_with_context(_until_over(place, _lines(kinds, after, until))), mimetype=KIND)
    # One that nobody begins to read is closed all the same.
    answer.call_on_close(place.leave)
    # The web server in front hands on each line at once; it drops whoever does not read for a minute.
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _until_over(place: Place, lines: Iterator[str]) -> Iterator[str]:
    try:
        yield from lines
    finally:
        place.leave()


def _kinds(text: str) -> list[str]:
    kinds = [kind for kind in text.split(",") if kind] or list(TOLD)
    if unknown := [kind for kind in kinds if kind not in TOLD]:
        says = f"no event is called {unknown[0][:40]}"
        raise RequestInvalid(field="kinds", says=says, problems=[{"in": "query", "field": "kinds", "says": says}])
    return kinds


def _after(given: int) -> int:
    header = request.headers.get(ID, "")
    if header and not (header.isascii() and header.isdecimal() and len(header) < 16):
        raise CursorInvalid()
    return int(header or given)


def _lines(kinds: list[str], after: int, until: datetime) -> Iterator[str]:
    """The stream; it ends when its time is over, the token no longer works, or the engine is away."""
    last = console().ledger.last_seq()
    yield f"retry: {AGAIN_MS}\n\n"
    place = after if 0 < after <= last else last
    if last - place > FAR:
        place = last
        with suppress(Refusal):
            yield _message("snapshot", last, _snapshot())
    with suppress(Refusal):
        while console().clock.now() < until:
            for _ in _news(kinds):
                while entries := console().ledger.read(place, PAGE, kinds=kinds):
                    place = entries[-1].seq
                    yield "".join(_message(one.event.kind, one.seq, told(one.event, number)) for one in _mine(entries))
            g.who = by_token(counted=False)
            if not me().may("live.see"):
                return
            yield f": {place}\n\n"


def _news(kinds: list[str]) -> Iterator[None]:
    """Once at the beginning and whenever the engine tells something, for a while; raises EngineGone at its end."""
    begun = console().clock.now()
    try:
        for _ in console().follow("engine", "events", within=BEAT, kinds=kinds):
            yield
            if (console().clock.now() - begun).total_seconds() > BEAT:
                return
    except Refusal as refusal:
        if refusal.code not in QUIET:
            raise
        return
    raise EngineGone()


def _mine(entries: Sequence[Entry]) -> list[Entry]:
    """Those that the token may hear of."""
    scope = me().person.scope
    if scope.queues is None and scope.teams is None:
        return list(entries)
    contacts = {one.event.contact for one in entries if one.event.contact}
    seen = console().contacts.among(contacts, reach()) if contacts else frozenset()
    teams = {number: mate.team for number, mate in console().roster.all().items()}

    def may(entry: Entry) -> bool:
        event = entry.event
        if agent := event.data.get("agent") if event.kind == "agent.state" else None:
            return scope.team(teams.get(agent, ""))
        if event.kind.startswith("callback."):
            return "queue" in event.data and scope.queue(event.data["queue"])
        return event.contact in seen

    return [entry for entry in entries if may(entry)]


def _snapshot() -> dict[str, Any]:
    """How things are: what `/agents` and `/calls` answer."""
    return {
        "agents": json.loads(agents().get_data())["items"],
        "calls": json.loads(calls().get_data())["items"],
    }


def _message(kind: str, seq: int, data: Any) -> str:
    return f"id: {seq}\nevent: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
