"""The alarms of the jobs process: heard at once, and in the ledger as soon as it takes them."""

import asyncio
import logging

from appliance.clock import Clock
from appliance.contact.ledger.journal import JournalFile
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.ledger.service import LedgerWriter
from appliance.control.feed import EventFeed
from appliance.events import Event
from appliance.node.alarms.events import KINDS
from appliance.node.alarms.service import StandingAlarms
from appliance.settings import Settings
from appliance.store.engine import open_engine
from appliance.system.paths import Paths

logger = logging.getLogger(__name__)


class BookedAlarms:
    """`standing` may be fed from any thread between `start` and `close`."""

    def __init__(self, settings: Settings, feed: EventFeed, clock: Clock) -> None:
        self._ledger = LedgerRepository(open_engine(settings.database_url, ping=False))
        journal = JournalFile(Paths(settings.state).state / "jobs-journal.jsonl")
        self._writer = LedgerWriter(self._ledger, journal, clock)
        self._feed = feed
        self.standing = StandingAlarms("jobs", clock, self._tell)

    def start(self) -> None:
        """Call it inside the event loop."""
        self._loop = asyncio.get_running_loop()
        self._writer.start()
        try:
            self.standing.begin(self._ledger.each(KINDS))
        except Exception:
            logger.exception("the alarms of an earlier life cannot be read")

    async def close(self) -> None:
        """What the ledger has not taken by now waits in the journal."""
        await self._writer.close()

    def _tell(self, event: Event) -> None:
        self._loop.call_soon_threadsafe(self._book, event)

    def _book(self, event: Event) -> None:
        self._writer.append((event,))
        self._feed.publish(event.kind, event.to_json())
