"""The call engine's link to Asterisk: stands again by itself, and shows what is true each time it does."""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from websockets.exceptions import WebSocketException

from appliance.errors import Refusal
from appliance.settings import Asterisk
from appliance.telephony.ari import picture
from appliance.telephony.ari.codec import Query, Request, Response
from appliance.telephony.ari.errors import AriNotConnected
from appliance.telephony.ari.events import AriEvent
from appliance.telephony.ari.picture import Picture
from appliance.telephony.ari.readers import READERS
from appliance.telephony.ari.retry import Retry, Timing
from appliance.telephony.ari.values import Json
from appliance.telephony.ari.websocket import Answer, AriConnection

logger = logging.getLogger(__name__)

LIMIT = 5.0


class AriClient:
    """Connects for ever. The listeners, all called in the event loop and one at a time:

    `on_up(picture)` is awaited after each connect, before any event of that connection; events that came
    meanwhile follow it in order (the picture may show their effect already). Cancelled if the connection breaks.
    `on_down(reason)` comes at once when a connection breaks that `on_up` was called for.
    `on_gone()` comes once when nobody has listened on Asterisk's port for a second: it is dead, and its calls too.
    A listener that raises is logged; the link lives on. Of the events only those `kinds` are sent by Asterisk.
    """

    def __init__(
        self,
        settings: Asterisk,
        *,
        on_event: Callable[[AriEvent], None],
        on_up: Callable[[Picture], Awaitable[None]],
        on_down: Callable[[str], None],
        on_gone: Callable[[], None],
        timing: Timing | None = None,
        kinds: Iterable[str] = READERS,
    ) -> None:
        self._settings = settings
        self._kinds = tuple(kinds)
        self._on_event = on_event
        self._on_up = on_up
        self._on_down = on_down
        self._on_gone = on_gone
        self._timing = timing or Timing()
        self._connection: AriConnection | None = None
        self._held: deque[AriEvent] | None = None
        self._up = False
        self._complaint = ""

    @property
    def connected(self) -> bool:
        """Whether requests can be sent; already true while `on_up` runs."""
        return self._connection is not None

    async def run(self) -> None:
        """Keep the link until cancelled."""
        loop, retry = asyncio.get_running_loop(), Retry(self._timing, random.random)
        while True:
            if connection := await self._connect(retry):
                since = loop.time()
                await self._serve(connection)
                retry.ended(loop.time() - since)
            await asyncio.sleep(retry.delay(loop.time()))

    async def request(
        self, method: str, uri: str, query: Query | None = None, body: Json | None = None, *, limit: float = LIMIT
    ) -> Response:
        """The answer of whatever status within `limit` seconds; raises AriNotConnected, AriLost or AriTimeout."""
        return await self.send(Request(method, uri, query or {}, body), limit=limit)

    def send(self, request: Request, *, limit: float = LIMIT) -> Answer:
        """Send behind all earlier requests without waiting; the future may be dropped. It raises as `request`."""
        if self._connection is not None:
            return self._connection.send(request, limit)
        answer: Answer = asyncio.get_running_loop().create_future()
        answer.set_exception(AriNotConnected(method=request.method, uri=request.uri))
        answer.exception()
        return answer

    async def _connect(self, retry: Retry) -> AriConnection | None:
        try:
            connection = await AriConnection.open(self._settings, self._deliver, self._timing)
        except ConnectionRefusedError:
            if retry.refused(asyncio.get_running_loop().time()):
                logger.error("Asterisk is gone: nobody listens at port %s", self._settings.ari_port)
                self._tell(self._on_gone)
        except (OSError, WebSocketException) as fault:
            self._complain(repr(fault))
            retry.failed()
        else:
            retry.connected()
            return connection
        return None

    async def _serve(self, connection: AriConnection) -> None:
        self._connection, self._held = connection, deque()
        greeting = asyncio.create_task(self._greet(connection))
        try:
            reason = await connection.run()
        finally:
            self._connection = None
            greeting.cancel()
            await asyncio.gather(greeting, return_exceptions=True)
            was_up, self._up, self._held = self._up, False, None
        self._complain(reason)
        if was_up:
            self._tell(self._on_down, reason)

    async def _greet(self, connection: AriConnection) -> None:
        try:
            seen = await self._look(connection)
        except (Refusal, ValueError, TypeError, LookupError) as fault:
            connection.end(f"its state could not be read: {fault!r}")
            return
        self._up, self._complaint = True, ""
        try:
            await self._on_up(seen)
        except Exception:
            logger.exception("on_up failed")
        self._release()

    async def _look(self, connection: AriConnection) -> Picture:
        app = self._settings.app
        asked = (picture.CHANNELS, picture.BRIDGES, picture.ENDPOINTS, picture.STATUS)
        answers = [connection.send(request, LIMIT) for request in (picture.event_filter(app, self._kinds), *asked)]
        _, channels, bridges, endpoints, status = [(await answer).value() for answer in answers]
        return picture.picture(app, channels, bridges, endpoints, status)

    def _complain(self, fault: str) -> None:
        """Log why no connection comes about, each reason once and not with every attempt."""
        if fault != self._complaint:
            logger.warning("no WebSocket to Asterisk: %s", fault)
        self._complaint = fault

    def _deliver(self, event: AriEvent) -> None:
        if self._held is not None:
            self._held.append(event)
        else:
            self._tell(self._on_event, event)

    def _release(self) -> None:
        held, self._held = self._held, None
        for event in held or ():
            self._tell(self._on_event, event)

    def _tell(self, listener: Callable[..., None], *about: object) -> None:
        try:
            listener(*about)
        except Exception:
            logger.exception("a listener failed on %r", about)
