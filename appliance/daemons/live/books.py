"""What reports have counted of today, read once at each beginning."""

import asyncio
import logging
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import Engine

from appliance.contact.statistics.model import Row, Subject
from appliance.contact.statistics.periods import milliseconds
from appliance.contact.statistics.ports import FigureStore
from appliance.contact.statistics.repository import FigureRepository
from appliance.contact.statistics.service import Figures
from appliance.daemons.live.day import Counted, Day

TRIES = 20
OVERLAP = timedelta(minutes=5)
LATEST = 5_000
"""Facts of the ledger that the engine may be about to tell, too."""

logger = logging.getLogger(__name__)


class DayBooks:
    """Reads the day; a database that cannot be read gives no figures, never an exception."""

    def __init__(self, database: Engine, zone: tzinfo) -> None:
        self._store, self._zone = FigureRepository(database, zone), zone
        self._figures = Figures(self._store)

    async def read(self, now: datetime) -> Day | None:
        """The day that holds `now`, with all that the ledger holds of it."""
        try:
            return await asyncio.to_thread(self._read, now)
        except Exception:
            logger.exception("the figures of the day cannot be read now")
            return None

    def bounds(self, now: datetime) -> tuple[int, int]:
        """Where the day that holds `now` begins and ends in the site's zone, in milliseconds since 1970."""
        midnight = now.astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return milliseconds(midnight), milliseconds(midnight + timedelta(days=1))

    def _read(self, now: datetime) -> Day:
        begins, ends = self.bounds(now)
        for _ in range(TRIES):
            self._figures.catch_up()
            place = self._store.place()
            rows = _rows(self._store, begins, ends)
            latest = self._store.facts(max(0, place.position - LATEST), place.position)
            # Somebody else may have counted on between the two readings: then they do not belong together.
            if self._store.place().position == place.position:
                since = milliseconds(now - OVERLAP)
                return Day(begins, ends, Counted(rows, place.open, [fact for fact in latest if fact.at >= since]))
        raise RuntimeError("the figures are counted on faster than they can be read")


def _rows(store: FigureStore, begins: int, ends: int) -> list[Row]:
    return [row for subject in (Subject.QUEUE, Subject.AGENT) for row in store.rows(subject, begins, ends, "")]
