"""The live feed never waits for a subscriber."""

import asyncio
from typing import Any

import pytest

from appliance.control.errors import FeedOverflow
from appliance.control.feed import OPENED, EventFeed

Facts = list[dict[str, Any]]


def fact(kind: str, data: Any) -> dict[str, Any]:
    return {"kind": kind, "data": data}


async def opened(feed: EventFeed, kinds: list[str] | None = None) -> Any:
    stream = feed.events(kinds=kinds)
    assert await anext(stream) == fact(OPENED, {})
    return stream


def test_everything_published_after_opening_is_heard_in_order() -> None:
    async def scenario() -> Facts:
        feed = EventFeed()
        feed.publish("leg.rang", 0)
        stream = await opened(feed)
        for number in range(1, 4):
            feed.publish("leg.rang", number)
        feed_facts = [await anext(stream) for _ in range(3)]
        await stream.aclose()
        assert feed.subscribers == 0
        return feed_facts

    assert asyncio.run(scenario()) == [fact("leg.rang", number) for number in (1, 2, 3)]


def test_only_the_wanted_kinds_and_their_sub_kinds_come() -> None:
    async def scenario() -> list[str]:
        feed = EventFeed()
        stream = await opened(feed, ["leg", "agent.paused"])
        for kind in ("leg.rang", "legal.note", "agent.ready", "agent.paused", "leg"):
            feed.publish(kind, None)
        return [(await anext(stream))["kind"] for _ in range(3)]

    assert asyncio.run(scenario()) == ["leg.rang", "agent.paused", "leg"]


def test_a_slow_subscriber_is_dropped_and_told_while_others_hear_everything() -> None:
    async def scenario() -> int:
        feed = EventFeed(depth=5)
        slow, quick = await opened(feed), await opened(feed)
        heard = 0
        for number in range(20):
            feed.publish("leg.rang", number)
            heard += (await anext(quick))["data"] == number
        assert feed.subscribers == 1
        with pytest.raises(FeedOverflow) as told:
            await anext(slow)
        assert told.value.details == {"limit": 5}
        return heard

    assert asyncio.run(scenario()) == 20


def test_closing_ends_every_stream_without_complaint() -> None:
    async def scenario() -> Facts:
        feed = EventFeed()
        stream = await opened(feed)
        feed.close()
        return [item async for item in stream]

    assert asyncio.run(scenario()) == []
