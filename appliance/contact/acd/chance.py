"""Chance that is an argument: the same seed gives the same draws."""

from collections.abc import Sequence

MASK = (1 << 64) - 1


class Chance:
    """Draws by the linear congruential generator of Knuth's MMIX (TAOCP, volume 2, 3.3.4), its high bits."""

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        self._state = (seed ^ seed >> 64) & MASK
        self.below(2)

    def below(self, count: int) -> int:
        """A whole number from 0 to `count` - 1."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) & MASK
        return (self._state >> 32) * count >> 32

    def happens(self, probability: float) -> bool:
        return self.below(1 << 24) < probability * (1 << 24)

    def one_of(self, values: Sequence[float]) -> float:
        return values[self.below(len(values))]
