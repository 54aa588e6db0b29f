"""cpu.call: processor seconds of Asterisk and engine that a recorded call of three seconds costs."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller
from drivers.simulated.sip.network import Load
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.scenario import Audio
from tests.bench import ours, stock
from tests.bench.figure import Figure, Goal
from tests.bench.stand import NUMBER, Stand, seated, until

AGENTS, CALLS, RATE = 24, 200, 5.0
TALK_S = 3.0
LIMIT_S = CALLS / RATE + 30.0
SETTLED_S = 30.0


def measure(folder: Path) -> list[Figure]:
    """Seconds per call; what sealing costs afterwards, in the jobs process, is in the details."""
    with ours.running(folder / "ours", AGENTS) as stand:
        spent = asyncio.run(_spent(stand))
    with stock.running(folder / "stock", AGENTS) as stand:
        baseline = asyncio.run(_spent(stand))
    details = {"calls": CALLS, "by_process": spent, "baseline_by_process": baseline}
    goal = Goal(ratio_most=1.5)
    value = round(spent["asterisk"] + spent["engine"], 5)
    return [Figure("cpu.call", value, "s", goal, sum(baseline.values()), details)]


async def _spent(stand: Stand) -> dict[str, float]:
    """Seconds per call by process."""
    network = stand.network()
    voice = Audio(network.sound("voice", speech.tone(440)))
    async with seated(stand, network, Phone(ring=0, talk=TALK_S, audio=voice)):
        before = stand.cpu()
        callers = network.callers(Caller(NUMBER, "13900000000", voice, talk=None), Load(CALLS, RATE, AGENTS))
        await callers.start()
        result = await callers.wait(LIMIT_S)
        await until(stand.settled, SETTLED_S, "the last call's work done")
        after = stand.cpu()
    if result.statistics.successful < CALLS:
        raise RuntimeError(f"only {result.statistics.successful} of {CALLS} calls went well: {result.errors[:3]}")
    return _per_call(before, after)


def _per_call(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    return {name: round((after[name] - before[name]) / CALLS, 5) for name in after}
