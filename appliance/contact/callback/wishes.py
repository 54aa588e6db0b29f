"""What people want of call-backs: one at once, one for a certain time, another time, none any more."""

from datetime import datetime
from uuid import UUID

from appliance.contact.callback import events as facts
from appliance.contact.callback.appointment import window
from appliance.contact.callback.errors import CallBackUnderWay, NumberExcluded
from appliance.contact.callback.hindrance import Hindrances
from appliance.contact.callback.keeping import Keeping
from appliance.contact.callback.model import ATTEMPTED, CallBack, Request, State, Window
from appliance.contact.callback.ports import Dialler, Duty, Hours, Identities, Rules, Whereabouts


class Wishes:
    """One number has at most one open call-back, and so is never dialled twice at once."""

    dialler: Dialler

    def __init__(
        self,
        keeping: Keeping,
        hindrances: Hindrances,
        rules: Rules,
        hours: Hours,
        duty: Duty,
        where: Whereabouts,
        ids: Identities,
    ) -> None:
        self._keeping, self._hindrances, self._rules = keeping, hindrances, rules
        self._hours, self._duty, self._where, self._ids = hours, duty, where, ids

    def request(self, wish: Request, now: datetime, *, by: str = "caller") -> CallBack:
        """Take up a call-back at its place in line or for its appointment, or the one open for the number already.

        Raises a Refusal if the number cannot be called, or not at that time.
        """
        self.dialler.check(wish.number)
        if self._hindrances.excluded(wish.number, wish.queue):
            raise NumberExcluded(number=wish.number)
        times = window(self._rules.rule(wish.queue), self._hours, wish.at, wish.until, now) if wish.at else None
        if known := self._keeping.of(wish.number):
            return self._postpone(known, times, wish.reason, by, now) if times else known
        identity = self._ids.new(now)
        self._keeping.record(facts.requested(identity, wish, times, by, now))
        callback = self._keeping.open[identity]
        if times:
            self._keeping.appoint(callback, now)
        else:
            self._keeping.into_line(callback, now)
        return callback

    def postpone(
        self, identity: UUID, at: datetime, until: datetime | None, reason: str, by: str, now: datetime
    ) -> CallBack:
        """Make an appointment of a call-back, or another one; raises a Refusal."""
        callback = self._keeping.known(identity)
        times = window(self._rules.rule(callback.queue), self._hours, at, until, now)
        return self._postpone(callback, times, reason, by, now)

    def cancel(self, identity: UUID, by: str, now: datetime) -> None:
        """End a call-back; an attempt that has not reached the customer is hung up."""
        callback = self._keeping.known(identity)
        self._keeping.end(callback, State.CANCELLED, now, by=by)
        self.dialler.stop(identity, now)

    def _postpone(self, callback: CallBack, times: Window, reason: str, by: str, now: datetime) -> CallBack:
        if callback.state in ATTEMPTED or self._where.attempt(callback.id):
            raise CallBackUnderWay(callback=str(callback.id))
        self._keeping.record(facts.postponed(callback, times, reason, by, now))
        postponed = self._keeping.open[callback.id]
        self._keeping.appoint(postponed, now)
        if callback.offered_to:
            self._duty.turned_down(callback.offered_to, now)
        return postponed
