"""What another process of the box publishes, followed for as long as this one runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from appliance.control.client import ControlClient
from appliance.errors import Refusal

ASK_AGAIN = 2.0

logger = logging.getLogger(__name__)


async def follow(
    client: Callable[[], ControlClient], kinds: Sequence[str], heard: Callable[[], Awaitable[None]]
) -> None:
    """Tell `heard` at each beginning and of each event of `kinds`, until cancelled; who is away is asked again.

    A fault of `heard` is a beginning anew.
    """
    while True:
        try:
            async with client() as process, process.stream("events", kinds=["feed", *kinds]) as news:
                async for _ in news:
                    await heard()
        except (Refusal, OSError) as fault:
            logger.debug("no news: %s", fault)
        except Exception:
            logger.exception("news was not taken; it is asked for again")
        await asyncio.sleep(ASK_AGAIN)
