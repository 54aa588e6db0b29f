"""A line is looped on our side for some seconds, to see whether its port hears itself; the loop never stays."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from appliance.daemons.engine.errors import LineInUse, LoopImpossible
from appliance.node.lines.model import Condition
from drivers.dahdi.look import look
from drivers.dahdi.loopback import NoLoopError, set_loop
from drivers.dahdi.model import Alarm, Span

DEAF = Alarm.RED | Alarm.LOS | Alarm.LFA
LOOKS, PAUSE = 16, 0.5
"""Looks at a looped line, and seconds between them: drivers tell that an alarm is over after some seconds."""
MARK = "looped-"


class Loops:
    """`folder` remembers what is looped, for an engine that dies meanwhile."""

    def __init__(
        self,
        folder: Path,
        switch: Callable[[int, bool], None] = set_loop,
        spans: Callable[[], tuple[Span, ...]] = look,
        pause: float = PAUSE,
    ) -> None:
        self._folder, self._switch, self._spans, self._pause = folder, switch, spans, pause

    async def hears_itself(self, condition: Condition, *, anyway: bool = False) -> bool:
        """Whether the alarm goes while the port is looped; raises LineInUse while calls run, LoopImpossible."""
        span, calls = condition.reading.number, len(condition.reading.busy or ())
        if calls and not anyway:
            raise LineInUse(span=span, calls=calls)
        mark = self._folder / f"{MARK}{span}"
        mark.touch()
        try:
            await asyncio.to_thread(self._switch, span, True)
            return await self._recovers(span)
        except NoLoopError as fault:
            raise LoopImpossible(span=span, problem=str(fault)) from fault
        finally:
            self._end(mark)

    def clear(self) -> None:
        """End what an engine that died has left looped."""
        for mark in self._folder.glob(f"{MARK}*"):
            self._end(mark)

    async def _recovers(self, span: int) -> bool:
        for _ in range(LOOKS):
            await asyncio.sleep(self._pause)
            seen = await asyncio.to_thread(self._spans)
            if any(one.number == span and not one.alarms & DEAF for one in seen):
                return True
        return False

    def _end(self, mark: Path) -> None:
        # A driver that cannot loop has nothing to end; a span that is gone has lost its loop with its card.
        with suppress(NoLoopError):
            self._switch(int(mark.name.removeprefix(MARK)), False)
        mark.unlink(missing_ok=True)
