"""A process that writes a ledger for as long as it is let live: `python -m tests.servers.ledger_lives MODE ...`."""

import asyncio
import json
import resource
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import OperationalError

from appliance.clock import SystemClock
from appliance.contact.agents.repository import PresenceRecords
from appliance.contact.calls.repository import CallRecords
from appliance.contact.ledger.journal import JournalFile
from appliance.contact.ledger.model import Durability
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.ledger.service import LedgerWriter
from appliance.contact.statistics.repository import FigureRepository
from appliance.contact.statistics.service import Figures
from appliance.events import Event
from appliance.store.engine import open_engine
from tests.servers.ledger_day import Day

IN_FLIGHT = 8
clock = SystemClock()


def numbered(life: int, *numbers: int) -> list[Event]:
    return [Event("test.fact", clock.now(), data={"life": life, "n": n}) for n in numbers]


async def endless(url: str, journal: str, life: int) -> None:
    """Append 1, 2, 3 ... in batches of 1 to 16 and print the last number of each that is acknowledged.

    Patience never ends here: whatever is acknowledged is in the ledger or in the journal.
    """
    store = LedgerRepository(open_engine(url, lock_wait=0.05))
    writer = LedgerWriter(store, JournalFile(Path(journal)), clock, patience=3600)
    writer.start()
    open_: deque[tuple[int, asyncio.Future[Durability]]] = deque()
    last = 0
    while True:
        size = last % 16 + 1
        open_.append((last + size, writer.append(numbered(life, *range(last + 1, last + size + 1)))))
        last += size
        if len(open_) > IN_FLIGHT:
            number, promise = open_.popleft()
            print((await promise).value, number, flush=True)


async def day(url: str, journal: str, life: int) -> None:
    """Write the events of a day with call records beside them, count figures all the while, print how many are kept."""
    store = LedgerRepository(open_engine(url, lock_wait=0.2), (CallRecords(), PresenceRecords()))
    writer = LedgerWriter(store, JournalFile(Path(journal)), clock, patience=3600)
    writer.start()
    counting = asyncio.create_task(_count(Figures(FigureRepository(open_engine(url)))))
    events, last = Day(life, calls=400).events(), 0
    while last < len(events):
        batch = events[last : last + last % 16 + 1]
        await writer.append(batch)
        last += len(batch)
        print(last, flush=True)
    await counting


async def _count(figures: Figures) -> None:
    while True:
        with suppress(OperationalError):
            await asyncio.to_thread(figures.catch_up)


async def full(url: str, journal: str, room: int) -> None:
    """Append while no file may grow beyond `room` bytes, then with the limit gone; print what was seen."""
    seen: dict[str, object] = {"troubles": []}
    recovered = asyncio.Event()
    writer = LedgerWriter(
        LedgerRepository(open_engine(url, lock_wait=0.2)),
        JournalFile(Path(journal)),
        clock,
        on_trouble=lambda error: seen["troubles"].append(str(error)),  # type: ignore[attr-defined]
        on_recovered=recovered.set,
    )
    writer.start()
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    late = 0
    for n in range(1, 2001):
        late += await writer.append(numbered(0, n)) is Durability.LATE
    seen |= {"late": late, "pending": writer.pending, "behind": str(writer.behind_since)}
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await asyncio.wait_for(recovered.wait(), 60)
    seen["after"] = (await writer.append(numbered(0, 2001))).value
    seen["left"] = await writer.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    mode, url, journal, number = sys.argv[1:]
    asyncio.run({"endless": endless, "full": full, "day": day}[mode](url, journal, int(number)))
