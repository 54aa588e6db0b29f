"""Attempts to reach a customer, and what comes of them."""

from datetime import datetime
from uuid import UUID

from appliance.contact.callback import events as facts
from appliance.contact.callback.attempts import again
from appliance.contact.callback.keeping import LATE, Keeping
from appliance.contact.callback.model import State
from appliance.contact.callback.ports import Rules, Timers


class Trying:
    """Hears from the calls how each attempt goes."""

    def __init__(self, keeping: Keeping, rules: Rules, timers: Timers) -> None:
        self._keeping, self._rules, self._timers = keeping, rules, timers

    def dialled(self, identity: UUID, attempt: UUID, now: datetime) -> None:
        """The agent is there: the customer's phone is dialled."""
        if identity in self._keeping.open:
            self._keeping.record(facts.dialled(identity, attempt, now))
            self._timers.cancel((LATE, str(identity)))

    def answered(self, identity: UUID, now: datetime) -> None:
        """The customer is there."""
        if callback := self._keeping.open.get(identity):
            self._keeping.end(callback, State.ANSWERED, now)

    def failed(self, identity: UUID, why: str, now: datetime, *, attempt: UUID | None = None) -> None:
        """The customer could not be reached: tried again later, at the old place, or given up.

        With `attempt` this is heard only while that attempt is under way.
        """
        callback = self._keeping.open.get(identity)
        if callback is None or (attempt and (callback.state is not State.DIALLING or callback.attempt != attempt)):
            return
        if until := again(callback, self._rules.rule(callback.queue), now):
            self._keeping.rest(callback, until, why, now)
        else:
            self._keeping.end(callback, State.GIVEN_UP, now, why=why, by="system")
