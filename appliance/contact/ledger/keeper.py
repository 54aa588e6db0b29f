"""Puts what the store does not take into the emergency journal, away from the event loop."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from appliance.contact.ledger.model import Batch
from appliance.contact.ledger.ports import Journal

MOST_AT_ONCE = 500
RETRY = 1.0


class Keeper:
    """Used from the event loop only; positions are those of the live source.

    `kept` hears up to which position nothing better can be had now: it is in the journal or, when the journal
    fails too, in memory only; `failed` hears why, once until it works again.
    """

    def __init__(self, journal: Journal, kept: Callable[[int], None], failed: Callable[[OSError], None]) -> None:
        self._journal = journal
        self._kept = kept
        self._failed = failed
        self._thread = ThreadPoolExecutor(1, "ledger-journal")
        self._task: asyncio.Task[None] | None = None
        self._waiting: deque[Batch] = deque()
        self._keeping = False
        self._in_use = False
        self._last = 0
        self._settled = 0
        self._not_before = 0.0
        self._failing = False
        self._unread = True
        self._closed = False

    def load(self) -> list[Batch]:
        """What an earlier life left, read at once; call it inside the event loop.

        A journal that could not be read is never cleared.
        """
        self._loop = asyncio.get_running_loop()
        left = list(self._journal.load())
        self._unread = False
        self._in_use = bool(left)
        return left

    def offer(self, batch: Batch) -> None:
        """A batch that has to be kept if the store does not take it."""
        self._waiting.append(batch)
        if self._keeping:
            self._work()

    def forget(self, position: int) -> None:
        """Everything up to `position` is in the store."""
        self._settled = position
        while self._waiting and self._waiting[0].mark.position <= position:
            self._waiting.popleft()

    def keep(self) -> None:
        """From now on put what is offered into the journal."""
        self._keeping = True
        self._work()

    def rest(self) -> None:
        """The store takes events, and has what an earlier life left: the journal ends when all of it is there."""
        self._keeping = False
        if self._clearable:
            self._work()

    async def close(self) -> None:
        """Wait for what is being written; what is offered later is not kept."""
        self._closed = True
        if self._task:
            await self._task
        self._thread.shutdown(wait=False)

    @property
    def _clearable(self) -> bool:
        return self._in_use and not self._unread and self._last <= self._settled

    def _work(self) -> None:
        if self._keeping and self._loop.time() < self._not_before:
            self._give_up()
        elif not self._closed and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        try:
            while self._keeping and self._waiting:
                await self._append()
            if not self._keeping and self._clearable:
                self._in_use = False
                await self._loop.run_in_executor(self._thread, self._journal.clear)
        except OSError as error:
            self._not_before = self._loop.time() + RETRY
            if not self._failing:
                self._failing = True
                self._failed(error)
            self._give_up()

    async def _append(self) -> None:
        chosen = list(islice(self._waiting, MOST_AT_ONCE))
        self._in_use = True
        self._last = chosen[-1].mark.position
        await self._loop.run_in_executor(self._thread, self._journal.append, chosen)
        self._failing = False
        while self._waiting and self._waiting[0].mark.position <= self._last:
            self._waiting.popleft()
        self._kept(self._last)

    def _give_up(self) -> None:
        if self._waiting:
            self._kept(self._waiting[-1].mark.position)
