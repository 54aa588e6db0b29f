"""One WebSocket to Asterisk: requests go out in order, answers find their request, events go to the listener."""

import asyncio
import base64
import itertools
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from appliance.errors import Refusal
from appliance.settings import Asterisk
from appliance.telephony.ari.codec import Malformed, Request, Response, Unknown, decode, encode
from appliance.telephony.ari.errors import AriLost, AriNotConnected, AriRequestTooLong, AriTimeout
from appliance.telephony.ari.events import ApplicationReplaced, AriEvent
from appliance.telephony.ari.retry import Timing

logger = logging.getLogger(__name__)

# At DEBUG the library logs every header, the password among them.
_library = logging.getLogger(f"{__name__}.library")
_library.setLevel(logging.INFO)

LONGEST_REQUEST = 65_000
LONGEST_MESSAGE = 64 * 2**20

Answer = asyncio.Future[Response]

_HEARTBEAT = Request("GET", "asterisk/ping")


class AriConnection:
    """A WebSocket that stands. `run` carries it until it breaks; a broken one stays broken."""

    def __init__(self, socket: ClientConnection, on_event: Callable[[AriEvent], None], timing: Timing) -> None:
        self._socket = socket
        self._on_event = on_event
        self._timing = timing
        self._loop = asyncio.get_running_loop()
        self._ids = itertools.count(1)
        self._outgoing: asyncio.Queue[str] = asyncio.Queue()
        self._waiting: dict[str, tuple[Request, Answer, asyncio.TimerHandle]] = {}
        self._heard = False
        self._ended: str | None = None

    @classmethod
    async def open(cls, settings: Asterisk, on_event: Callable[[AriEvent], None], timing: Timing) -> "AriConnection":
        """Connect; raises OSError, TimeoutError or WebSocketException. No event is read before `run`."""
        query = urlencode({"app": settings.app, "subscribeAll": "true"})
        login = f"{settings.ari_user}:{settings.ari_password.reveal()}".encode()
        socket = await connect(
            f"ws://{settings.ari_host}:{settings.ari_port}/ari/events?{query}",
            additional_headers={"Authorization": "Basic " + base64.b64encode(login).decode()},
            user_agent_header="callstead",
            compression=None,
            proxy=None,
            open_timeout=timing.opening,
            close_timeout=timing.closing,
            ping_interval=None,
            max_size=LONGEST_MESSAGE,
            logger=_library,
        )
        return cls(socket, on_event, timing)

    async def run(self) -> str:
        """Read, write and watch until the connection ends; the reason why, for the log."""
        parts = [asyncio.create_task(_carry(part)) for part in (self._read, self._write, self._watch)]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            self._end(next(part.result() for part in parts if part in done))
        except asyncio.CancelledError:
            await self._socket.close()
            raise
        finally:
            for part in parts:
                part.cancel()
            self._end("we closed")
            self._socket.transport.abort()
        return self._ended or ""

    def end(self, reason: str) -> None:
        """Break the connection at once; `run` returns `reason`."""
        self._end(reason)
        self._socket.transport.abort()

    def send(self, request: Request, limit: float) -> Answer:
        """Put the request behind those already sent; never waits. The future brings the answer or a Refusal."""
        answer: Answer = self._loop.create_future()
        answer.add_done_callback(_retrieved)
        request_id = str(next(self._ids))
        wire = encode(request_id, request)
        if refusal := self._objection(request, wire):
            answer.set_exception(refusal)
            return answer
        deadline = self._loop.call_later(limit, self._expire, request_id, limit)
        self._waiting[request_id] = (request, answer, deadline)
        self._outgoing.put_nowait(wire)
        return answer

    def _objection(self, request: Request, wire: str) -> Refusal | None:
        if self._ended is not None:
            return AriNotConnected(method=request.method, uri=request.uri)
        if len(wire) > LONGEST_REQUEST:
            return AriRequestTooLong(size=len(wire), limit=LONGEST_REQUEST)
        return None

    async def _read(self) -> str:
        while True:
            self._received(await self._socket.recv(decode=False))

    async def _write(self) -> str:
        while True:
            await self._socket.send(await self._outgoing.get())

    async def _watch(self) -> str:
        """Counted in heartbeats, not in seconds: a pause of our own process is no silence of Asterisk's.

        A request and not a ping: Asterisk can leave a socket deaf on which it still answers pings.
        """
        missed = 0
        while missed < self._timing.misses:
            self._heard = False
            self.send(_HEARTBEAT, self._timing.heartbeat)
            await asyncio.sleep(self._timing.heartbeat)
            missed = 0 if self._heard else missed + 1
        return "silent: no answer to heartbeats"

    def _received(self, data: bytes) -> None:
        self._heard = True
        message = decode(data)
        if isinstance(message, Response):
            self._answered(message)
        elif isinstance(message, Malformed):
            logger.warning("not an ARI message (%s): %r", message.problem, message.text)
        elif isinstance(message, Unknown):
            logger.debug("not read: %s", message.type)
        elif isinstance(message, ApplicationReplaced):
            self.end("another client took the application over")
        else:
            self._on_event(message)

    def _answered(self, response: Response) -> None:
        waiting = self._waiting.pop(response.request_id, None)
        if waiting is None:
            logger.debug("late or foreign answer: %r", response)
            return
        _, answer, deadline = waiting
        deadline.cancel()
        if not answer.done():
            answer.set_result(response)

    def _expire(self, request_id: str, limit: float) -> None:
        request, answer, _ = self._waiting.pop(request_id)
        if not answer.done():
            answer.set_exception(AriTimeout(method=request.method, uri=request.uri, seconds=limit))

    def _end(self, reason: str) -> None:
        if self._ended is None:
            self._ended = reason
        while self._waiting:
            request, answer, deadline = self._waiting.popitem()[1]
            deadline.cancel()
            if not answer.done():
                answer.set_exception(AriLost(method=request.method, uri=request.uri))


async def _carry(part: Callable[[], Awaitable[str]]) -> str:
    """Why `part` of a connection ended; a fault of ours ends the connection, not the client."""
    try:
        return await part()
    except ConnectionClosed as closed:
        return f"closed: {closed}"
    except Exception as fault:
        logger.exception("a connection failed on our side")
        return f"failed: {fault!r}"


def _retrieved(answer: Answer) -> None:
    """Nobody has to await an answer; reading its exception keeps asyncio from reporting it as forgotten."""
    if not answer.cancelled():
        answer.exception()
