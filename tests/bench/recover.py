"""engine.recover: the engine is killed under 200 live calls, until a new one has the right picture of them."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from appliance.errors import Refusal
from drivers.simulated.sip.caller import Caller
from drivers.simulated.sip.network import Load
from drivers.simulated.sip.note import Kind, Note
from drivers.simulated.sip.phone import Phone
from tests.bench import cpu, ours
from tests.bench.figure import Figure, Goal
from tests.bench.stand import NUMBER, seated, until

TALKING, WAITING = 120, 80
CALLS = TALKING + WAITING
WANTED = {"open": CALLS, "waiting": WAITING, "talking": TALKING}
RATE = 40.0
RAMP_S, RECOVER_S, CLOSE_S = CALLS / RATE + 20.0, 20.0, 20.0
LOST = (Kind.HUNG_UP, Kind.CLEARED, Kind.REFUSED, Kind.CANCELLED)


def measure(folder: Path) -> list[Figure]:
    """Seconds from the kill; the dropped calls are counted over the time until the picture is right, and then named."""
    with ours.running(folder / "ours", TALKING) as stand:
        seconds, details = asyncio.run(_recovered(stand))
    return [
        Figure("engine.recover", seconds, "s", Goal(most=2), details=details),
        Figure("engine.recover.dropped", details["dropped"], "calls", Goal(most=0)),
    ]


async def _recovered(stand: ours.OurBox) -> tuple[float, dict[str, Any]]:
    network = stand.network()
    async with seated(stand, network, Phone(ring=0)) as phones:
        callers = network.callers(Caller(NUMBER, "13900000000", talk=None), Load(CALLS, RATE, CALLS))
        await callers.start()
        await until(lambda: _right(stand), RAMP_S, f"{CALLS} live calls")
        killed = time.time()
        stand.box.kill("engine")
        await until(lambda: _right(stand), RECOVER_S, "the right picture after the kill")
        found, pid = time.time(), stand.box.pid("engine")
        started = time.time() - cpu.age(pid)
        lost = _lost(callers.notes, killed) + _lost(phones.sipp.notes, killed)
        answered = sum(note.kind is Kind.ANSWERED for note in callers.notes)
        await callers.stop()
        await until(lambda: _nobody(stand), CLOSE_S, "the calls' books closed")
    return round(found - killed, 3), {
        "calls": CALLS,
        "since_new_process_s": round(found - started, 3),
        "dropped": lost + CALLS - answered,
    }


async def _right(stand: ours.OurBox) -> bool:
    """Whether a ready engine knows the calls as they are; False while there is none to ask."""
    with suppress(Refusal, OSError):
        status = await stand.status()
        known = (status["calls"], status["agents"]["talking"]) == (WANTED, TALKING)
        return known and bool(status["ready"])
    return False


async def _nobody(stand: ours.OurBox) -> bool:
    return not (await stand.status())["calls"]["open"]


def _lost(notes: Sequence[Note], since: float) -> int:
    return sum(note.kind in LOST and note.at >= since for note in notes)
