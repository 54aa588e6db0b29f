"""What reports stand on."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from appliance.desk.people.model import Scope
from appliance.desk.reports.model import Figures


@dataclass(frozen=True, slots=True)
class Part:
    """What was counted of a group from `since` to `until`."""

    since: datetime
    until: datetime
    group: str
    figures: Figures


class Counted(Protocol):
    """What was counted of a period, read once."""

    def groups(self, group: Callable[[str], str | None]) -> Sequence[Part]:
        """The whole period by groups of names; None leaves a name out."""
        ...

    def series(self, by: str, take: Callable[[str], bool]) -> Sequence[Part]:
        """Everything taken together, by parts of that length, those without figures included."""
        ...


class FigureSource(Protocol):
    """Counted figures."""

    def counted(self, subject: str, since: datetime, until: datetime, by: str) -> Counted:
        """What was counted up to now of a period, read finely enough for parts of that length and longer ones."""
        ...

    def events(
        self, subject: str, names: Collection[str], figure: str, since: datetime, until: datetime
    ) -> Sequence[Mapping[str, Any]]:
        """What made a figure: events as JSON values with `gave`, whose sum is the figure."""
        ...

    def seen(self, contacts: Collection[str], scope: Scope) -> Collection[str]:
        """Those of the contacts that somebody with that scope may see."""
        ...

    def calls(self, contacts: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
        """Records of calls by contact."""
        ...


class Names(Protocol):
    """What is configured, by name."""

    def queues(self) -> Mapping[str, str]:
        """Titles."""
        ...

    def agents(self) -> Mapping[str, tuple[str, str]]:
        """Name and team."""
        ...


class Trail(Protocol):
    """The audit trail."""

    def note(
        self,
        act: str,
        subject: str = "",
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None: ...
