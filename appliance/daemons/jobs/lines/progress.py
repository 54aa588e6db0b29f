"""A change of the lines while it is made: it goes on when nobody watches, and what it came to stays to be read."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from appliance.clock import Clock
from appliance.control.errors import InternalFault
from appliance.daemons.jobs.lines.errors import LinesBeingChanged
from appliance.errors import Refusal

LONGEST = 30.0
"""Seconds that somebody may wait for the next step in one question."""
RUNNING, DONE, REFUSED = "running", "done", "refused"

logger = logging.getLogger(__name__)
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """`turn` grows with every word; times are ISO 8601; `refusal` is code and details, `result` that of lines.apply."""

    turn: int = 0
    state: str = ""
    by: str = ""
    reason: str = ""
    began_at: str = ""
    ended_at: str = ""
    seconds: float = 0.0
    steps: tuple[tuple[str, str], ...] = ()
    result: dict[str, Any] | None = None
    refusal: dict[str, Any] | None = None


class Works:
    """The last change that was begun; one at a time."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._now = clock, Progress()
        self._turned = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def begin(
        self, make: Callable[[Told], Awaitable[dict[str, Any]]], by: str, reason: str, within: float
    ) -> int:
        """Go on with it in the background; its turn. Raises LinesBeingChanged while another is being made."""
        if self._task and not self._task.done():
            raise LinesBeingChanged(by=self._now.by, since=self._now.began_at)
        self._now = Progress(self._now.turn, RUNNING, by, reason, self._said(), seconds=within)
        self._turn()
        self._task = asyncio.create_task(self._run(make))
        return self._now.turn

    async def progress(self, *, after: int = -1, seconds: float = 0.0) -> Any:
        """How the last change stands; waits until there is more than at the turn `after`, for so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(min(seconds, LONGEST)):
                while self._now.turn <= after:
                    await self._turned.wait()
        return asdict(self._now)

    async def _run(self, make: Callable[[Told], Awaitable[dict[str, Any]]]) -> None:
        try:
            result = await make(lambda step: self._turn(steps=(*self._now.steps, (step, self._said()))))
        except Refusal as refusal:
            ended: dict[str, Any] = {"state": REFUSED, "refusal": {"code": refusal.code, "details": refusal.details}}
        except Exception:
            incident = secrets.token_hex(6)
            logger.exception("a change of the lines failed", extra={"incident": incident})
            fault = InternalFault(incident=incident, command="lines.begin")
            ended = {"state": REFUSED, "refusal": {"code": fault.code, "details": fault.details}}
        else:
            ended = {"state": DONE, "result": result}
        self._turn(ended_at=self._said(), **ended)

    def _turn(self, **values: Any) -> None:
        self._now = replace(self._now, turn=self._now.turn + 1, **values)
        self._turned.set()
        self._turned = asyncio.Event()

    def _said(self) -> str:
        return self._clock.now().isoformat()
