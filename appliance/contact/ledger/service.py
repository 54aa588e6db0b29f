"""The ledger's one writer: events in, a promise out that is kept before anybody hears the effect."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from appliance.clock import Clock, uuid7
from appliance.contact.ledger.backlog import Backlog
from appliance.contact.ledger.committer import Committer
from appliance.contact.ledger.errors import LedgerUnavailable
from appliance.contact.ledger.keeper import Keeper
from appliance.contact.ledger.model import Batch, Durability, Mark
from appliance.contact.ledger.ports import Journal, LedgerStore
from appliance.contact.ledger.promises import Promises
from appliance.contact.ledger.snapshot import snapshot
from appliance.events import Event

logger = logging.getLogger(__name__)

PATIENCE = 0.25


class LedgerWriter:
    """Appends events in the order of the calls to `append`; used from one event loop.

    Invariant: an event that was taken is in the store exactly once, or on its way there in memory and, as far
    as the disk lets it, in the journal. No promise stays open for longer than `patience` seconds.
    """

    def __init__(
        self,
        store: LedgerStore,
        journal: Journal,
        clock: Clock,
        *,
        patience: float = PATIENCE,
        on_trouble: Callable[[Exception], None] = lambda error: None,
        on_recovered: Callable[[], None] = lambda: None,
    ) -> None:
        self._clock = clock
        self._patience = patience
        self._on_trouble = on_trouble
        self._on_recovered = on_recovered
        self._source = uuid7(clock.now())
        self._position = self._settled = self._troubled = self._inherited = 0
        self._behind_since: datetime | None = None
        self._backlog = Backlog()
        self._promises = Promises(patience, self._impatient)
        self._keeper = Keeper(journal, partial(self._promises.keep, durability=Durability.LATE), self._journal_failed)
        self._committer = Committer(
            self._backlog, store, self._from_thread(self._on_settled), self._from_thread(self._trouble)
        )
        self._empty = asyncio.Event()

    @property
    def pending(self) -> int:
        """Events that are not in the store yet."""
        return self._backlog.size

    @property
    def behind_since(self) -> datetime | None:
        """Since when the store has not kept up; None while it does."""
        return self._behind_since

    def start(self) -> None:
        """Begin to write, first what an earlier life left in the journal. Call it inside the event loop."""
        self._loop = asyncio.get_running_loop()
        self._empty.set()
        try:
            left = self._keeper.load()
        except OSError as error:
            left = []
            self._journal_failed(error)
        for batch in left:
            self._add(batch)
            self._inherited += len(batch.events)
        self._committer.start()

    def append(self, events: Sequence[Event]) -> asyncio.Future[Durability]:
        """Take the events, at once; the future tells when they, and all before them, are durable or late.

        Raises EventUnwritable, and then takes none of them.
        """
        taken = tuple(snapshot(event) for event in events)
        self._position += len(taken)
        promise = self._promises.make(self._position)
        if taken:
            batch = Batch(Mark(self._source, self._position), taken)
            self._add(batch)
            self._keeper.offer(batch)
        elif self._settled == self._position:
            self._promises.keep(self._position, Durability.DURABLE)
        return promise

    async def close(self, limit: float = 5.0) -> int:
        """Wait at most `limit` seconds for the store to take everything, then stop; how many events it lacks."""
        with suppress(TimeoutError):
            async with asyncio.timeout(limit):
                await self._empty.wait()
        if self.pending:
            self._keeper.keep()
        self._backlog.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(limit):
                await asyncio.to_thread(self._committer.join, limit)
                await self._keeper.close()
        return self.pending

    def _add(self, batch: Batch) -> None:
        self._empty.clear()
        self._backlog.add(batch)

    def _on_settled(self, batch: Batch) -> None:
        if batch.mark.source == self._source:
            self._settled = batch.mark.position
            self._promises.keep(self._settled, Durability.DURABLE)
            self._keeper.forget(self._settled)
        else:
            self._inherited -= len(batch.events)
        if self._behind_since and self._settled >= self._troubled and not self._inherited:
            self._behind_since = None
            self._on_recovered()
        if not self._behind_since and not self._inherited:
            self._keeper.rest()
        if not self.pending:
            self._empty.set()

    def _trouble(self, error: Exception) -> None:
        self._troubled = self._position
        if self._behind_since is None:
            self._behind_since = self._clock.now()
            logger.error("the ledger's store is in trouble: %s", error)
            self._on_trouble(error)
        self._keeper.keep()

    def _impatient(self, position: int) -> None:
        self._trouble(LedgerUnavailable(reason=f"no answer within {self._patience} s"))

    def _journal_failed(self, error: OSError) -> None:
        logger.error("the ledger's emergency journal fails: %s", error)
        self._on_trouble(error)

    def _from_thread(self, callback: Callable[[Any], None]) -> Callable[[Any], None]:
        def post(argument: Any) -> None:
            # The loop of a process that is ending may be gone; the journal and the store know enough.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(callback, argument)

        return post
