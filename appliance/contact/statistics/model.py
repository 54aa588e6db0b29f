"""Facts as they are counted, the rows they are counted into, and what is still open between two readings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

QUARTER = 900_000
"""Milliseconds of a row: a quarter of an hour, from whole quarters of UTC on."""

Key: TypeAlias = tuple[str, str, int]
"""Subject, its name, and the start of the quarter in milliseconds since 1970."""
Counts: TypeAlias = dict[str, int]
"""Whole numbers by figure; what ends in `_ms` is milliseconds, what ends in `_max` is a highest value."""


class Subject(StrEnum):
    """What figures are kept of; the name of a node is `flow/node`."""

    QUEUE = "queue"
    AGENT = "agent"
    NUMBER = "number"
    FLOW = "flow"
    NODE = "node"
    TRUNK = "trunk"
    ROUTE = "route"
    GROUP = "trunk-group"


class Fact(NamedTuple):
    """A ledger event ready to be counted: `at` in whole milliseconds since 1970, identities as text or ""."""

    seq: int
    kind: str
    at: int
    contact: str
    leg: str
    data: Mapping[str, Any]


@dataclass(slots=True)
class Open:
    """Calls and call-backs that are not over and what agents do: all that counting remembers. JSON values only."""

    contacts: dict[str, dict[str, Any]] = field(default_factory=dict)
    agents: dict[str, dict[str, Any]] = field(default_factory=dict)
    callbacks: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """How far the ledger is counted, in which edition of the rows, and what was open there.

    Days that end before `gathered` (milliseconds since 1970) have rows of their own; 0 for none.
    """

    edition: int
    position: int
    open: Open
    gathered: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one subject in a quarter, day or month that starts at `start` (milliseconds since 1970)."""

    subject: str
    name: str
    start: int
    counts: Mapping[str, int]


def quarter(at: int) -> int:
    """The start of the quarter that holds the moment."""
    return at - at % QUARTER


def merged(figure: str, one: int, other: int) -> int:
    """Two values of one figure as one: the higher of highest values, the sum of all others."""
    return max(one, other) if figure.endswith("_max") else one + other


def merge(into: Counts, more: Mapping[str, int]) -> None:
    """Merge all of `more` into the first."""
    for figure, value in more.items():
        into[figure] = merged(figure, into[figure], value) if figure in into else value
