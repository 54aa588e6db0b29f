"""A process that writes a ledger for as long as it is let live: `python -m tests.servers.ledger_lives MODE ...`."""

import asyncio
import json
import resource
import sys
import time
from collections import deque
from pathlib import Path

from appliance.clock import SystemClock
from appliance.contact.ledger.journal import JournalFile
from appliance.contact.ledger.model import Durability
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.ledger.service import LedgerWriter
from appliance.events import Event
from appliance.store.engine import open_engine

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
    late, slowest = 0, 0.0
    for n in range(1, 2001):
        started = time.monotonic()
        late += await writer.append(numbered(0, n)) is Durability.LATE
        slowest = max(slowest, time.monotonic() - started)
    seen |= {"late": late, "slowest": slowest, "pending": writer.pending, "behind": str(writer.behind_since)}
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await asyncio.wait_for(recovered.wait(), 20)
    seen["after"] = (await writer.append(numbered(0, 2001))).value
    seen["left"] = await writer.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    mode, url, journal, number = sys.argv[1:]
    asyncio.run({"endless": endless, "full": full}[mode](url, journal, int(number)))
