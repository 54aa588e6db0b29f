"""What flows ask about the centre, answered from the running one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from appliance.contact.acd.demands import serves
from appliance.contact.acd.model import Candidate, Waiting
from appliance.contact.ivr.calendar import Calendar
from appliance.contact.ivr.model import Flow, QueueState
from appliance.daemons.engine.configuration import Directory


class Pool(Protocol):
    def free(self) -> Sequence[Candidate]: ...


class Line(Protocol):
    def waiting(self) -> Sequence[Waiting]: ...


class Surroundings:
    """The centre as flows see it."""

    def __init__(self, directory: Directory, pool: Pool, line: Line) -> None:
        self._directory, self._pool, self._line = directory, pool, line

    def flow(self, name: str, version: int = 0) -> Flow | None:
        return self._directory.flow(name, version)

    def calendar(self, name: str) -> Calendar | None:
        return self._directory.now.calendars.get(name)

    def listed(self, list_: str, number: str) -> bool:
        known = self._directory.now.lists.get(list_)
        return bool(known and known.holds(number))

    def switch(self, name: str) -> bool:
        return self._directory.now.switches.get(name, False)

    def queue(self, name: str, now: datetime) -> QueueState | None:
        if (rule := self._directory.now.queues.get(name)) is None:
            return None
        waiting = [call.entered_at for call in self._line.waiting() if name in call.queues]
        free = sum(serves(candidate, rule) for candidate in self._pool.free())
        longest = int((now - min(waiting)).total_seconds()) if waiting else 0
        return QueueState(len(waiting), free, max(0, longest))
