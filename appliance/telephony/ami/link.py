"""What the manager tells by itself, followed for as long as this process runs."""

import asyncio
import logging
from collections.abc import Callable, Mapping

from appliance.settings import Asterisk
from appliance.telephony.ami.client import block, opened
from appliance.telephony.ami.codec import named
from appliance.telephony.ami.errors import AmiRefused

ASK_AGAIN = 1.0

logger = logging.getLogger(__name__)


async def follow(settings: Asterisk, heard: Callable[[Mapping[str, str]], None]) -> None:
    """Tell `heard` of each event that the account may hear, until cancelled; who is away is asked again."""
    while True:
        try:
            async with opened(settings, "on") as (reader, _):
                while True:
                    event = named(await block(reader))
                    if "Event" in event:
                        heard(event)
        except (OSError, EOFError, AmiRefused) as fault:
            logger.debug("the manager tells nothing: %s", fault)
        await asyncio.sleep(ASK_AGAIN)


class Link:
    """Follows the manager; `renew` logs in anew, for the rights of a session are those of its log-in."""

    def __init__(self, settings: Asterisk, heard: Callable[[Mapping[str, str]], None]) -> None:
        self._settings, self._heard = settings, heard
        self._renewed = asyncio.Event()

    def renew(self) -> None:
        self._renewed.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._renewed.clear()
            following = asyncio.create_task(follow(self._settings, self._heard))
            try:
                await self._renewed.wait()
            finally:
                following.cancel()
