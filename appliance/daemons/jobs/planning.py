"""What past figures say of the people and lines that the future needs, by command."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import Engine

from appliance.clock import Clock
from appliance.contact.acd.model import Queue
from appliance.contact.acd.repository import Queues
from appliance.contact.acd.simulation.errors import PlanEmpty, PlanShareInvalid
from appliance.contact.acd.simulation.staffing import Forecast, Seen, lines, seats, staffing
from appliance.contact.statistics.model import Subject
from appliance.contact.statistics.service import Figures, Period
from appliance.control.commands import Handler
from appliance.store.documents import Documents

HANDLING = ("talk_ms", "hold_ms", "wrap_up_ms")
WAITING = ("wait_ms", "abandoned_wait_ms")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_PERCENT = {"growth": 1000, "loss": 50, "shrinkage": 90}
Rows = Sequence[Mapping[str, Any]]


def handlers(figures: Figures, database: Engine, clock: Clock, zone: tzinfo) -> Mapping[str, Handler]:
    return {"plan.show": _Planning(figures, Queues(Documents(database)), clock, zone).show}


class _Planning:
    def __init__(self, figures: Figures, queues: Queues, clock: Clock, zone: tzinfo) -> None:
        self._figures, self._queues, self._clock, self._zone = figures, queues, clock, zone

    async def show(
        self,
        *,
        since: datetime,
        until: datetime,
        growth: float = 0.0,
        loss: float = 1.0,
        shrinkage: float = 0.0,
        weekdays: list[str] | None = None,
    ) -> Any:
        """People by quarter and queue, seats, and lines by trunk; `growth`, `loss` and `shrinkage` in per cent."""
        forecast = Forecast(
            _share("growth", growth, least=-90), _share("loss", loss, least=0.01), _share("shrinkage", shrinkage)
        )
        period = Period(since, until, "15m", self._zone)
        now, rules = self._clock.now(), await asyncio.to_thread(self._queues.all)
        of_queues = await asyncio.to_thread(self._figures.of, Subject.QUEUE, "", period, now)
        of_trunks = await asyncio.to_thread(self._figures.of, Subject.TRUNK, "", period, now)
        wanted = set(weekdays or WEEKDAYS)
        plans = [_planned(name, rows, rules, forecast) for name, rows in _by(of_queues, "queue", wanted).items()]
        if not plans:
            raise PlanEmpty(since=since.isoformat(), until=until.isoformat())
        return {
            "queues": plans,
            "seats": seats(plans),
            "trunks": [
                lines(name, [row.get("busy_ms", 0) for row in rows], forecast)
                for name, rows in _by(of_trunks, "trunk", wanted).items()
            ],
        }


def _planned(name: str, rows: Rows, rules: Mapping[str, Queue], forecast: Forecast) -> dict[str, Any]:
    return staffing([_seen(row) for row in rows], rules.get(name, Queue(name)), forecast)


def _seen(row: Mapping[str, Any]) -> Seen:
    start = datetime.fromisoformat(row["start"])
    return Seen(
        start.date().isoformat(),
        3600 * start.hour + 60 * start.minute,
        row.get("offered", 0),
        row.get("handled", 0),
        sum(row.get(figure, 0) for figure in HANDLING),
        row.get("abandoned", 0),
        sum(row.get(figure, 0) for figure in WAITING),
    )


def _by(rows: Rows, subject: str, weekdays: set[str]) -> dict[str, list[Mapping[str, Any]]]:
    """The rows of each subject on those days of the week."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if WEEKDAYS[datetime.fromisoformat(row["start"]).weekday()] in weekdays:
            found.setdefault(row[subject], []).append(row)
    return dict(sorted(found.items()))


def _share(name: str, percent: float, least: float = 0.0) -> float:
    if not least <= percent <= MOST_PERCENT[name]:
        raise PlanShareInvalid(option=name, value=percent, least=least, most=MOST_PERCENT[name])
    return percent / 100
