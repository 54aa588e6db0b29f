"""What the people of the town write down of their own calls, in rows of a quarter of an hour. It reads no event."""

from collections import defaultdict

QUARTER_MS = 15 * 60 * 1000
Key = tuple[str, str, int]


class Notebook:
    """Figures by subject, name and quarter, as whoever was there would count them."""

    def __init__(self) -> None:
        self.rows: dict[Key, dict[str, int]] = defaultdict(dict)

    def add(self, subject: str, name: str, at: int, figure: str, value: int = 1) -> None:
        """One more in the quarter of that moment."""
        row = self._row(subject, name, at)
        row[figure] = row.get(figure, 0) + value

    def highest(self, subject: str, name: str, at: int, figure: str, value: int) -> None:
        row = self._row(subject, name, at)
        row[figure] = max(row.get(figure, 0), value)

    def spend(self, subject: str, name: str, since: int, until: int, figure: str) -> None:
        """Every quarter gets the milliseconds that lie in it."""
        for quarter in range(since // QUARTER_MS, until // QUARTER_MS + 1):
            begins = quarter * QUARTER_MS
            inside = min(until, begins + QUARTER_MS) - max(since, begins)
            if inside > 0:
                self.add(subject, name, begins, figure, inside)

    def _row(self, subject: str, name: str, at: int) -> dict[str, int]:
        return self.rows[subject, name, at // QUARTER_MS * QUARTER_MS]
