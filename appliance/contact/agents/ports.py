"""What the agents' service needs from the rest of the engine."""

from datetime import datetime
from typing import Protocol

from appliance.events import Event


class Ledger(Protocol):
    def record(self, *events: Event) -> None: ...


class Timers(Protocol):
    """Alarms by key; arming a key again moves it."""

    def arm(self, key: tuple[str, ...], at: datetime) -> None: ...

    def cancel(self, key: tuple[str, ...]) -> None: ...


class Phones(Protocol):
    """What telephony knows of the phones."""

    def known(self, phone: str) -> bool:
        """Whether such a phone is configured."""
        ...

    def in_use(self, phone: str) -> bool:
        """Whether any leg, of whatever call, is on that phone."""
        ...

    def legs(self, phone: str) -> int:
        """How many."""
        ...
