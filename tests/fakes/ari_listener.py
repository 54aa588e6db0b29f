"""The engine's side of the link: everything that an AriClient told, in order, to wait for and to look at."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from appliance.settings import Asterisk
from appliance.telephony.ari.client import AriClient
from appliance.telephony.ari.events import AriEvent
from appliance.telephony.ari.picture import Picture

Told = TypeVar("Told")

UP, DOWN, GONE = "up", "down", "gone"
LIMIT = 30.0


class Listener:
    """`story` holds events, pictures and the words DOWN and GONE in the order of their coming."""

    def __init__(self) -> None:
        self.story: list[Any] = []
        self.on_up: Callable[[Picture], Awaitable[None]] | None = None
        self._news = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    def tell(self, news: Any) -> None:
        self.story.append(news)
        task = asyncio.ensure_future(self._announce())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def up(self, picture: Picture) -> None:
        if self.on_up is not None:
            await self.on_up(picture)
        self.tell(picture)

    async def told(self, wanted: Callable[[Any], bool], limit: float = LIMIT, count: int = 1) -> Any:
        """The `count`th wanted piece of news, awaited for `limit` seconds."""
        async with asyncio.timeout(limit), self._news:
            await self._news.wait_for(lambda: len(self._found(wanted)) >= count)
        return self._found(wanted)[count - 1]

    async def event(self, kind: type[Told], limit: float = LIMIT) -> Told:
        """The first event of `kind`."""
        found: Told = await self.told(lambda news: isinstance(news, kind), limit)
        return found

    async def picture(self, count: int = 1, limit: float = LIMIT) -> Picture:
        found: Picture = await self.told(lambda news: isinstance(news, Picture), limit, count)
        return found

    def _found(self, wanted: Callable[[Any], bool]) -> list[Any]:
        return [news for news in self.story if wanted(news)]

    async def _announce(self) -> None:
        async with self._news:
            self._news.notify_all()


@asynccontextmanager
async def linked(
    settings: Asterisk,
    listener: Listener,
    *,
    on_event: Callable[[AriEvent], None] | None = None,
) -> AsyncIterator[AriClient]:
    """A client that runs while the block does, and tells `listener` everything."""
    client = AriClient(
        settings,
        on_event=on_event or listener.tell,
        on_up=listener.up,
        on_down=lambda _: listener.tell(DOWN),
        on_gone=lambda: listener.tell(GONE),
    )
    task = asyncio.create_task(client.run())
    try:
        yield client
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
