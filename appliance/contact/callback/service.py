"""Call-backs: who holds a place in line without holding the line, until the customer was spoken to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.acd.model import Departure, Offer, Waiting
from appliance.contact.callback import events as facts
from appliance.contact.callback.attempts import again
from appliance.contact.callback.errors import CallBackUnknown, NumberExcluded
from appliance.contact.callback.model import CallBack, State, subscriber
from appliance.contact.callback.ports import Dialler, Hours, Identities, Ledger, Line, Lists, Timers
from appliance.contact.calls import events as call_facts
from appliance.errors import Refusal
from appliance.events import Event

DUE, TALKED = "callback-due", "callback-talked"
NEXT = (DUE, str(UUID(int=0)))
ENGAGED = timedelta(seconds=30)


class CallBacks:
    """All open call-backs. One number has at most one, and so is never dialled twice at once."""

    dialler: Dialler

    def __init__(self, line: Line, ledger: Ledger, timers: Timers, hours: Hours, lists: Lists, ids: Identities) -> None:
        self._line, self._ledger, self._timers, self._hours, self._ids = line, ledger, timers, hours, ids
        self._lists = lists
        self._open: dict[UUID, CallBack] = {}

    def request(
        self,
        number: str,
        queue: str,
        now: datetime,
        *,
        entered_at: datetime | None = None,
        priority: int = 0,
        dialled: str = "",
        origin: UUID | None = None,
        by: str = "caller",
    ) -> CallBack:
        """Take up a call-back at its place in line, or the one that is open for the number already.

        Raises a Refusal if the number cannot be called.
        """
        self.dialler.check(number)
        if self._excluded(number, queue):
            raise NumberExcluded(number=number)
        if known := self._of(number):
            return known
        entered = entered_at or now
        callback = CallBack(self._ids.new(now), number, queue, entered, priority, dialled, origin, now)
        self._record(facts.requested(callback, by, now))
        self._into_line(callback, now)
        return callback

    def cancel(self, identity: UUID, by: str, now: datetime) -> None:
        """End a call-back; an attempt that has not reached the customer is hung up."""
        callback = self._known(identity)
        self._end(callback, State.CANCELLED, now, by=by)
        self.dialler.stop(identity, now)

    def holds(self, contact: UUID) -> bool:
        """Whether a place in line belongs to a call-back."""
        return contact in self._open

    def open(self) -> Iterable[CallBack]:
        return tuple(self._open.values())

    def offered(self, offer: Offer, now: datetime) -> None:
        """It is its turn and an agent is free."""
        callback = self._open[offer.contact]
        rule = self._line.rule(callback.queue)
        opens = self._hours.opens(rule.callback_hours, now)
        if self._excluded(callback.number, callback.queue):
            self._end(callback, State.GIVEN_UP, now, why="do-not-call", by="system")
            self._timers.arm(NEXT, now)
        elif opens > now:
            self._pass_on(callback, opens, "closed-hours", now)
        elif self.dialler.on_the_phone(callback.number):
            self._pass_on(callback, now + ENGAGED, "engaged", now)
        elif why := self._undialable(callback):
            self._pass_on(callback, now + timedelta(seconds=rule.callback_spacing), why, now)
        else:
            self.dialler.call_back(callback, offer, now)

    def dialled(self, identity: UUID, attempt: UUID, now: datetime) -> None:
        """The agent is there: the customer's phone is dialled."""
        if identity in self._open:
            self._record(facts.dialled(identity, attempt, now))

    def answered(self, identity: UUID, now: datetime) -> None:
        """The customer is there."""
        if callback := self._open.get(identity):
            self._end(callback, State.ANSWERED, now)

    def failed(self, identity: UUID, why: str, now: datetime, *, attempt: UUID | None = None) -> None:
        """The customer could not be reached: tried again later, at the old place, or given up.

        With `attempt` this is heard only while that attempt is under way.
        """
        callback = self._open.get(identity)
        if callback is None or (attempt and (callback.state is not State.DIALLING or callback.attempt != attempt)):
            return
        if until := again(callback, self._line.rule(callback.queue), now):
            self._rest(callback, until, why, now)
        else:
            self._end(callback, State.GIVEN_UP, now, why=why, by="system")

    def take(self, events: Iterable[Event]) -> None:
        """Hear from the ledger who talks; looked into when that has been carried out."""
        for event in events if self._open else ():
            if event.kind == call_facts.JOINED and event.contact:
                self._timers.arm((TALKED, str(event.contact)), event.at)

    def talked(self, contact: UUID, now: datetime) -> None:
        """Somebody talks in a call: a customer who called in, or was called by hand, needs no call-back."""
        if (number := self.dialler.spoken_with(contact)) and (callback := self._of(number)):
            self._end(callback, State.ANSWERED, now, why="talked-already")
            self.dialler.stop(callback.id, now)

    def due(self, identity: str, now: datetime) -> None:
        """A rest is over."""
        callback = self._open.get(UUID(identity))
        if callback and callback.state is State.RESTING:
            self._record(facts.resumed(callback.id, now))
            self._into_line(callback, now)
        self._line.distribute(now)

    def restore(self, callbacks: Iterable[CallBack], ringing: Iterable[UUID], now: datetime) -> None:
        """Take back the open call-backs of before a restart; those of `ringing` have an attempt under way."""
        under_way = set(ringing)
        self._open.update((callback.id, callback) for callback in callbacks)
        for contact in self.dialler.talking():
            self.talked(contact, now)
        for callback in self.open():
            if callback.state is State.RESTING:
                self._timers.arm((DUE, str(callback.id)), max(now, callback.rests_until or now))
            elif callback.state is State.DIALLING and callback.id not in under_way:
                self.failed(callback.id, "media-lost", now)
            else:
                self._line.restore(self._place(callback), offered=callback.id in under_way, now=now)

    def _of(self, number: str) -> CallBack | None:
        """The open call-back of a subscriber, however the number is written."""
        who = subscriber(number)
        return next((one for one in self._open.values() if subscriber(one.number) == who), None)

    def _excluded(self, number: str, queue: str) -> bool:
        return any(self._lists.listed(name, number) for name in self._line.rule(queue).callback_never)

    def _known(self, identity: UUID) -> CallBack:
        if (callback := self._open.get(identity)) is None:
            raise CallBackUnknown(callback=str(identity))
        return callback

    def _place(self, callback: CallBack) -> Waiting:
        return Waiting(callback.id, (callback.queue,), callback.priority, callback.entered_at, absent=True)

    def _into_line(self, callback: CallBack, now: datetime) -> None:
        self._line.restore(self._place(callback), offered=False, now=now)
        self._timers.arm((DUE, str(callback.id)), now)

    def _undialable(self, callback: CallBack) -> str:
        try:
            self.dialler.check(callback.number)
        except Refusal as refusal:
            return refusal.code
        return ""

    def _pass_on(self, callback: CallBack, until: datetime, why: str, now: datetime) -> None:
        """Not now: whoever is next is offered to the agent instead, once this decision has been carried out."""
        self._rest(callback, until, why, now)
        self._timers.arm(NEXT, now)

    def _rest(self, callback: CallBack, until: datetime, why: str, now: datetime) -> None:
        self._line.leave(callback.id, Departure.CALL_BACK, now)
        self._record(facts.rested(callback.id, until, why, now))
        self._timers.arm((DUE, str(callback.id)), until)

    def _end(self, callback: CallBack, outcome: State, now: datetime, *, why: str = "", by: str = "") -> None:
        self._line.leave(callback.id, Departure.CALL_BACK, now)
        self._timers.cancel((DUE, str(callback.id)))
        self._record(facts.ended(callback.id, outcome, why, by, now))

    def _record(self, event: Event) -> None:
        self._ledger.record(event)
        folded = facts.fold(self._open, (event,))
        self._open = {identity: callback for identity, callback in folded.items() if callback.open}
