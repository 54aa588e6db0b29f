"""What counting writes into: rows in memory, with times split at the borders of the quarters."""

from collections.abc import Collection

from appliance.contact.statistics.model import QUARTER, Counts, Key, quarter


class Tally:
    """Rows by key. Everything is whole numbers, so that no order of adding changes a sum."""

    def __init__(self) -> None:
        self.rows: dict[Key, Counts] = {}

    def add(self, subject: str, name: str, at: int, figure: str, value: int = 1) -> None:
        """Add to a figure of the quarter that holds `at`."""
        counts = self._counts(subject, name, at)
        counts[figure] = counts.get(figure, 0) + value

    def raise_to(self, subject: str, name: str, at: int, figure: str, value: int) -> None:
        """Let a figure that ends in `_max` be at least `value`."""
        counts = self._counts(subject, name, at)
        counts[figure] = max(counts.get(figure, 0), value)

    def spend(self, subject: str, name: str, since: int, until: int, figure: str) -> None:
        """Add the time from `since` to `until` to every quarter that it touches; none if a clock went backwards."""
        while since < until:
            border = min(until, since - since % QUARTER + QUARTER)
            self.add(subject, name, since, figure, border - since)
            since = border

    def _counts(self, subject: str, name: str, at: int) -> Counts:
        key = (subject, name, at - at % QUARTER)
        counts = self.rows.get(key)
        if counts is None:
            counts = self.rows[key] = {}
        return counts


class Trace(Tally):
    """A tally that also remembers which event gave what to one figure of a subject's `names`: `given` by its number.

    Of the rows that start from `since` on and before `until`, both in milliseconds since 1970; `figure` may end in a
    colon and is then every figure that begins so.
    """

    def __init__(self, subject: str, names: Collection[str], figure: str, since: int, until: int) -> None:
        super().__init__()
        self._subject, self._names, self._figure = subject, names, figure
        self._since, self._until = since, until
        self.seq = 0
        self.given: dict[int, int] = {}

    def add(self, subject: str, name: str, at: int, figure: str, value: int = 1) -> None:
        super().add(subject, name, at, figure, value)
        if self._traces(subject, name, figure, at):
            self.given[self.seq] = self.given.get(self.seq, 0) + value

    def raise_to(self, subject: str, name: str, at: int, figure: str, value: int) -> None:
        super().raise_to(subject, name, at, figure, value)
        if self._traces(subject, name, figure, at):
            self.given[self.seq] = max(self.given.get(self.seq, 0), value)

    def _traces(self, subject: str, name: str, figure: str, at: int) -> bool:
        if subject != self._subject or name not in self._names:
            return False
        wanted = self._figure
        mine = figure == wanted or (wanted.endswith(":") and figure.startswith(wanted) and not figure.endswith("_ms"))
        return mine and self._since <= quarter(at) < self._until
