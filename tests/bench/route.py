"""route.latency: an agent becomes free while callers wait, until the next INVITE reaches that agent's phone."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from drivers.simulated.sip.caller import Caller
from drivers.simulated.sip.network import Load, Network
from drivers.simulated.sip.note import Kind, Note, percentile
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.runner import Sipp
from tests.bench import ours, stock
from tests.bench.figure import Figure, Goal
from tests.bench.stand import NUMBER, Stand, seated

AGENTS, WAITING, SAMPLES = 10, 20, 300
TALK_S = 1.0
LIMIT_S = 120.0
CROWD_MEDIA = (31000, 33999)
OVER = (Kind.HUNG_UP, Kind.CLEARED)


def measure(folder: Path) -> list[Figure]:
    """Both percentiles, in milliseconds."""
    with ours.running(folder / "ours", AGENTS) as stand:
        found = sorted(asyncio.run(_latencies(stand)))
    with stock.running(folder / "stock", AGENTS) as stand:
        baseline = sorted(asyncio.run(_latencies(stand)))
    counts = {"samples": len(found), "baseline_samples": len(baseline), "agents": AGENTS, "waiting": WAITING}
    goals = {"p50": (0.50, Goal(most=30, ratio_most=0.1)), "p99": (0.99, Goal(most=100, ratio_most=0.1))}
    return [
        Figure(f"route.latency.{name}", _ms(found, share), "ms", goal, _ms(baseline, share), counts)
        for name, (share, goal) in goals.items()
    ]


class Waits:
    """Hears the phones: `seconds` from the end of each one's call to the next INVITE that reaches it."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._free: dict[str, float] = {}

    def hear(self, note: Note) -> None:
        if note.kind in OVER:
            self._free[note.who] = note.at
        elif note.kind is Kind.RINGING and note.who in self._free:
            self.seconds.append(note.at - self._free.pop(note.who))


async def _latencies(stand: Stand) -> list[float]:
    network, waits = stand.network(), Waits()
    async with seated(stand, network, Phone(ring=0, talk=TALK_S), hear=waits.hear) as phones:
        first, crowd = _openers(network), _crowd(network)
        await first.start()
        await first.until(lambda notes: _placed(notes) == AGENTS, LIMIT_S)
        await crowd.start()
        try:
            await phones.sipp.until(lambda _: len(waits.seconds) >= SAMPLES, LIMIT_S)
        finally:
            await crowd.stop()
            await first.stop()
    return waits.seconds[:SAMPLES]


def _openers(network: Network) -> Sipp:
    """They occupy the agents one after another, so that the agents do not become free in step."""
    load = Load(calls=AGENTS, rate=AGENTS / TALK_S, at_once=AGENTS)
    return network.callers(Caller(NUMBER, "13800000000", talk=None), load)


def _crowd(network: Network) -> Sipp:
    """So many callers at any time that some always wait."""
    load = Load(calls=10 * SAMPLES, rate=40, at_once=AGENTS + WAITING)
    return network.callers(Caller(NUMBER, "13900000000", talk=None), load, media=CROWD_MEDIA)


def _placed(notes: Sequence[Note]) -> int:
    return sum(note.kind is Kind.PLACED for note in notes)


def _ms(ordered: Sequence[float], share: float) -> float:
    value = percentile(ordered, share)
    if value is None:
        raise RuntimeError("no agent was rung twice")
    return round(value * 1000, 2)
