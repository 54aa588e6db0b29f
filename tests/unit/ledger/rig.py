"""A writer between a store and a journal that fail on command."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from appliance.contact.ledger.errors import LedgerUnavailable
from appliance.contact.ledger.service import LedgerWriter
from appliance.events import Event
from tests.unit.ledger.fakes import MemoryJournal, MemoryStore

AT = datetime(2026, 1, 1, 8, tzinfo=UTC)
REFUSED = LedgerUnavailable(reason="disk full")
LIMIT = 30


class FixedClock:
    def now(self) -> datetime:
        return AT


@dataclass
class Rig:
    store: MemoryStore = field(default_factory=MemoryStore)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    troubles: list[Exception] = field(default_factory=list)
    recovered: asyncio.Event = field(default_factory=asyncio.Event)
    patience: float = 0.25
    writer: LedgerWriter = field(init=False)

    def __post_init__(self) -> None:
        self.writer = LedgerWriter(
            self.store,
            self.journal,
            FixedClock(),
            patience=self.patience,
            on_trouble=self.troubles.append,
            on_recovered=self.recovered.set,
        )

    async def until_recovered(self) -> None:
        async with asyncio.timeout(LIMIT):
            await self.recovered.wait()

    def numbers(self) -> list[int]:
        return [event.data["n"] for event in self.store.events]


@asynccontextmanager
async def running(rig: Rig) -> AsyncIterator[Rig]:
    rig.writer.start()
    try:
        yield rig
    finally:
        rig.store.release()
        rig.store.refusing = None
        rig.journal.failing = None
        assert await rig.writer.close() == 0


def numbered(*numbers: int) -> list[Event]:
    return [Event("test.fact", AT, data={"n": n}) for n in numbers]


def scenario(test: Callable[[], object]) -> Callable[[], None]:
    """Run a coroutine test, bounded."""

    def run() -> None:
        async def bounded() -> None:
            async with asyncio.timeout(2 * LIMIT):
                await test()  # type: ignore[misc]

        asyncio.run(bounded())

    run.__name__ = test.__name__
    run.__doc__ = test.__doc__
    return run
