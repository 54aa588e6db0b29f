"""The commands of one process: finds the handler, checks the arguments, turns what happens into answers."""

import asyncio
import difflib
import inspect
import logging
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from appliance.control.arguments import Parameter, bind, parameters
from appliance.control.errors import CommandUnknown, InternalFault
from appliance.control.protocol import End, Failure, Part, Reply, Request, encode
from appliance.errors import Refusal

logger = logging.getLogger(__name__)

Handler = Callable[..., Awaitable[Any] | AsyncIterator[Any]]
"""`async def (*, name: type, ...) -> JSON value`, or an async generator of them: then the command streams."""


Outage = Callable[[BaseException], Refusal | None]
"""What a fault of a handler is refused with, if it is none of ours but of what we stand on (the database)."""


def no_outage(fault: BaseException) -> Refusal | None:
    return None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the system user at the other end of the socket, and the language that person reads."""

    user: str = ""
    language: str | None = None


CALLER: ContextVar[Caller] = ContextVar("caller")
"""Who asked, while a handler runs."""


@dataclass(frozen=True, slots=True)
class Final:
    """Yielded last by a streaming handler: the result that closes the stream."""

    result: Any


@dataclass(frozen=True, slots=True)
class _Command:
    handler: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    streams: bool


class Commands:
    """Answers requests; raises TypeError at once for a handler whose arguments cannot be checked."""

    def __init__(self, handlers: Mapping[str, Handler], outage: Outage = no_outage) -> None:
        self._outage = outage
        self._commands = {
            name: _Command(handler, parameters(handler), inspect.isasyncgenfunction(handler))
            for name, handler in handlers.items()
        }

    def streams(self, name: str) -> bool:
        """Whether `name` answers in parts; False for a command that does not exist."""
        return name in self._commands and self._commands[name].streams

    async def answers(self, request: Request, user: str = "") -> AsyncGenerator[bytes, None]:
        """The lines that answer the request of `user`, the last always a reply, an end or a failure."""
        CALLER.set(Caller(user, request.language))
        try:
            async with aclosing(self._lines(request)) as lines:
                async for line in lines:
                    yield line
        except Refusal as refusal:
            yield self._failure(request, refusal)
        except asyncio.CancelledError:
            if _cancelled():
                raise
            yield self._failure(request, _fault(request.command))
        except Exception as fault:
            yield self._failure(request, self._outage(fault) or _fault(request.command))

    async def _lines(self, request: Request) -> AsyncGenerator[bytes, None]:
        command = self._found(request.command)
        values = bind(command.parameters, request.args)
        if not command.streams:
            yield encode(Reply(request.id, await command.handler(**values)))
            return
        result = None
        async with aclosing(command.handler(**values)) as parts:
            async for part in parts:
                if isinstance(part, Final):
                    result = part.result
                else:
                    yield encode(Part(request.id, part))
        yield encode(End(request.id, result))

    def _found(self, name: str) -> _Command:
        if name not in self._commands:
            close = difflib.get_close_matches(name[:64], self._commands, cutoff=0.5)
            raise CommandUnknown(command=name[:64], suggestions=", ".join(close or sorted(self._commands)))
        return self._commands[name]

    def _failure(self, request: Request, refusal: Refusal) -> bytes:
        try:
            return encode(Failure(request.id, refusal.code, refusal.details))
        except (TypeError, ValueError, Refusal):
            logger.exception("details of a refusal are no JSON", extra={"code": refusal.code})
            return encode(Failure(request.id, refusal.code, {}))


def _fault(command: str) -> InternalFault:
    incident = secrets.token_hex(6)
    logger.exception("command failed", extra={"command": command, "incident": incident})
    return InternalFault(incident=incident, command=command)


def _cancelled() -> bool:
    """Whether this task itself is being cancelled, not only something its handler waited for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
