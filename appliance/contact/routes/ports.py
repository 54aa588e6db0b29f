"""What routing needs from the rest of the engine."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from appliance.contact.routes.model import TrunkState
from appliance.events import Event


class Ledger(Protocol):
    def record(self, *events: Event) -> None: ...


class Timers(Protocol):
    def arm(self, key: tuple[str, ...], at: datetime) -> None: ...


class Site(Protocol):
    """The running centre, as routing sees it."""

    def trunks(self) -> Mapping[str, TrunkState]:
        """The trunks that can place calls."""
        ...

    def is_open(self, calendar: str, now: datetime) -> bool: ...

    def own_numbers(self) -> Collection[str]:
        """The service numbers, as they are configured."""
        ...
