"""Lingering ends at the event, after its time, and with whoever is cancelled in it."""

import asyncio

import pytest

from appliance.daemons.lingering import linger


def test_the_event_ends_it() -> None:
    async def scene() -> None:
        until = asyncio.Event()
        lingering = asyncio.create_task(linger(until, None))
        await asyncio.sleep(0)
        until.set()
        await lingering

    asyncio.run(asyncio.wait_for(scene(), 10))


def test_its_time_ends_it() -> None:
    asyncio.run(asyncio.wait_for(linger(asyncio.Event(), 0), 10))


def test_a_cancellation_that_comes_together_with_the_event_comes_through() -> None:
    async def scene() -> None:
        until = asyncio.Event()
        lingering = asyncio.create_task(linger(until, 60))
        await asyncio.sleep(0)
        until.set()
        lingering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await lingering

    asyncio.run(asyncio.wait_for(scene(), 10))
