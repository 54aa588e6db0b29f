"""Alarms by key on the event loop."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from appliance.clock import Clock

Key = tuple[str, ...]


class LoopTimers:
    """One alarm per key; `due` is called with the key when it fires, never before its moment."""

    def __init__(self, clock: Clock, due: Callable[[Key], None]) -> None:
        self._clock, self._due = clock, due
        self._alarms: dict[Key, asyncio.TimerHandle] = {}

    def arm(self, key: Key, at: datetime) -> None:
        self.cancel(key)
        delay = max(0.0, (at - self._clock.now()).total_seconds())
        self._alarms[key] = asyncio.get_running_loop().call_later(delay, self._fire, key)

    def cancel(self, key: Key) -> None:
        if alarm := self._alarms.pop(key, None):
            alarm.cancel()

    def _fire(self, key: Key) -> None:
        self._alarms.pop(key, None)
        self._due(key)
