"""What people want of call-backs, by command: ask for one, take or hand on what is shown, postpone, cancel."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.callback.errors import OutcomeUnknown
from appliance.contact.callback.model import CallBack, Outcome, Request
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import author
from appliance.daemons.engine.errors import QueueUnknown
from appliance.daemons.engine.process import Engine

KNOWN = tuple(outcome.value for outcome in Outcome)


def handlers(engine: Engine) -> Mapping[str, Handler]:
    wishes = _Wishes(engine)
    return {
        "callback.request": wishes.request,
        "callback.accept": wishes.accept,
        "callback.next": wishes.hand_on,
        "callback.postpone": wishes.postpone,
        "callback.result": wishes.result,
        "callback.cancel": wishes.cancel,
    }


def shown(callback: CallBack) -> dict[str, Any]:
    """A call-back in JSON values."""
    return {
        "id": str(callback.id),
        "number": callback.number,
        "queue": callback.queue,
        "state": callback.state.value,
        "since": callback.entered_at.isoformat(),
        "due_at": _said(callback.due_at),
        "until": _said(callback.until),
        "late": callback.late,
        "asked_by": callback.asked_by,
        "reason": callback.reason,
        "agent": callback.offered_to,
        "offered_until": _said(callback.offered_until),
        "refusals": callback.refusals,
        "attempts": callback.attempts,
        "rests_until": _said(callback.rests_until),
        "why": callback.why,
        "call": str(callback.attempt) if callback.attempt else None,
        "origin": str(callback.origin) if callback.origin else None,
        "by": callback.by,
        "ended_at": _said(callback.ended_at),
    }


class _Wishes:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def request(
        self,
        *,
        number: str,
        queue: str,
        at: datetime | None = None,
        until: datetime | None = None,
        reason: str = "",
        by: str = "",
    ) -> Any:
        """A call to the number at the end of the line, or between two times; a number has one open call-back.

        `by` is who asks, where that is another than the account of the socket.
        """
        centre, by = self._engine.centre, by or author()
        if queue not in centre.directory.now.queues:
            raise QueueUnknown(queue=queue)
        priority = centre.line.rule(queue).priority

        def step(now: datetime) -> CallBack:
            wish = Request(number, queue, now, priority, at=at, until=until, reason=reason)
            return centre.wishes.request(wish, now, by=by)

        return self._done(step)

    async def accept(self, *, id: UUID) -> Any:
        by = author()
        return self._done(lambda now: self._engine.centre.previews.accept(id, by, now))

    async def hand_on(self, *, id: UUID, reason: str) -> Any:
        by = author()
        return self._done(lambda now: self._engine.centre.previews.refuse(id, reason, by, now))

    async def postpone(self, *, id: UUID, at: datetime, until: datetime | None = None, reason: str = "") -> Any:
        by = author()
        return self._done(lambda now: self._engine.centre.wishes.postpone(id, at, until, reason, by, now))

    async def result(self, *, id: UUID, result: str) -> Any:
        by = author()
        if result not in KNOWN:
            raise OutcomeUnknown(result=result, known=", ".join(KNOWN))
        return self._done(lambda now: self._engine.centre.trying.result(id, Outcome(result), by, now))

    async def cancel(self, *, id: UUID) -> Any:
        self._engine.ask(self._engine.centre.wishes.cancel, id, author())
        return {"id": str(id)}

    def _done(self, step: Callable[[datetime], CallBack]) -> dict[str, Any]:
        """The call-back as it is after the step."""
        callback = self._engine.ask(step)
        known = {one.id: one for one in self._engine.centre.callbacks.open()}
        return shown(known.get(callback.id, callback))


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
