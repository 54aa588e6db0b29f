"""The picture kept: one subscription to the engine's facts, begun anew whenever it breaks."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from appliance.contact.acd.model import Queue
from appliance.contact.agents.model import Agent
from appliance.contact.callback import events as callback_facts
from appliance.contact.calls.events import CLOSED, OPENED, TRUNK_BACK, TRUNK_OUT
from appliance.contact.notices.events import SENT, notice
from appliance.contact.statistics.periods import milliseconds
from appliance.control.client import ControlClient
from appliance.daemons.live.books import DayBooks
from appliance.daemons.live.hub import Hub
from appliance.daemons.live.picture import Picture
from appliance.daemons.live.snapshot import CONFIGURED, LINES, Beginning
from appliance.errors import Refusal
from appliance.events import Event
from appliance.node.lines import events as line_facts

AGAIN, WITHOUT_FIGURES = 1.0, 10.0

OF_MISSED = frozenset({CLOSED, *callback_facts.KINDS})
"""Facts after which other callers may be to be served."""
OF_LINES = frozenset(
    {OPENED, CLOSED, TRUNK_OUT, TRUNK_BACK, line_facts.STATE, line_facts.HARDWARE, line_facts.FOUND, line_facts.FREED}
)
"""Facts after which the lines, cards and trunks may look otherwise."""

logger = logging.getLogger(__name__)


class Link:
    """Keeps the hub's picture in step with the engine until cancelled."""

    def __init__(self, engine: Path, hub: Hub, books: DayBooks, now: Callable[[], datetime]) -> None:
        self._engine, self._hub, self._books, self._now = engine, hub, books, now

    async def run(self) -> None:
        """An engine that is away, or a feed that flowed over, is a beginning anew."""
        while True:
            try:
                await self._follow()
            except (Refusal, OSError) as fault:
                logger.info("the engine's facts have ended: %s", fault)
            except TimeoutError:
                continue
            except Exception:
                logger.exception("the picture is begun anew")
            self._hub.engine(up=False)
            await asyncio.sleep(AGAIN)

    async def _follow(self) -> None:
        async with ControlClient(self._engine) as engine, engine.stream("live.follow") as facts:
            beginning = Beginning()
            async for part in facts:
                if beginning.take(part):
                    break
            day = await self._books.read(self._now())
            picture = Picture(beginning, day)
            self._hub.replace(picture.entries)
            self._hub.engine(up=True)
            # Without the day's figures the picture is shown, and begun anew a little later.
            async with asyncio.timeout(None if day else WITHOUT_FIGURES):
                await self._go_on(engine, facts, picture)

    async def _go_on(self, engine: ControlClient, facts: AsyncIterator[Any], picture: Picture) -> None:
        midnight = self._at_midnight(picture)
        try:
            async for fact in facts:
                if fact["kind"] == CONFIGURED:
                    self._hub.changed(picture.configure(*await self._configuration(engine)))
                    self._hub.stir("lines")
                elif fact["kind"] == LINES:
                    self._hub.stir("lines")
                else:
                    self._take(Event.from_json(fact["data"]), picture)
        finally:
            midnight.cancel()

    def _take(self, event: Event, picture: Picture) -> None:
        self._hub.changed(picture.take(event))
        if event.kind == SENT:
            self._hub.notice(notice(event))
        if event.kind in OF_MISSED:
            self._hub.stir("missed")
        if event.contact:
            self._hub.stir("calls")
        if event.kind in OF_LINES:
            self._hub.stir("lines")

    async def _configuration(self, engine: ControlClient) -> tuple[Mapping[str, Agent], Mapping[str, Queue]]:
        beginning = Beginning()
        async for part in engine.stream("live.configuration"):
            beginning.take(part)
        return beginning.agents, beginning.queues

    def _at_midnight(self, picture: Picture) -> "_Midnight":
        return _Midnight(self._books, self._now, lambda begins, ends: self._hub.changed(picture.turn(begins, ends)))


class _Midnight:
    """Calls `turn` with the bounds of each new day, until cancelled."""

    def __init__(self, books: DayBooks, now: Callable[[], datetime], turn: Callable[[int, int], None]) -> None:
        self._books, self._now, self._turn = books, now, turn
        self._ends = books.bounds(now())[1]
        self._wait()

    def cancel(self) -> None:
        self._timer.cancel()

    def _wait(self) -> None:
        left = (self._ends - milliseconds(self._now())) / 1000
        self._timer = asyncio.get_running_loop().call_later(max(0.0, left), self._look)

    def _look(self) -> None:
        # The clock may have been set meanwhile: what it says now counts.
        begins, ends = self._books.bounds(self._now())
        if begins >= self._ends:
            self._ends = ends
            self._turn(begins, ends)
        self._wait()
