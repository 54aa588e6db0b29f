"""The recordings that run in Asterisk: muted and heard again, one order after the other."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from appliance.contact.calls.history import SPOOL_SUFFIX
from appliance.node.alarms.ports import Alarms
from appliance.settings import Asterisk
from appliance.telephony.ami.client import AmiClient
from appliance.telephony.ami.errors import AmiRefused, AmiUnreachable
from appliance.telephony.config import places

TRIES = 20
AGAIN = 0.5
STAYS_PAUSED, NOT_RECORDED, NOT_MUTED = "recording-paused", "recording-missing", "recording-unpaused"
OF_A_RECORDING = (STAYS_PAUSED, NOT_RECORDED, NOT_MUTED)
"""Alarms that go with the recorded channel."""


class Monitors:
    """Monitor of the pauses, on one Asterisk."""

    def __init__(self, settings: Asterisk, alarms: Alarms) -> None:
        self._manager, self._alarms = AmiClient(settings), alarms
        self._in_order = asyncio.Lock()
        self._running: set[asyncio.Task[None]] = set()

    async def mute(self, channel: str) -> None:
        """Raises AmiRefused or AmiUnreachable when the recording goes on."""
        async with self._in_order:
            await self._manager.mute(channel, True)

    def record(self, channel: str, *, muted: bool = False) -> None:
        """Record what the phone at the channel says and hears from now on; a `muted` one hears nothing at first."""
        self._start(self._record_muted(channel) if muted else self._record(channel))

    def hear(self, channel: str) -> None:
        self._start(self._hear(channel))

    def _start(self, order: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(order)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _record(self, channel: str) -> None:
        try:
            await self._manager.record(channel, f"{places.RECORDINGS}/{channel}{SPOOL_SUFFIX}")
        except AmiRefused:
            # The phone has hung up again: there is nothing to be recorded.
            return
        except AmiUnreachable:
            self._alarms.raise_(NOT_RECORDED, channel, "the manager does not answer")

    async def _record_muted(self, channel: str) -> None:
        async with self._in_order:
            await self._record(channel)
            try:
                await self._manager.mute(channel, True)
            except AmiRefused:
                return
            except AmiUnreachable:
                self._alarms.raise_(NOT_MUTED, channel, "the manager does not answer")

    async def _hear(self, channel: str) -> None:
        async with self._in_order:
            for _ in range(TRIES):
                try:
                    return await self._manager.mute(channel, False)
                except AmiRefused:
                    # The channel has ended, or has no recording any more: there is nothing left to hear.
                    return
                except AmiUnreachable:
                    await asyncio.sleep(AGAIN)
        self._alarms.raise_(STAYS_PAUSED, channel, "the manager does not answer")
