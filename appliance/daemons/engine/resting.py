"""Lines that are not free yet: an analog line rests for two seconds after each call (chan_dahdi's guard time)."""

import asyncio
from collections.abc import Callable

from appliance.contact.calls.commands import RingOut

BOUND, PACE = 4.0, 0.5
"""Seconds: how long a line is waited for, and how often it is asked for: nothing tells that it is free."""


class RestingLines:
    """Calls out for which there was no line. `ring` asks again, for whom `wanted` (by channel) still says so."""

    def __init__(
        self, ring: Callable[[RingOut], None], wanted: Callable[[str], bool], bound: float = BOUND, pace: float = PACE
    ) -> None:
        self._ring, self._wanted, self._bound, self._pace = ring, wanted, bound, pace
        self._until: dict[str, float] = {}

    def waits(self, command: RingOut) -> bool:
        """Whether the call is tried again after a refusal; it has no other way, and its time is not over."""
        loop = asyncio.get_running_loop()
        until = self._until.setdefault(command.channel, loop.time() + self._bound)
        if not command.patient or loop.time() >= until:
            del self._until[command.channel]
            return False
        loop.call_later(self._pace, self._again, command)
        return True

    def over(self, channel: str) -> None:
        """The line was there, or is not wanted any more."""
        self._until.pop(channel, None)

    def _again(self, command: RingOut) -> None:
        if self._wanted(command.channel):
            self._ring(command)
        else:
            self.over(command.channel)
