"""How the parts of a box say that something is wrong, and that it is over."""

from typing import Protocol


class Alarms(Protocol):
    """Standing alarms by code and subject; any thread may call."""

    def raise_(self, code: str, subject: str = "", detail: str = "") -> None:
        """It is wrong: an alarm that stands already keeps its beginning and takes the new detail."""
        ...

    def clear(self, code: str, subject: str = "") -> None:
        """It is over; what does not stand is cleared without effect."""
        ...
