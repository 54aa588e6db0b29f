"""What one input leads to: facts first, and what is heard of them only when they are durable."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from appliance.contact.calls.commands import Command
from appliance.errors import Refusal
from appliance.events import Event

logger = logging.getLogger(__name__)

LINGER = 0.05


class Writer(Protocol):
    def append(self, events: Sequence[Event]) -> asyncio.Future[Any]:
        """A promise, kept in the order of the calls, that the events are durable (or that it takes too long)."""
        ...


class Outbox:
    """Collects facts and commands of one input; `flush` hands the facts to the ledger and holds the commands back.

    Batches leave in the order of their inputs: `deliver` gets a batch's commands and `publish` its facts once all
    facts up to it are kept. Facts that nobody is about to hear of wait up to `LINGER` seconds for company, so that
    most inputs cost no commit of their own.
    """

    def __init__(
        self,
        writer: Writer,
        deliver: Callable[[Sequence[Command]], None],
        publish: Callable[[Sequence[Event]], None],
        refused: Callable[[Refusal], None] = lambda refusal: None,
    ) -> None:
        self._writer, self._deliver, self._publish, self._refused = writer, deliver, publish, refused
        self._events: list[Event] = []
        self._commands: list[Command] = []
        self._lingering: asyncio.TimerHandle | None = None
        self._waiting: deque[tuple[asyncio.Future[Any] | None, list[Event], list[Command]]] = deque()

    @property
    def unpublished(self) -> int:
        """Facts that were recorded and not told yet."""
        return len(self._events) + sum(len(events) for _, events, _ in self._waiting)

    def record(self, *events: Event) -> None:
        self._events.extend(events)

    def send(self, *commands: Command) -> None:
        self._commands.extend(commands)

    def flush(self) -> None:
        """End of an input."""
        if self._commands:
            self._leave()
        elif self._events and self._lingering is None:
            self._lingering = asyncio.get_running_loop().call_later(LINGER, self._leave)

    def close(self) -> None:
        """What lingers leaves now."""
        if self._events or self._commands:
            self._leave()

    async def settled(self) -> None:
        """What was recorded so far leaves now; returns when it is kept and out."""
        self.close()
        if promises := [promise for promise, _, _ in self._waiting if promise]:
            await asyncio.wait(promises)

    def _leave(self) -> None:
        if self._lingering:
            self._lingering.cancel()
            self._lingering = None
        events, commands = self._events, self._commands
        self._events, self._commands = [], []
        promise = self._promise(events) if events else None
        self._waiting.append((promise, events, commands))
        if promise:
            promise.add_done_callback(lambda _: self._drain())
        self._drain()

    def _promise(self, events: Sequence[Event]) -> asyncio.Future[Any] | None:
        try:
            return self._writer.append(events)
        except Refusal as refusal:
            logger.exception("the ledger refuses %s", events)
            asyncio.get_running_loop().call_soon(self._refused, refusal)
            return None

    def _drain(self) -> None:
        while self._waiting and (self._waiting[0][0] is None or self._waiting[0][0].done()):
            _, events, commands = self._waiting.popleft()
            self._deliver(commands)
            self._publish(events)
