"""The search for the largest load that holds: loads are tried one by one, and each answer narrows it."""


class Search:
    """Starts at `first`, moves by `step` until the limit is passed, then halves what is between, down to `fine`.

    Loads are multiples of `fine`, from `fine` to `most`; whatever holds is taken to hold for every smaller load.
    """

    def __init__(self, first: int, step: int, fine: int, most: int) -> None:
        self._first, self._step, self._fine, self._most = first, step, fine, most
        self._failed: int | None = None
        self.found = 0

    @property
    def next(self) -> int | None:
        """The load to try; None when the search is over."""
        if self._failed is None:
            larger = self.found + self._step if self.found else self._first
            return None if self.found >= self._most else min(larger, self._most)
        if self._failed - self.found <= self._fine:
            return None
        if not self.found and self._failed > self._step:
            return self._failed - self._step
        half = (self._failed - self.found) // 2 // self._fine * self._fine
        return self.found + max(half, self._fine)

    def told(self, load: int, holds: bool) -> None:
        """What became of a load."""
        if holds:
            self.found = max(self.found, load)
        else:
            self._failed = load
