"""Events that are not in the store yet: added by the event loop, taken by the committing thread."""

from collections import deque
from itertools import takewhile
from threading import Condition

from appliance.contact.ledger.model import Batch, merged


class Backlog:
    """An ordered queue of batches that keeps what is taken until it is settled. Every method is thread-safe."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._batches: deque[Batch] = deque()
        self._size = 0
        self._closed = False

    @property
    def size(self) -> int:
        """Events in it."""
        return self._size

    def add(self, batch: Batch) -> None:
        with self._changed:
            self._batches.append(batch)
            self._size += len(batch.events)
            self._changed.notify()

    def take(self, most: int) -> Batch | None:
        """Wait for batches and merge the oldest of one source, up to `most` events; None once it is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._batches or self._closed)
            return None if self._closed else self._oldest(most)

    def settle(self, batch: Batch) -> None:
        """Let go of everything up to `batch`, which `take` gave."""
        with self._changed:
            while self._batches:
                done = self._batches.popleft()
                self._size -= len(done.events)
                if done.mark == batch.mark:
                    return

    def pause(self, seconds: float) -> bool:
        """Wait, but not beyond the close; whether it is closed."""
        with self._changed:
            return self._changed.wait_for(lambda: self._closed, seconds)

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _oldest(self, most: int) -> Batch:
        first = self._batches[0]
        same = takewhile(lambda batch: batch.mark.source == first.mark.source, self._batches)
        chosen: list[Batch] = []
        size = 0
        for batch in same:
            size += len(batch.events)
            if chosen and size > most:
                break
            chosen.append(batch)
        return merged(chosen)
