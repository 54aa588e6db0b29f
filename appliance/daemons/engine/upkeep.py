"""The configuration in memory follows the one in the database, also when that is away in the middle of a change."""

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

from appliance.daemons.engine.configuration import Configuration
from appliance.daemons.engine.errors import ChangeNotInForce, ConfigurationBehind
from appliance.errors import Refusal
from appliance.node.alarms.ports import Alarms

AGAIN = 1.0
BEHIND = "configuration-behind"

logger = logging.getLogger(__name__)
T = TypeVar("T")


class Upkeep:
    """`read` runs in a thread and `take` in the loop; `outage` tells an outage of the database from other faults.

    Invariant: after a change that may have come through, memory is as the database has it, or an alarm says that it
    is not and it is read every `again` seconds until it is.
    """

    def __init__(
        self,
        read: Callable[[], Configuration],
        take: Callable[[Configuration], None],
        outage: Callable[[BaseException], Refusal | None],
        alarms: Alarms,
        *,
        again: float = AGAIN,
    ) -> None:
        self._read, self._take, self._outage, self._alarms, self._again = read, take, outage, alarms, again
        self._in_order = asyncio.Lock()
        self._following: asyncio.Task[None] | None = None
        self._reason = ""

    async def change(self, make: Callable[[], T]) -> T:
        """Run a change of the database in a thread and take up what it made; its result.

        Refused with nothing changed while memory is behind: whoever asks may have seen what is no longer so.
        """
        if self._following:
            raise ConfigurationBehind(reason=self._reason)
        try:
            result = await asyncio.to_thread(make)
        except Exception as fault:
            if refusal := self._outage(fault):
                # A server that dies over a commit does not tell whether it came through.
                self._follow(refusal)
                raise refusal from fault
            raise
        await self.take_up()
        return result

    async def take_up(self) -> None:
        """Read what is in the database now; ChangeNotInForce while that cannot be, and then it follows by itself."""
        try:
            await self._take_now()
        except Exception as fault:
            if refusal := self._outage(fault):
                self._follow(refusal)
                raise ChangeNotInForce(reason=self._reason) from fault
            raise

    def close(self) -> None:
        if self._following:
            self._following.cancel()

    async def _take_now(self) -> None:
        # In order: an older reading must not be taken after a newer one.
        async with self._in_order:
            self._take(await asyncio.to_thread(self._read))

    def _follow(self, refusal: Refusal) -> None:
        self._reason = str(refusal.details["reason"])
        self._alarms.raise_(BEHIND, "", self._reason)
        if self._following is None:
            self._following = asyncio.get_running_loop().create_task(self._until_read())

    async def _until_read(self) -> None:
        while True:
            await asyncio.sleep(self._again)
            try:
                await self._take_now()
                break
            except Exception as fault:
                if self._outage(fault) is None:
                    logger.exception("the configuration cannot be read")
        self._following = None
        self._alarms.clear(BEHIND)
