"""How well the machine kept time: what is said of audio counts only where it could."""

import asyncio
from pathlib import Path

FRAME = 0.02
WHOLE = 0.98
"""The share of frames that must be right."""


def spent() -> tuple[int, int]:
    """Clock ticks of all processors since the start: in all, and idle."""
    numbers = [int(word) for word in Path("/proc/stat").read_text("ascii").splitlines()[0].split()[1:]]
    return sum(numbers), numbers[3]


def busy(before: tuple[int, int], now: tuple[int, int]) -> float:
    """The share of the time in which a processor had work."""
    return 1 - (now[1] - before[1]) / (now[0] - before[0])


class Pace:
    """People talk for a while, and the machine shows whether it can keep time for them."""

    def __init__(self) -> None:
        self.late, self.busy = 0.0, 0.0

    async def talk(self, seconds: float) -> None:
        """`late` is the share of frames for which this process woke up more than a frame too late."""
        loop, slow, count = asyncio.get_running_loop(), 0, round(seconds / FRAME)
        before = spent()
        for _ in range(count):
            due = loop.time() + FRAME
            await asyncio.sleep(FRAME)
            slow += loop.time() - due > FRAME
        self.late, self.busy = slow / count, busy(before, spent())

    @property
    def least(self) -> float:
        """The share of frames that must be right, those taken off that this machine woke up too late for."""
        return WHOLE - self.late

    @property
    def crowded(self) -> bool:
        """Others take the host's time: then it is no fault of ours if audio has gaps."""
        return self.late > 1 - WHOLE
