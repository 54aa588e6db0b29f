"""What counting stands on."""

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from appliance.contact.statistics.model import Counts, Fact, Key, Open, Place, Row, Subject


class FigureStore(Protocol):
    """The rows, how far they are counted, and the ledger they are counted from."""

    @property
    def zone(self) -> str:
        """The zone of the days and months that have rows of their own."""
        ...

    def place(self) -> Place:
        """How far the rows in force are counted."""
        ...

    def last_seq(self) -> int:
        """The newest event's number."""
        ...

    def facts(self, after: int, upto: int) -> Sequence[Fact]:
        """What is to be counted of the events with numbers beyond `after`, up to `upto`."""
        ...

    def settle(self, before: Place, rows: dict[Key, Counts], position: int, open_: Open) -> bool:
        """Merge the rows and move on to `position`, both or neither; False if somebody else was faster."""
        ...

    def rebuilt(self, before: Place, rows: dict[Key, Counts], position: int, open_: Open) -> bool:
        """Put these rows in the place of all others; readers see the old ones until the new are whole."""
        ...

    def gather(self, before: Place, newest: int) -> Place:
        """Make the rows of days before that of `newest` (milliseconds since 1970), and of months that are over.

        Where counting stands afterwards; nothing counted changes by it.
        """
        ...

    def rows(self, subject: str, since: int, until: int, name: str = "", length: str = "") -> list[Row]:
        """The rows in force that start in the period, by start and name: of quarters, or of a longer `length`."""
        ...

    def story(self, subject: Subject, names: Collection[str], since: int, until: int) -> list[Fact]:
        """Every fact that may have made a figure of the period, in order, and what is needed to understand them."""
        ...

    def entries(self, numbers: Sequence[int]) -> list[dict[str, Any]]:
        """These events, in order, as JSON values with their number."""
        ...
