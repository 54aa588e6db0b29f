"""Futures that are kept at once when their events are durable, and in any case when patience ends."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from appliance.contact.ledger.model import Durability


@dataclass(frozen=True, slots=True)
class _Promise:
    position: int
    deadline: float
    future: asyncio.Future[Durability]


class Promises:
    """Promises by position, made in order. `impatient` hears the position of the last whose patience ended."""

    def __init__(self, patience: float, impatient: Callable[[int], None]) -> None:
        self._patience = patience
        self._impatient = impatient
        self._open: deque[_Promise] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def make(self, position: int) -> asyncio.Future[Durability]:
        """A future that is kept within `patience` seconds, in the running loop."""
        loop = asyncio.get_running_loop()
        promise = _Promise(position, loop.time() + self._patience, loop.create_future())
        self._open.append(promise)
        self._watch(loop)
        return promise.future

    def keep(self, position: int, durability: Durability) -> None:
        """Resolve every promise up to `position`; one whose waiter has gone away is dropped."""
        while self._open and self._open[0].position <= position:
            future = self._open.popleft().future
            if not future.done():
                future.set_result(durability)

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        # One timer for all: it stays at the deadline of a promise long kept, and then looks for the next.
        if self._timer is None and self._open:
            self._timer = loop.call_at(self._open[0].deadline, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        now = loop.time()
        expired = [promise.position for promise in self._open if promise.deadline <= now]
        if expired:
            self.keep(expired[-1], Durability.LATE)
            self._impatient(expired[-1])
        self._watch(loop)
