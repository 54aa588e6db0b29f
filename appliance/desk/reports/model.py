"""A question for a report, and the report that answers it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

Figures: TypeAlias = Mapping[str, Any]
"""Figures by name: whole numbers counted, and quotients worked out, None where there is nothing to divide by."""


class Kind(StrEnum):
    """What a report is about."""

    QUEUE = "queue"
    AGENT = "agent"
    TEAM = "team"
    NUMBER = "number"
    FLOW = "flow"
    NODE = "node"
    TRUNK = "trunk"


SUBJECT = {kind: kind.value for kind in Kind} | {Kind.TEAM: "agent"}
"""What the figures of a report are kept of."""
SCOPED = frozenset({Kind.QUEUE, Kind.AGENT, Kind.TEAM})
"""Reports that can be given to somebody who deals with some queues or teams only."""


class Against(StrEnum):
    """What a period is compared with: the same time directly before, or the same weekdays a year ago."""

    NOTHING = ""
    BEFORE = "before"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Question:
    """From `since` up to, but without, `until`, in parts of `by`; without `names` of all that may be seen."""

    kind: Kind
    since: datetime
    until: datetime
    by: str
    names: tuple[str, ...] = ()
    against: Against = Against.NOTHING


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one name or of one part of the period; `before` are those that they are compared with."""

    name: str
    label: str
    since: datetime
    until: datetime
    figures: Figures
    before: Figures | None = None


@dataclass(frozen=True, slots=True)
class Behind:
    """What made a figure: `rows` are a page of those that the asker may see, oldest first, each with what it gave.

    `sum` is the figure; `seen` entries may be seen, `outside` lie beyond the asker's reach and are in the sum only.
    """

    rows: Sequence[Mapping[str, Any]]
    sum: int
    seen: int
    outside: int


@dataclass(frozen=True, slots=True)
class Report:
    """`total` is of everything in the report; `names` of the whole period each; `parts` of everything, part by part.

    A report that is compared `so_far` ends, as the period that it is compared with, before its period is over.
    """

    question: Question
    total: Line
    names: tuple[Line, ...] = ()
    parts: tuple[Line, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    compared: tuple[datetime, datetime] | None = None
    so_far: bool = False
