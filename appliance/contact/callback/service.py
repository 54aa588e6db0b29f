"""Call-backs: who holds a place in line without holding the line, until the customer was spoken to."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from appliance.contact.acd.model import CallBackMode, Offer
from appliance.contact.agents import events as agent_facts
from appliance.contact.callback import events as facts
from appliance.contact.callback.hindrance import Hindrances
from appliance.contact.callback.keeping import DUE, Keeping
from appliance.contact.callback.model import ATTEMPTED, CallBack, State
from appliance.contact.callback.ports import Dialler, Line, Timers, Whereabouts
from appliance.contact.callback.previews import Previews
from appliance.contact.callback.trying import Trying
from appliance.contact.calls import events as call_facts
from appliance.events import Event

TALKED, DONE = "callback-talked", "callback-done"


class CallBacks:
    """All open call-backs: whose turn it is, who was spoken to otherwise, and what their times bring."""

    dialler: Dialler

    def __init__(
        self,
        keeping: Keeping,
        previews: Previews,
        trying: Trying,
        hindrances: Hindrances,
        line: Line,
        timers: Timers,
        where: Whereabouts,
    ) -> None:
        self._keeping, self._previews, self._trying, self._hindrances = keeping, previews, trying, hindrances
        self._line, self._timers, self._where = line, timers, where

    def holds(self, contact: UUID) -> bool:
        """Whether a place in line belongs to a call-back."""
        return contact in self._keeping.open

    def open(self) -> tuple[CallBack, ...]:
        return tuple(self._keeping.open.values())

    def offered(self, offer: Offer, now: datetime) -> None:
        """It is its turn and an agent is free."""
        callback = self._keeping.open[offer.contact]
        if hindrance := self._hindrances.of(callback, now):
            self._keeping.hinder(callback, hindrance, now)
        elif self._line.rule(callback.queue).callback_mode is CallBackMode.PREVIEW:
            self._previews.show(callback, offer.agent, now)
        else:
            self.dialler.call_back(callback, offer, now)

    def take(self, events: Iterable[Event]) -> None:
        """Hear from the ledger who talks, and who has done with it; looked into when that has been carried out."""
        for event in events if self._keeping.open else ():
            if event.kind == call_facts.JOINED and event.contact:
                self._timers.arm((TALKED, str(event.contact)), event.at)
            elif event.kind == agent_facts.STATE and (wrapped := event.data.get("wrapped")):
                self._timers.arm((DONE, wrapped["contact"]), event.at)
        self._previews.take(events)

    def talked(self, contact: UUID, now: datetime) -> None:
        """Somebody talks in a call: a customer who called in, or was called by hand, needs no call-back."""
        number = self._where.spoken_with(contact)
        callback = self._keeping.of(number) if number else None
        if callback and callback.attempt != contact and not self._asked_in(callback, contact):
            self._keeping.end(callback, State.ANSWERED, now, why="talked-already")
            self.dialler.stop(callback.id, now)

    def due(self, identity: str, now: datetime) -> None:
        """A rest is over, or the time of an appointment has come."""
        callback = self._keeping.open.get(UUID(identity))
        if callback and callback.state is State.RESTING:
            self._resume(callback, now)
        self._line.distribute(now)

    def forgiven(self, identity: UUID, now: datetime) -> None:
        """Time has passed: those who did not want it may be asked again."""
        callback = self._keeping.open.get(identity)
        if callback and callback.state is State.WAITING and callback.refused_by:
            self._resume(callback, now)

    def late(self, identity: UUID, now: datetime) -> None:
        """The window of an appointment is over."""
        callback = self._keeping.open.get(identity)
        if callback and callback.until and callback.state not in ATTEMPTED:
            self._keeping.record(facts.late(callback, now))

    def restore(self, callbacks: Iterable[CallBack], ringing: Iterable[UUID], now: datetime) -> None:
        """Take back the open call-backs of before a restart; those of `ringing` have an attempt under way."""
        under_way = set(ringing)
        self._keeping.open.update((callback.id, callback) for callback in callbacks)
        for contact in self._where.talking():
            self.talked(contact, now)
        for callback in self.open():
            self._restore(callback, callback.id in under_way, now)
        self._previews.restore(now)

    def _asked_in(self, callback: CallBack, contact: UUID) -> bool:
        """Whether it was in this conversation that the call-back was asked for, or postponed."""
        since = self._where.talks_since(contact)
        return bool(since and callback.wanted_at and since <= callback.wanted_at)

    def _restore(self, callback: CallBack, under_way: bool, now: datetime) -> None:
        self._keeping.watch_late(callback)
        if callback.state is State.CONNECTED and callback.attempt:
            self._trying.done(callback.attempt, now)
        elif callback.state is State.RESTING:
            self._timers.arm((DUE, str(callback.id)), max(now, callback.rests_until or now))
        elif callback.state is State.DIALLING and not under_way:
            self._trying.failed(callback.id, "media-lost", now)
        else:
            taken = under_way or callback.state is State.OFFERED
            self._line.restore(self._keeping.place(callback), offered=taken, now=now)
            self._keeping.watch_refusals(callback, now)

    def _resume(self, callback: CallBack, now: datetime) -> None:
        self._keeping.record(facts.resumed(callback.id, now))
        self._keeping.into_line(self._keeping.open[callback.id], now)
