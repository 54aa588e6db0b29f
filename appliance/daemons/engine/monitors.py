"""The recordings that run in Asterisk: muted and heard again, one order after the other."""

import asyncio

from appliance.node.alarms.ports import Alarms
from appliance.settings import Asterisk
from appliance.telephony.ami.client import AmiClient
from appliance.telephony.ami.errors import AmiRefused, AmiUnreachable

TRIES = 20
AGAIN = 0.5
STAYS_PAUSED = "recording-paused"


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

    def hear(self, channel: str) -> None:
        task = asyncio.get_running_loop().create_task(self._hear(channel))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

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
