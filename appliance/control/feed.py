"""The live feed: facts published once, heard by every subscriber that keeps up."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from appliance.control.errors import FeedOverflow

OPENED = "feed.opened"
"""The first fact of every stream: what is published from now on will be heard."""


class _Subscriber:
    """A bounded queue of facts; overfilled, it forgets them and only says that it overflowed."""

    def __init__(self, kinds: list[str] | None, depth: int) -> None:
        self._kinds = tuple(kinds or ())
        self._queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(depth)
        self.overflowed = False

    def offer(self, fact: dict[str, Any]) -> bool:
        """Take `fact` if it is wanted; False when there is no room for it."""
        if not self._wants(fact["kind"]):
            return True
        try:
            self._queue.put_nowait(fact)
        except asyncio.QueueFull:
            self.end(overflowed=True)
            return False
        return True

    def end(self, *, overflowed: bool = False) -> None:
        """Nothing more will come; what waits is forgotten."""
        self.overflowed = overflowed
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)

    async def next(self) -> dict[str, Any] | None:
        """The next fact, None when the feed is over for this subscriber."""
        return await self._queue.get()

    def _wants(self, kind: str) -> bool:
        return not self._kinds or any(kind == name or kind.startswith(f"{name}.") for name in self._kinds)


class EventFeed:
    """Publishes to all subscribers without ever waiting for one; `depth` facts may wait for each."""

    def __init__(self, depth: int = 1000) -> None:
        self._depth = depth
        self._subscribers: set[_Subscriber] = set()

    @property
    def subscribers(self) -> int:
        return len(self._subscribers)

    def publish(self, kind: str, data: Any) -> None:
        """Tell every subscriber; one without room is dropped and told `overflow`. `data` is a JSON value."""
        fact = {"kind": kind, "data": data}
        self._subscribers -= {item for item in self._subscribers if not item.offer(fact)}

    async def events(self, *, kinds: list[str] | None = None) -> AsyncGenerator[dict[str, Any], None]:
        """The command `events`: facts `{"kind", "data"}` as they happen, of these kinds and their sub-kinds.

        The first is `feed.opened`; raises FeedOverflow when the reader does not keep up.
        """
        subscriber = _Subscriber(kinds, self._depth)
        self._subscribers.add(subscriber)
        try:
            yield {"kind": OPENED, "data": {}}
            while (fact := await subscriber.next()) is not None:
                yield fact
        finally:
            self._subscribers.discard(subscriber)
        if subscriber.overflowed:
            raise FeedOverflow(limit=self._depth)

    def close(self) -> None:
        """End every stream."""
        for subscriber in self._subscribers:
            subscriber.end()
        self._subscribers = set()
