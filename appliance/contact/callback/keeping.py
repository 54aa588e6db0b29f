"""The open call-backs: every fact about one passes through here, into the ledger and into the picture at once."""

from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.acd.model import Departure, Waiting
from appliance.contact.callback import events as facts
from appliance.contact.callback.errors import CallBackUnknown
from appliance.contact.callback.hindrance import Hindrance
from appliance.contact.callback.model import CallBack, State, subscriber
from appliance.contact.callback.ports import Duty, Ledger, Line, Timers
from appliance.events import Event

DUE, LATE, FORGIVEN, PREVIEW = "callback-due", "callback-late", "callback-forgiven", "callback-preview"
NEXT = (DUE, str(UUID(int=0)))


class Keeping:
    """Who is to be called back, each with a place in line while it is its time."""

    def __init__(self, line: Line, ledger: Ledger, timers: Timers, duty: Duty) -> None:
        self.open: dict[UUID, CallBack] = {}
        self._line, self._ledger, self._timers, self._duty = line, ledger, timers, duty

    def record(self, event: Event) -> None:
        """Book a fact about a call-back; one that is over leaves the picture, its events stay in the ledger."""
        self._ledger.record(event)
        folded = facts.fold(self.open, (event,))
        self.open = {identity: callback for identity, callback in folded.items() if callback.open}

    def known(self, identity: UUID) -> CallBack:
        """The open call-back of that identity; raises CallBackUnknown."""
        if (callback := self.open.get(identity)) is None:
            raise CallBackUnknown(callback=str(identity))
        return callback

    def of(self, number: str) -> CallBack | None:
        """The call-back that a subscriber waits for, however the number is written."""
        who, waiting = subscriber(number), (one for one in self.open.values() if one.state is not State.CONNECTED)
        return next((one for one in waiting if subscriber(one.number) == who), None)

    def place(self, callback: CallBack) -> Waiting:
        """Where it stands in line: since it was asked for, or for an appointment with the queue's lead at its time."""
        since, due = callback.entered_at, callback.due_at
        if due:
            since = due - timedelta(seconds=self._line.rule(callback.queue).callback_lead)
        return Waiting(
            callback.id,
            (callback.queue,),
            callback.priority,
            since,
            absent=True,
            without=callback.refused_by,
            stays_since=due,
        )

    def into_line(self, callback: CallBack, now: datetime) -> None:
        """At its place; who is free for it is looked for when this has been carried out."""
        self._line.leave(callback.id, Departure.CALL_BACK, now)
        self._line.restore(self.place(callback), offered=False, now=now)
        self._timers.arm((DUE, str(callback.id)), now)
        self.watch_refusals(callback, now)

    def watch_refusals(self, callback: CallBack, now: datetime) -> None:
        """Who did not want it may be asked again after the queue's spacing."""
        if callback.refused_by:
            rest = timedelta(seconds=self._line.rule(callback.queue).callback_spacing)
            self._timers.arm((FORGIVEN, str(callback.id)), now + rest)

    def watch_late(self, callback: CallBack) -> None:
        """Its window is over at its end, until the customer is dialled."""
        if callback.until:
            self._timers.arm((LATE, str(callback.id)), callback.until)

    def rest(self, callback: CallBack, until: datetime, why: str, now: datetime) -> None:
        """Out of line until then."""
        self._line.leave(callback.id, Departure.CALL_BACK, now)
        self.record(facts.rested(callback.id, until, why, now))
        self._timers.arm((DUE, str(callback.id)), until)

    def appoint(self, callback: CallBack, now: datetime) -> None:
        """Out of line until its appointment; it is told when that is missed."""
        self._line.leave(callback.id, Departure.CALL_BACK, now)
        for kind in (PREVIEW, FORGIVEN):
            self._timers.cancel((kind, str(callback.id)))
        self._timers.arm((DUE, str(callback.id)), callback.due_at or now)
        self.watch_late(callback)

    def hinder(self, callback: CallBack, hindrance: Hindrance, now: datetime) -> None:
        """Not now, or not at all: whoever is next is offered to the agent, once this decision has been carried out."""
        if hindrance.until:
            self.rest(callback, hindrance.until, hindrance.why, now)
        else:
            self.end(callback, State.GIVEN_UP, now, why=hindrance.why, by="system")
        self._timers.arm(NEXT, now)

    def end(self, callback: CallBack, outcome: State, now: datetime, *, why: str = "", by: str = "") -> None:
        """Over; an agent who still looks at it is free for others."""
        self._line.leave(callback.id, Departure.CALL_BACK, now)
        for kind in (DUE, LATE, FORGIVEN, PREVIEW):
            self._timers.cancel((kind, str(callback.id)))
        self.record(facts.ended(callback.id, outcome, why, by, now))
        if callback.offered_to:
            self._duty.withdrawn(callback.offered_to, callback.id, now)
