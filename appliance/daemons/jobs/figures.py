"""Figures, by command; and the counting of what the ledger has got since."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any, TypeAlias

from appliance.clock import Clock
from appliance.contact.statistics.errors import PeriodPartUnknown, SubjectUnknown
from appliance.contact.statistics.model import Subject
from appliance.contact.statistics.periods import PARTS
from appliance.contact.statistics.service import Figures, Period
from appliance.control.commands import Final, Handler
from appliance.node.alarms.ports import Alarms

PACE = 60.0
"""Seconds between two counts. Whoever reads figures is not behind: reading counts what is new first."""
PIECE = 200
Renew: TypeAlias = Callable[[], int]

logger = logging.getLogger(__name__)


async def keep_counting(figures: Figures, alarms: Alarms, pace: float = PACE) -> None:
    """Until cancelled."""
    while True:
        try:
            await asyncio.to_thread(figures.catch_up)
            alarms.clear("figures-behind")
        except Exception as fault:
            logger.exception("the figures cannot be counted now")
            alarms.raise_("figures-behind", "", str(fault))
        await asyncio.sleep(pace)


def handlers(figures: Figures, renew: Renew, clock: Clock, zone: tzinfo) -> Mapping[str, Handler]:
    """`renew` works out the records of all closed calls anew and says how many these were."""
    commands = _FigureCommands(figures, renew, clock, zone)
    return {"figures.show": commands.show, "figures.events": commands.events, "figures.rebuild": commands.rebuild}


class _FigureCommands:
    def __init__(self, figures: Figures, renew: Renew, clock: Clock, zone: tzinfo) -> None:
        self._figures, self._renew, self._clock, self._zone = figures, renew, clock, zone

    async def show(
        self, *, subject: str, since: datetime, until: datetime, by: str = "15m", name: str = ""
    ) -> AsyncIterator[Any]:
        """The figures in parts of up to 200 rows."""
        period, now = self._period(since, until, by), self._clock.now()
        rows = await asyncio.to_thread(self._figures.of, _subject(subject), name, period, now)
        for piece in _pieces(rows):
            yield piece

    async def events(
        self, *, subject: str, name: str, figure: str, since: datetime, until: datetime
    ) -> AsyncIterator[Any]:
        """The events behind one figure, in parts of up to 200, closed by their number and sum."""
        period = self._period(since, until)
        found = await asyncio.to_thread(self._figures.events, _subject(subject), name, figure, period)
        for piece in _pieces(found):
            yield piece
        yield Final({"events": len(found), "sum": sum(entry["gave"] for entry in found)})

    async def rebuild(self) -> Any:
        """Count the whole ledger anew, and the calls' records with it; what is there can be read meanwhile."""
        began = self._clock.now()
        events = await asyncio.to_thread(self._figures.rebuild)
        calls = await asyncio.to_thread(self._renew)
        return {"events": events, "calls": calls, "seconds": round((self._clock.now() - began).total_seconds(), 1)}

    def _period(self, since: datetime, until: datetime, by: str = "15m") -> Period:
        if by not in PARTS:
            raise PeriodPartUnknown(by=by, known=", ".join(PARTS))
        return Period(since, until, by, self._zone)


def _pieces(rows: list[Any]) -> list[list[Any]]:
    return [rows[start : start + PIECE] for start in range(0, len(rows), PIECE)]


def _subject(name: str) -> Subject:
    try:
        return Subject(name)
    except ValueError:
        raise SubjectUnknown(subject=name, known=", ".join(Subject)) from None
