"""The asking end for our own long-running processes."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any, Self

from appliance.control.address import short
from appliance.control.errors import (
    ControlForbidden,
    ControlLost,
    ControlTimeout,
    ControlUnreachable,
    RemoteRefusal,
)
from appliance.control.protocol import (
    LINE_LIMIT,
    Answer,
    End,
    Failure,
    Part,
    Reply,
    Request,
    decode_answer,
    encode,
)

__all__ = ["ControlClient", "ControlLost", "ControlTimeout", "ControlUnreachable", "RemoteRefusal", "Stream"]


class ControlClient:
    """Asks one process; calls share a connection that is opened when needed, each stream has its own.

    `limit` is how long (seconds) a call may take. Safe to share between tasks of one event loop.
    """

    def __init__(self, path: Path, *, limit: float = 10.0, language: str | None = None) -> None:
        self._path = path
        self._limit = limit
        self._language = language
        self._link: _Link | None = None
        self._opening = asyncio.Lock()
        self._ids = map(str, itertools.count(1))

    async def call(self, command: str, /, **args: Any) -> Any:
        """The result; raises RemoteRefusal, ControlUnreachable, ControlForbidden, ControlLost, ControlTimeout."""
        try:
            async with asyncio.timeout(self._limit):
                link = await self._linked()
                answer = await link.ask(Request(next(self._ids), command, args, self._language))
        except TimeoutError:
            raise ControlTimeout(process=self._path.stem, command=command, limit=self._limit) from None
        if answer is None:
            raise ControlLost(process=self._path.stem, command=command)
        if isinstance(answer, Failure):
            raise RemoteRefusal(answer.code, answer.details)
        return answer.result if isinstance(answer, Reply | End) else None

    def stream(self, command: str, /, **args: Any) -> "Stream":
        """The parts of a streaming command as they come; raises what `call` does, but waits without limit."""
        return Stream(self._path, Request("1", command, args, self._language))

    async def aclose(self) -> None:
        """Close the shared connection; calls that still wait raise ControlLost."""
        if self._link is not None:
            await self._link.aclose()
            self._link = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _linked(self) -> "_Link":
        async with self._opening:
            if self._link is None or self._link.lost:
                await self.aclose()
                self._link = _Link(*await _connect(self._path))
            return self._link


class Stream:
    """An async iterator of parts; once it is over, `result` is what the stream said as a whole.

    Leave it early through `async with` or `aclose`, so that the other end hears of it at once.
    """

    def __init__(self, path: Path, request: Request) -> None:
        self.result: Any = None
        self._parts = self._read(path, request)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        return await anext(self._parts)

    async def aclose(self) -> None:
        """Tell the other end that nobody listens any more."""
        await self._parts.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _read(self, path: Path, request: Request) -> AsyncGenerator[Any, None]:
        async with _connected(path) as (reader, writer):
            writer.write(encode(request))
            async with aclosing(_answers(reader)) as answers:
                async for answer in answers:
                    match answer:
                        case Part(_, part):
                            yield part
                        case Failure(_, code, details):
                            raise RemoteRefusal(code, details)
                        case Reply(_, result) | End(_, result):
                            self.result = result
                            return
        raise ControlLost(process=path.stem, command=request.command)


class _Link:
    """One connection shared by many calls; answers find their caller by the request's id."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._waiting: dict[str, asyncio.Future[Answer | None]] = {}
        self.lost = False
        self._task = asyncio.create_task(self._dispatch(reader))

    async def ask(self, request: Request) -> Answer | None:
        """The answer to `request`, None when the connection ended before it."""
        line = encode(request)
        future: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        if self.lost:
            return None
        self._waiting[request.id] = future
        try:
            self._writer.write(line)
            await self._writer.drain()
            return await future
        except ConnectionError:
            return None
        finally:
            self._waiting.pop(request.id, None)

    async def aclose(self) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])
        await _close(self._writer)

    async def _dispatch(self, reader: asyncio.StreamReader) -> None:
        try:
            async with aclosing(_answers(reader)) as answers:
                async for answer in answers:
                    future = self._waiting.get(answer.id)
                    if future is not None and not future.done():
                        future.set_result(answer)
        finally:
            self.lost = True
            for future in self._waiting.values():
                if not future.done():
                    future.set_result(None)


async def _answers(reader: asyncio.StreamReader) -> AsyncGenerator[Answer, None]:
    try:
        while line := await reader.readline():
            yield decode_answer(line)
    except (ConnectionError, ValueError):
        return


@asynccontextmanager
async def _connected(path: Path) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await _connect(path)
    try:
        yield reader, writer
    finally:
        await _close(writer)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


async def _connect(path: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    try:
        with short(path) as name:
            return await asyncio.open_unix_connection(name, limit=LINE_LIMIT)
    except PermissionError:
        raise ControlForbidden(process=path.stem, path=str(path)) from None
    except OSError:
        raise ControlUnreachable(process=path.stem, path=str(path)) from None
