"""The thread that writes: everything pending in one transaction, then the next."""

import logging
from collections.abc import Callable
from threading import Thread

from appliance.contact.ledger.backlog import Backlog
from appliance.contact.ledger.errors import LedgerUnavailable
from appliance.contact.ledger.model import Batch
from appliance.contact.ledger.ports import LedgerStore

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 2000
FIRST_PAUSE = 0.02
LONGEST_PAUSE = 1.0


class Committer(Thread):
    """Moves batches from the backlog to the store, in order, each until the store takes it.

    `settled` and `refused` are called in this thread. Events that arrive during a commit share the next one.
    """

    def __init__(
        self,
        backlog: Backlog,
        store: LedgerStore,
        settled: Callable[[Batch], None],
        refused: Callable[[Exception], None],
    ) -> None:
        super().__init__(name="ledger", daemon=True)
        self._backlog = backlog
        self._store = store
        self._settled = settled
        self._refused = refused

    def run(self) -> None:
        pause = FIRST_PAUSE
        while (batch := self._backlog.take(MOST_AT_ONCE)) is not None:
            if self._commit(batch):
                pause = FIRST_PAUSE
            elif self._backlog.pause(pause):
                return
            else:
                pause = min(2 * pause, LONGEST_PAUSE)

    def _commit(self, batch: Batch) -> bool:
        try:
            self._store.append(batch.events, batch.mark)
        except LedgerUnavailable as error:
            self._refused(error)
            return False
        except Exception as error:
            logger.exception("the ledger's store fails; %d events are kept", len(batch.events))
            self._refused(error)
            return False
        self._backlog.settle(batch)
        self._settled(batch)
        return True
