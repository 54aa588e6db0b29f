"""cpu.call: processor seconds that a recorded call costs, with ten seconds of talk and, `.short`, with three."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path

from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller
from drivers.simulated.sip.network import Load
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.scenario import Audio
from tests.bench import ours, stock
from tests.bench.figure import Figure, Goal
from tests.bench.stand import NUMBER, Stand, seated, until

AGENTS, RATE = 48, 4.0
ROUNDS, CALLS_A_ROUND = 4, 50
CALLS = ROUNDS * CALLS_A_ROUND
TALK_S, SHORT_S = 10.0, 3.0
LIMIT_S = CALLS_A_ROUND / RATE + TALK_S + 30.0
SETTLED_S = 30.0
OUR_PHONES, STOCK_PHONES = (34000, 35999), (36000, 37999)


def measure(folder: Path) -> list[Figure]:
    """Seconds per call; what sealing costs afterwards, in the jobs process, is in the details."""
    with ours.running(folder / "ours", AGENTS) as box, stock.running(folder / "stock", AGENTS) as plain:
        return [
            _figure("cpu.call", box, plain, TALK_S, Goal(ratio_most=1.5)),
            _figure("cpu.call.short", box, plain, SHORT_S, Goal()),
        ]


def _figure(name: str, box: Stand, plain: Stand, talk: float, goal: Goal) -> Figure:
    spent, baseline = asyncio.run(_take_turns(_Side(box, OUR_PHONES, talk), _Side(plain, STOCK_PHONES, talk)))
    details = {"calls": CALLS, "talk_s": talk, "by_process": spent, "baseline_by_process": baseline}
    value = round(spent["asterisk"] + spent["engine"], 5)
    return Figure(name, value, "s", goal, sum(baseline.values()), details)


class _Side:
    """One stand under its load, and what its processes have spent on it."""

    def __init__(self, stand: Stand, media: tuple[int, int], talk: float) -> None:
        self._stand, self._network = stand, stand.network()
        self._voice = Audio(self._network.sound("voice", speech.tone(440)))
        self._spent: defaultdict[str, float] = defaultdict(float)
        self.seated = seated(stand, self._network, Phone(ring=0, talk=talk, audio=self._voice), media=media)

    async def round(self) -> None:
        """Some calls from the first INVITE until nothing is left to do for the last."""
        before = self._stand.cpu()
        caller = Caller(NUMBER, "13900000000", self._voice, talk=None)
        callers = self._network.callers(caller, Load(CALLS_A_ROUND, RATE, AGENTS))
        await callers.start()
        result = await callers.wait(LIMIT_S)
        await until(self._stand.settled, SETTLED_S, "the last call's work done")
        if result.statistics.successful < CALLS_A_ROUND:
            raise RuntimeError(f"{result.statistics.successful} of {CALLS_A_ROUND} calls: {result.errors[:3]}")
        for name, after in self._stand.cpu().items():
            self._spent[name] += after - before[name]

    def per_call(self) -> Mapping[str, float]:
        """Seconds by process."""
        return {name: round(seconds / CALLS, 5) for name, seconds in self._spent.items()}


async def _take_turns(*sides: _Side) -> list[Mapping[str, float]]:
    """Whatever else the machine does meets both sides."""
    async with AsyncExitStack() as stack:
        for side in sides:
            await stack.enter_async_context(side.seated)
        for _ in range(ROUNDS):
            for side in sides:
                await side.round()
    return [side.per_call() for side in sides]
