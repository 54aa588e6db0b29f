"""A flow: named nodes that lead to one another; where a caller is in it, and what is known there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from appliance.contact.ivr.calendar import Calendar, Span, is_open
from appliance.contact.ivr.nodes import Node

FIGURES = ("waiting", "free", "longest_wait")
SWITCHES = ("emergency", "closed")
"""Switches that every centre has; further ones come into being when they are first turned."""
CALL_DATA = ("caller", "dialled", "language", "date", "time", "weekday")


@dataclass(frozen=True, slots=True)
class Flow:
    """A published flow; `version` counts its publications. Callers who send a fax's calling tone go to `fax`."""

    name: str
    start: str
    nodes: Mapping[str, Node]
    version: int = 0
    fax: str = ""


@dataclass(frozen=True, slots=True)
class QueueState:
    """A queue this instant: callers in it, agents who may be rung for it, seconds that its oldest caller waits."""

    waiting: int = 0
    free: int = 0
    longest_wait: int = 0


class Site(Protocol):
    """What flows ask about the centre; its answers hold for one step."""

    def flow(self, name: str, version: int = 0) -> Flow | None:
        """A flow as it is now, or an older version that callers are still in."""
        ...

    def calendar(self, name: str) -> Calendar | None: ...

    def listed(self, list_: str, number: str) -> bool: ...

    def switch(self, name: str) -> bool: ...

    def queue(self, name: str, now: datetime) -> QueueState | None: ...


@dataclass(frozen=True, slots=True)
class World:
    """Everything outside the flow that a step may depend on. `now` is in the site's time zone."""

    now: datetime
    site: Site
    caller: str = ""
    dialled: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, what was dialled, and the language that this number is answered in."""

    number: str
    dialled: str
    language: str


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a caller stands by what the ledger holds: enough to go on there after a restart.

    `within` are the nodes `flow/node` to return to, the outermost first. Secrets are not among the variables.
    """

    flow: str = ""
    version: int = 0
    node: str = ""
    within: tuple[str, ...] = ()
    language: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a caller is in a flow.

    `asked` is how often the node has asked in vain, `ahead` a key pressed ahead of a menu, `digits` what was typed so
    far, `visit` counts the nodes come to, `within` names the flows that led here with the nodes to return to.
    `leaving` is the exit by which a caller leaves a queue once what is being said has been said.
    """

    flow: Flow
    node: str
    asked: int = 0
    left_message: bool = False
    played: bool = False
    ahead: str = ""
    digits: str = ""
    visit: int = 0
    language: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()
    within: tuple[tuple[Flow, str], ...] = ()
    leaving: str = ""

    @property
    def here(self) -> Node:
        return self.flow.nodes[self.node]


@dataclass(frozen=True, slots=True)
class Insight:
    """What is known at a place: of the call, of the centre, and the variables."""

    place: Place
    world: World

    def value(self, name: str) -> str | None:
        """A datum by its name; variables cannot hide what is known of the call."""
        if name in CALL_DATA:
            return self._of_call(name)
        kind, _, about = name.partition(".")
        if kind == "queue" and about:
            return self._of_queue(*about.rpartition(".")[::2])
        if kind == "switch" and about:
            return "on" if self.world.site.switch(about) else "off"
        return self.place.variables.get(name)

    def listed(self, list_: str, number: str) -> bool:
        return self.world.site.listed(list_, number)

    def hours(self, spans: tuple[Span, ...]) -> bool:
        return is_open(spans, self.world.now)

    def _of_call(self, name: str) -> str:
        now = self.world.now
        return {
            "caller": self.world.caller,
            "dialled": self.world.dialled,
            "language": self.place.language,
            "date": now.date().isoformat(),
            "time": now.strftime("%H:%M"),
            "weekday": str(now.isoweekday()),
        }[name]

    def _of_queue(self, queue: str, figure: str) -> str | None:
        state = self.world.site.queue(queue, self.world.now)
        return str(getattr(state, figure)) if state and figure in FIGURES else None
