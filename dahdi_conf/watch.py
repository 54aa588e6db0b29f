"""The hardware of this machine as it becomes: a new look each time something changed, or was missed."""

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable

from dahdi_conf.model import Hardware
from drivers.hotplug.model import Changes


async def watch(heard: AsyncIterable[Changes], look: Callable[[], Awaitable[Hardware]]) -> AsyncIterator[Hardware]:
    """What is there now, then what is there after each change that makes a difference.

    Whatever was heard, `look` tells what is true: words that were lost cost nothing.
    """
    seen = await look()
    yield seen
    async for _ in heard:
        now = await look()
        if now != seen:
            seen = now
            yield seen
