"""A pause in what is done again and again, which an event ends."""

import asyncio


async def linger(until: asyncio.Event, seconds: float | None) -> None:
    """Return at the event, or after so many seconds (None: never); a cancellation always comes through.

    `asyncio.wait_for` would lose one that comes together with the event, before Python 3.12 (python/cpython#86296).
    """
    try:
        async with asyncio.timeout(seconds):
            await until.wait()
    except TimeoutError:
        return
