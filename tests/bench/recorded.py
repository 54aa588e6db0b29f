"""calls.recorded: the most calls at once with audio both ways and a two-channel recording that lose nothing."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from drivers.simulated.sip import speech
from drivers.simulated.sip.caller import Caller
from drivers.simulated.sip.network import Load
from drivers.simulated.sip.note import Kind, Note
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.runner import Sipp
from drivers.simulated.sip.scenario import Audio
from tests.bench import ours, packets, stock
from tests.bench.figure import Figure, Goal
from tests.bench.search import Search
from tests.bench.stand import NUMBER, Stand, seated, until

FIRST, STEP, FINE, MOST = 200, 40, 10, 320
RATE = 25.0
SLACK_S, SETTLE_S, WINDOW_S, CLEAR_S = 10.0, 3.0, 10.0, 60.0
TRIES = 2
LOSS, PACE, KEPT = 0.001, 0.02, 0.98
FAR = 5
PACKETS_PER_SECOND, BYTES_PER_SECOND = 50, 32000
REFRESH_S = 50.0
OUR_PHONES, STOCK_PHONES = (34000, 35999), (36000, 37999)


@dataclass(frozen=True, slots=True)
class Seen:
    """One load over one window. `pace` is what the ends sent to what they should, `kept` the same of the recordings.

    A pace above 1 is a machine that works off what it had left undone before: it does not keep up either.
    """

    calls: int
    connected: int
    loss: float
    pace: float
    kept: float

    @property
    def holds(self) -> bool:
        return self._within(1) and self.connected == self.calls and self.kept >= KEPT

    @property
    def hopeless(self) -> bool:
        """So far from it that a second look would only cost time."""
        return not self._within(FAR)

    def _within(self, times: int) -> bool:
        return self.loss < times * LOSS and abs(self.pace - 1) <= times * PACE


def measure(folder: Path) -> list[Figure]:
    """Calls at once, to 10. Both sides take turns, so that whatever else the machine does meets both."""
    with ours.running(folder / "ours", MOST) as box, stock.running(folder / "stock", MOST) as plain:
        sides = (_Side(box, NUMBER, OUR_PHONES), _Side(plain, "[field1]", STOCK_PHONES))
        asyncio.run(_take_turns(sides))
    found, baseline = sides
    details = {
        "steps": [asdict(seen) for seen in found.seen],
        "baseline_steps": [asdict(seen) for seen in baseline.seen],
    }
    return [
        Figure("calls.recorded", found.search.found, "calls", Goal(ratio_least=0.9), baseline.search.found, details)
    ]


class _Side:
    """One stand with its phones, and how far its search has come. `number` is what callers dial."""

    def __init__(self, stand: Stand, number: str, media: tuple[int, int]) -> None:
        self._stand, self._number = stand, number
        self._network = stand.network()
        self._caller = Audio(self._network.sound("caller", speech.tone(440)))
        agent = Audio(self._network.sound("agent", speech.tone(620)))
        self._talking = 0
        self.search = Search(FIRST, STEP, FINE, MOST)
        self.seen: list[Seen] = []
        self.seated = seated(
            stand, self._network, Phone(ring=0, audio=agent), media=media, refresh=REFRESH_S, hear=self._hear
        )

    async def try_next(self) -> None:
        """One load, up and down again; it holds when one of its windows is good."""
        load = self.search.next
        if load is None:
            return
        callers = self._callers(load)
        await callers.start()
        try:
            await self._connected(callers, load)
            for _ in range(TRIES):
                self.seen.append(await self._observe(load))
                if self.seen[-1].holds or self.seen[-1].hopeless:
                    break
        finally:
            await callers.stop()
        self.search.told(load, self.seen[-1].holds)
        await until(self._stand.settled, CLEAR_S, "all calls over")

    def _callers(self, load: int) -> Sipp:
        rows = [(f"139{account.user:>08}", account.user) for account in self._stand.accounts]
        caller = Caller(self._number, "[field0]", self._caller, talk=None)
        return self._network.callers(caller, Load(load, RATE, load, rows))

    async def _connected(self, callers: Sipp, load: int) -> None:
        """Until all talk, or the time for it is over."""
        try:
            await callers.until(lambda _: self._talking >= load, load / RATE + SLACK_S)
        except TimeoutError:
            return

    async def _observe(self, load: int) -> Seen:
        await asyncio.sleep(SETTLE_S)
        before, size, began = self._counted(), self._recorded(), time.monotonic()
        await asyncio.sleep(WINDOW_S)
        after, grown, ended = self._counted(), self._recorded(), time.monotonic()
        gone, window = after.since(before), ended - began
        return Seen(
            calls=load,
            connected=min(load, self._talking, after.channels // 2),
            loss=round(gone.loss, 5),
            pace=round(gone.due / (2 * load * PACKETS_PER_SECOND * window), 4),
            kept=round((grown - size) / (load * BYTES_PER_SECOND * window), 4),
        )

    def _counted(self) -> packets.Packets:
        return packets.read(self._stand.console("pjsip show channelstats"))

    def _recorded(self) -> int:
        """Bytes of all recordings that grow now."""
        return sum(path.stat().st_size for path in self._stand.spool.glob("*.raw"))

    def _hear(self, note: Note) -> None:
        if note.kind is Kind.ANSWERED:
            self._talking += 1
        elif note.kind in (Kind.HUNG_UP, Kind.CLEARED):
            self._talking -= 1


async def _take_turns(sides: Sequence[_Side]) -> None:
    async with AsyncExitStack() as stack:
        for side in sides:
            await stack.enter_async_context(side.seated)
        while any(side.search.next for side in sides):
            for side in sides:
                await side.try_next()
