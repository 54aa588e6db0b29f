"""setup.latency: a call comes in while agents are free, until the INVITE for it reaches an agent's phone."""

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path

from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller
from drivers.simulated.sip.network import Load
from drivers.simulated.sip.note import Kind, Note, percentile
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.scenario import Audio
from tests.bench import ours, stock
from tests.bench.figure import Figure, Goal
from tests.bench.stand import NUMBER, Stand, seated

AGENTS, CALLS, RATE = 40, 300, 10.0
TALK_S = 1.5
LIMIT_S = CALLS / RATE + 30.0
CALLER = re.compile(r"sips?:([^@;>]+)")


def measure(folder: Path) -> list[Figure]:
    """The 99th percentile in milliseconds."""
    with ours.running(folder / "ours", AGENTS) as stand:
        found = asyncio.run(_latencies(stand))
    with stock.running(folder / "stock", AGENTS) as stand:
        baseline = asyncio.run(_latencies(stand))
    details = {
        "calls": CALLS,
        "calls_per_second": RATE,
        "p50": _ms(found, 0.5),
        "most": _ms(found, 1.0),
        "baseline_p50": _ms(baseline, 0.5),
    }
    goal = Goal(most=150)
    return [Figure("setup.latency.p99", _ms(found, 0.99), "ms", goal, _ms(baseline, 0.99), details)]


def setups(callers: Iterable[Note], phones: Iterable[Note]) -> list[float]:
    """Seconds from each call's INVITE to the first phone that rings for it, sorted; callers differ in their numbers."""
    rang: dict[str, float] = {}
    for note in phones:
        if note.kind is Kind.RINGING and (caller := CALLER.search(note.detail)):
            rang.setdefault(caller[1], note.at)
    placed = {note.who: note.at for note in callers if note.kind is Kind.PLACED}
    return sorted(rang[who] - at for who, at in placed.items() if who in rang)


async def _latencies(stand: Stand) -> list[float]:
    """Callers speak at once, as people do: the stock Answer waits up to half a second for their first audio."""
    network = stand.network()
    voice = Audio(network.sound("voice", speech.tone(440)))
    load = Load(CALLS, RATE, AGENTS, [(f"1390000{number:04}",) for number in range(CALLS)])
    async with seated(stand, network, Phone(ring=0, talk=TALK_S)) as phones:
        callers = network.callers(Caller(NUMBER, "[field0]", voice, talk=None), load)
        await callers.start()
        result = await callers.wait(LIMIT_S)
    found = setups(result.notes, phones.sipp.notes)
    if len(found) < CALLS:
        raise RuntimeError(f"{CALLS - len(found)} of {CALLS} calls rang nobody: {result.errors[:3]}")
    return found


def _ms(ordered: list[float], share: float) -> float:
    return round(1000 * (percentile(ordered, share) or 0.0), 2)
