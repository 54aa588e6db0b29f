"""What the watching of lines needs of its surroundings."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from appliance.events import Event
from appliance.node.lines.model import Quarter, Stuck


class Alarms(Protocol):
    """Standing alarms by code and subject."""

    def raise_(self, code: str, subject: str = "", detail: str = "") -> None: ...

    def clear(self, code: str, subject: str = "") -> None: ...


class Calls(Protocol):
    """The calls of this box, by their channels in Asterisk."""

    def has(self, channel: str) -> bool:
        """Whether a call of ours, or anybody else with good reason, has that channel."""
        ...

    def free(self, stuck: Stuck) -> None:
        """Hang the channel up."""
        ...


class History(Protocol):
    """Quarters of an hour, kept."""

    def add(self, quarters: Iterable[Quarter]) -> None:
        """Put these on top of what is there."""
        ...

    def of(self, span: str, since: datetime, until: datetime) -> list[Quarter]: ...

    def forget(self, before: datetime) -> None:
        """Drop what is older."""
        ...


Record = Callable[[Event], None]
