"""Attempts to reach a customer, and what comes of them."""

from datetime import datetime
from uuid import UUID

from appliance.contact.acd.model import Departure
from appliance.contact.callback import events as facts
from appliance.contact.callback.attempts import again
from appliance.contact.callback.errors import CallBackNotConnected
from appliance.contact.callback.keeping import LATE, Keeping
from appliance.contact.callback.model import CallBack, Outcome, State
from appliance.contact.callback.ports import Line, Timers, Whereabouts


class Trying:
    """Hears from the calls how each attempt goes."""

    def __init__(self, keeping: Keeping, line: Line, timers: Timers, where: Whereabouts) -> None:
        self._keeping, self._line, self._timers, self._where = keeping, line, timers, where

    def dialled(self, identity: UUID, attempt: UUID, now: datetime) -> None:
        """The agent is there: the customer's phone is dialled."""
        if identity in self._keeping.open:
            self._keeping.record(facts.dialled(identity, attempt, now))
            self._timers.cancel((LATE, str(identity)))

    def connected(self, identity: UUID, now: datetime) -> None:
        """The customer's phone is answered."""
        if identity in self._keeping.open:
            self._line.leave(identity, Departure.CALL_BACK, now)
            self._keeping.record(facts.connected(identity, now))

    def done(self, attempt: UUID, now: datetime) -> None:
        """Nobody talks in that attempt or wraps it up any more: the customer was reached, as nobody said otherwise."""
        found = (one for one in self._keeping.open.values() if one.attempt == attempt)
        callback = next((one for one in found if one.state is State.CONNECTED), None)
        if callback and not self._where.occupied(attempt):
            self._keeping.end(callback, State.ANSWERED, now)

    def result(self, identity: UUID, outcome: Outcome, by: str, now: datetime) -> CallBack:
        """The agent says who was there; raises a Refusal once that is settled."""
        callback = self._keeping.known(identity)
        if callback.state is not State.CONNECTED:
            raise CallBackNotConnected(callback=str(identity), state=callback.state.value)
        if outcome is Outcome.REACHED:
            self._keeping.end(callback, State.ANSWERED, now, by=by)
            return callback
        self._keeping.record(facts.machine(identity, by, now))
        if self._keeping.of(callback.number):
            self._keeping.end(callback, State.CANCELLED, now, why="asked-again", by=by)
        else:
            self._again(callback, outcome.value, now, by)
        return callback

    def failed(self, identity: UUID, why: str, now: datetime, *, attempt: UUID | None = None) -> None:
        """The customer could not be reached: tried again later, at the old place, or given up.

        With `attempt` this is heard only while that attempt is under way.
        """
        callback = self._keeping.open.get(identity)
        if callback is None or (attempt and (callback.state is not State.DIALLING or callback.attempt != attempt)):
            return
        self._again(callback, why, now, "system")

    def _again(self, callback: CallBack, why: str, now: datetime, by: str) -> None:
        """Later, or no more."""
        rule = self._line.rule(callback.queue)
        if until := again(callback, rule, why, now):
            self._keeping.rest(callback, until, why, now)
        else:
            self._keeping.end(callback, State.GIVEN_UP, now, why=why, by=by)
