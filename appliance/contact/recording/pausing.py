"""Pauses of a running recording, for what must not be kept: asked for by people, never by a caller's keys."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from appliance.contact.calls.model import Call
from appliance.contact.recording import events as facts
from appliance.contact.recording.errors import RecordingMandatory, RecordingNotRunning
from appliance.contact.recording.policy import Case, Mode, Policy, mode_of
from appliance.events import Event

PAUSE_LIMIT = "recording-pause"


class Books(Protocol):
    """The open calls, and where facts about them go."""

    def record(self, *events: Event) -> None: ...

    def call(self, contact: UUID) -> Call | None: ...

    def calls(self) -> Sequence[Call]: ...


class Monitor(Protocol):
    """The recording itself, on the media node."""

    def hear(self, channel: str) -> None:
        """Let the recording on a channel hear again, until it is done or the channel is gone."""
        ...


class Timers(Protocol):
    def arm(self, key: tuple[str, ...], at: datetime) -> None: ...

    def cancel(self, key: tuple[str, ...]) -> None: ...


class Pauses:
    """A pause is on record before anybody is told of it, and ends by itself at its limit."""

    def __init__(self, books: Books, monitor: Monitor, timers: Timers) -> None:
        self._books, self._monitor, self._timers = books, monitor, timers

    def pause(self, contact: UUID, by: str, seconds: int, now: datetime) -> str:
        """Note that nothing is kept from now on, for `seconds` at most; the channel whose recording is to be muted.

        A pause that lasts already is prolonged.
        """
        call = self._recorded(contact)
        until = now + timedelta(seconds=seconds)
        self._books.record(facts.paused(contact, by, until, now))
        self._timers.arm((PAUSE_LIMIT, str(contact)), until)
        return call.recorded

    def failed(self, contact: UUID, now: datetime) -> None:
        """The recording could not be muted: it was never paused."""
        self._end(contact, "failed", now)

    def resume(self, contact: UUID, by: str, now: datetime) -> None:
        """Keep what is said again; nothing happens where nothing is paused."""
        self._recorded(contact)
        self._end(contact, by, now)

    def expired(self, contact: UUID, now: datetime) -> None:
        """The pause has come to its limit."""
        self._end(contact, "limit", now)

    def demand(self, contact: UUID, by: str, wanted: bool, policy: Policy, now: datetime) -> None:
        """Somebody wants this call to be kept, or no longer; refused where the policy leaves no choice."""
        call = self._recorded(contact)
        mode = mode_of(case(call), policy)
        if mode is not Mode.ON_DEMAND:
            raise RecordingMandatory(call=str(contact), mode=mode.value)
        self._books.record(facts.demanded(contact, by, wanted, now))

    def restore(self, now: datetime) -> None:
        """After a restart: pauses that were running end when they would have."""
        for call in self._books.calls():
            if call.paused_until:
                self._timers.arm((PAUSE_LIMIT, str(call.id)), max(now, call.paused_until))

    def _end(self, contact: UUID, by: str, now: datetime) -> None:
        self._timers.cancel((PAUSE_LIMIT, str(contact)))
        call = self._books.call(contact)
        if call and call.paused_until:
            self._books.record(facts.resumed(contact, by, now))
            self._monitor.hear(call.recorded)

    def _recorded(self, contact: UUID) -> Call:
        call = self._books.call(contact)
        leg = call.on(call.recorded) if call and call.recorded else None
        if call is None or leg is None or not leg.live:
            raise RecordingNotRunning(call=str(contact))
        return call


def case(call: Call) -> Case:
    """What the policy sees of a call that still runs."""
    queues = frozenset(name for name in (call.queue, *call.overflow, call.served_by) if name)
    agents = frozenset(leg.agent for leg in call.legs.values() if leg.agent and leg.id in call.parties)
    return Case(call.direction.value, queues, agents)
