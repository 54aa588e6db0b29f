"""One client of the control socket: reads its requests, runs them side by side, writes their answers."""

import asyncio
import logging
import pwd
import socket
import struct
from contextlib import aclosing

from appliance.control.commands import Commands
from appliance.control.protocol import Failure, Request, decode_request, encode, malformed

logger = logging.getLogger(__name__)

IN_FLIGHT = 64
"""Requests of one client that run at the same time; further ones wait in its socket."""


class Connection:
    """Serves one client until it goes; a command it started is finished all the same, a stream is not."""

    def __init__(
        self,
        commands: Commands,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        patience: float,
    ) -> None:
        self._commands = commands
        self._reader = reader
        self._writer = writer
        self._user = _user(writer)
        self._patience = patience
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._running: dict[asyncio.Task[None], bool] = {}
        self._reading = asyncio.create_task(self._read())

    async def serve(self, grace: float) -> None:
        """Return when the client is gone; `grace` is how long (seconds) its commands may still take."""
        try:
            await asyncio.wait([self._reading])
        finally:
            await self._finish(grace)

    def stop(self) -> None:
        """Read no further requests, as if the client were gone."""
        self._reading.cancel()

    async def _read(self) -> None:
        while line := await self._line():
            await self._slots.acquire()
            self._start(decode_request(line))

    async def _line(self) -> bytes:
        try:
            return await self._reader.readline()
        except ValueError:
            await self._send(encode(malformed("longer than the limit")))
        except ConnectionError:
            logger.debug("client went away")
        return b""

    def _start(self, request: Request | Failure) -> None:
        task = asyncio.create_task(self._answer(request))
        self._running[task] = isinstance(request, Request) and self._commands.streams(request.command)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        self._slots.release()

    async def _answer(self, request: Request | Failure) -> None:
        if isinstance(request, Failure):
            await self._send(encode(request))
            return
        async with aclosing(self._commands.answers(request, self._user)) as lines:
            async for line in lines:
                if not await self._send(line):
                    break

    async def _send(self, line: bytes) -> bool:
        """Write one line; a client that is gone, or does not read within our patience, is cut off: False."""
        if self._writer.is_closing():
            return False
        try:
            self._writer.write(line)
            async with asyncio.timeout(self._patience):
                await self._writer.drain()
        except (TimeoutError, ConnectionError):
            self._writer.transport.abort()
            return False
        # Neither a quick client nor a handler that never waits may keep the event loop to itself.
        await asyncio.sleep(0)
        return True

    async def _finish(self, grace: float) -> None:
        for task, streams in self._running.items():
            if streams:
                task.cancel()
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=grace)
            for task in late:
                task.cancel()
        await self._close(grace)

    async def _close(self, grace: float) -> None:
        self._writer.close()
        try:
            async with asyncio.timeout(grace):
                await self._writer.wait_closed()
        except (TimeoutError, ConnectionError):
            self._writer.transport.abort()


def _user(writer: asyncio.StreamWriter) -> str:
    """The system user at the other end when it connected (SO_PEERCRED, unix(7)); the number if it has no name."""
    link: socket.socket = writer.get_extra_info("socket")
    size = struct.calcsize("3i")
    _, user, _ = struct.unpack("3i", link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
