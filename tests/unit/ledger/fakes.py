"""A store and a journal in memory that obey the ports and fail when told to."""

from collections.abc import Sequence
from threading import Condition
from uuid import UUID

from appliance.contact.ledger.errors import LedgerUnavailable
from appliance.contact.ledger.model import Batch, Mark
from appliance.events import Event

LIMIT = 30


class MemoryStore:
    """`refusing` makes it raise, `hold()` makes it hang until `release()`; `torn` writes, then denies it."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.calls: list[int] = []
        self.refusing: Exception | None = None
        self.torn = False
        self._positions: dict[UUID, int] = {}
        self._gate = Condition()
        self._held = False
        self._entered = 0

    def append(self, events: Sequence[Event], mark: Mark | None = None) -> int:
        with self._gate:
            self._entered += 1
            self._gate.notify_all()
            assert self._gate.wait_for(lambda: not self._held, LIMIT)
        if self.refusing:
            raise self.refusing
        fresh = self._fresh(events, mark)
        self.calls.append(len(fresh))
        self.events += fresh
        if self.torn:
            self.torn = False
            raise LedgerUnavailable(reason="connection lost at commit")
        return len(fresh)

    def hold(self) -> None:
        with self._gate:
            self._held = True

    def release(self) -> None:
        with self._gate:
            self._held = False
            self._gate.notify_all()

    def wait_entered(self, times: int) -> None:
        """Wait until append has been called that often."""
        with self._gate:
            assert self._gate.wait_for(lambda: self._entered >= times, LIMIT)

    def _fresh(self, events: Sequence[Event], mark: Mark | None) -> Sequence[Event]:
        if mark is None:
            return events
        known = self._positions.get(mark.source)
        self._positions[mark.source] = max(mark.position, known or 0)
        if known is None:
            return events
        return events[len(events) - max(0, min(len(events), mark.position - known)) :]


class MemoryJournal:
    """`content` outlives the writer; `failing` makes it raise."""

    def __init__(self, content: list[Batch] | None = None) -> None:
        self.content: list[Batch] = content or []
        self.failing: OSError | None = None
        self.attempts = 0

    def load(self) -> Sequence[Batch]:
        if self.failing:
            raise self.failing
        return list(self.content)

    def append(self, batches: Sequence[Batch]) -> None:
        self.attempts += 1
        if self.failing:
            raise self.failing
        self.content += batches

    def clear(self) -> None:
        if self.failing:
            raise self.failing
        self.content.clear()
