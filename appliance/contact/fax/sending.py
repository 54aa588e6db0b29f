"""Faxes to be sent: each takes its turn at the lines like any other call, and none is lost or sent twice unasked."""

from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from typing import Protocol
from uuid import UUID

from appliance.contact.calls import events as call_facts
from appliance.contact.fax import events as facts
from appliance.contact.fax import history, judgement, scheduling
from appliance.contact.fax.errors import FaxNotOpen, FaxNotOver, FaxUnknown
from appliance.contact.fax.judgement import Verdict
from appliance.contact.fax.model import OPEN, UNDER_WAY, Fax, Outcome, State
from appliance.contact.fax.settings import Sending
from appliance.errors import Refusal
from appliance.events import Event

LOOK = "fax-look"
STIRRING = frozenset({call_facts.LEG_ENDED, call_facts.TRUNK_BACK, call_facts.TRUNK_ROOM})
"""Facts after which there may be a line that was not there before."""


class Ledger(Protocol):
    def record(self, *events: Event) -> None: ...


class Timers(Protocol):
    def arm(self, key: tuple[str, ...], at: datetime) -> None: ...


class Identities(Protocol):
    def new(self, now: datetime) -> UUID: ...


class Dialler(Protocol):
    """The calls that carry faxes."""

    def check(self, number: str) -> None:
        """Raises a Refusal if nobody may call the number at any time."""
        ...

    def line(self, number: str, kept: int, now: datetime) -> bool:
        """Whether there is a line now that a fax may take."""
        ...

    def call(self, attempt: UUID, number: str, kept: int, now: datetime) -> None:
        """Dial the number in the call `attempt`; raises a Refusal, and then nothing is dialled."""
        ...

    def stop(self, attempt: UUID, now: datetime) -> None:
        """Hang up."""
        ...


class Press(Protocol):
    """Who lays pages out for Asterisk."""

    def lay_out(self, fax: Fax, attempt: UUID) -> None:
        """The answer comes to `SentFaxes.ready`."""
        ...


class SentFaxes:
    """All faxes that are still to be sent. `rule` and `zone` are the site's."""

    dialler: Dialler
    press: Press

    def __init__(self, ledger: Ledger, timers: Timers, ids: Identities, rule: Callable[[], Sending], zone: tzinfo):
        self._ledger, self._timers, self._ids, self._rule, self._zone = ledger, timers, ids, rule, zone
        self._open: dict[UUID, Fax] = {}
        self._laid_out: dict[UUID, UUID] = {}

    def open(self) -> tuple[Fax, ...]:
        return tuple(self._open.values())

    def queue(self, fax: Fax, now: datetime) -> Fax:
        """Send it as soon as its turn comes; raises a Refusal for a number that nobody may call."""
        self.dialler.check(fax.number)
        self._record(facts.queued(fax, now))
        self._soon(now)
        return self._open[fax.id]

    def cancel(self, identity: UUID, by: str, now: datetime) -> Fax:
        """Not sent any more; what has left of it has left. Raises FaxNotOpen."""
        fax = self._open.get(identity)
        if fax is None:
            raise FaxNotOpen(fax=str(identity))
        self._end(fax, Verdict(State.CANCELLED), by, now)
        if fax.state in UNDER_WAY and fax.contact:
            self.dialler.stop(fax.contact, now)
        return fax

    def again(self, fax: Fax | None, identity: UUID, by: str, now: datetime) -> Fax:
        """Sent anew from its first page, for somebody who wants so; raises FaxUnknown and FaxNotOver."""
        if fax is None or fax.recording is None:
            raise FaxUnknown(fax=str(identity))
        if fax.id in self._open or fax.state not in (State.FAILED, State.UNSURE, State.CANCELLED):
            raise FaxNotOver(fax=str(identity), state=fax.state.value)
        self._open[fax.id] = fax
        self._record(facts.resumed(identity, by, now))
        self._soon(now)
        return self._open[fax.id]

    def look(self, now: datetime) -> None:
        """Begin what may be begun, and look again when there may be more."""
        local, rule = now.astimezone(self._zone), self._rule()
        for fax in scheduling.next_ones(self._idle(), self._busy(), rule, local):
            if self.dialler.line(fax.number, rule.kept, now):
                self._laid_out[fax.id] = attempt = self._ids.new(now)
                self.press.lay_out(fax, attempt)
        if later := scheduling.look_again(self._idle(), rule, local):
            self._timers.arm((LOOK,), later)

    def ready(self, identity: UUID, attempt: UUID, why: str, now: datetime) -> None:
        """Its pages are laid out, or `why` they are not: dial."""
        if self._laid_out.get(identity) != attempt:
            return
        del self._laid_out[identity]
        fax, rule = self._open.get(identity), self._rule()
        if fax is None or fax.state is not State.WAITING:
            return
        if why:
            self._judge(fax, judgement.refused(fax, why, rule, now), now)
            return
        self._record(facts.tried(identity, attempt, now))
        try:
            self.dialler.call(attempt, fax.number, rule.kept, now)
        except Refusal as refusal:
            fax = self._open[identity]
            self._judge(fax, judgement.refused(fax, refusal.code, rule, now), now)

    def connected(self, attempt: UUID, leg: UUID, name: Callable[[UUID], str], now: datetime) -> str:
        """Something has answered in that call; the file to be sent, "" where nothing is to be sent any more."""
        fax = self._of(attempt)
        if fax is None:
            return ""
        self._record(facts.connected(fax.id, attempt, leg, name(fax.id), now))
        return name(fax.id)

    def unreached(self, attempt: UUID, cause: int, now: datetime) -> None:
        """Nobody has answered in that call; `cause` is Q.850."""
        if fax := self._of(attempt):
            self._judge(fax, judgement.unreached(fax, cause, self._rule(), now), now)

    def take(self, events: Iterable[Event]) -> None:
        """Hear from the ledger what became of transmissions, and that lines are free."""
        for event in events:
            if event.kind == facts.ENDED and (fax := self._open.get(UUID(event.data["fax"]))):
                data = {key: value for key, value in event.data.items() if key != "fax"}
                self._follow(event)
                self._judge(fax, judgement.transmitted(fax, Outcome(**data), self._rule(), event.at), event.at)
            elif event.kind in STIRRING and self._idle():
                self._soon(event.at)

    def restore(self, faxes: Iterable[Fax], now: datetime, calls: Callable[[UUID], bool]) -> None:
        """After a restart: what was only dialled is dialled again, what was sent is asked for elsewhere."""
        self._open = {fax.id: fax for fax in faxes}
        for fax in self.open():
            if fax.state is State.DIALLING and not (fax.contact and calls(fax.contact)):
                self._judge(fax, judgement.again(fax, "interrupted", self._rule(), now), now)
        self._soon(now)

    def _idle(self) -> list[Fax]:
        return [fax for fax in self._open.values() if fax.state is State.WAITING and fax.id not in self._laid_out]

    def _busy(self) -> list[Fax]:
        return [fax for fax in self._open.values() if fax.state in UNDER_WAY or fax.id in self._laid_out]

    def _of(self, attempt: UUID) -> Fax | None:
        return next((fax for fax in self._open.values() if fax.contact == attempt and fax.state in UNDER_WAY), None)

    def _judge(self, fax: Fax, verdict: Verdict, now: datetime) -> None:
        if verdict.until:
            self._record(facts.rested(fax.id, verdict.why, verdict.until, now))
        else:
            self._end(fax, verdict, "system", now)
        self._soon(now)

    def _end(self, fax: Fax, verdict: Verdict, by: str, now: datetime) -> None:
        self._laid_out.pop(fax.id, None)
        self._record(facts.done(fax, verdict.state, verdict.why, by, now))

    def _record(self, event: Event) -> None:
        self._ledger.record(event)
        self._follow(event)

    def _follow(self, event: Event) -> None:
        identity = UUID(event.data["fax"])
        if after := history.apply(self._open.get(identity), event):
            self._open[identity] = after
            if after.state not in OPEN:
                del self._open[identity]

    def _soon(self, now: datetime) -> None:
        """When everything else has been carried out."""
        self._timers.arm((LOOK,), now)
