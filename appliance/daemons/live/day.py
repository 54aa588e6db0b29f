"""The figures of the day, by the counting that reports are made by: what was counted already, and every fact since."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from appliance.contact.statistics.counting import Counting
from appliance.contact.statistics.model import Counts, Fact, Open, Row, Subject, merged
from appliance.contact.statistics.periods import milliseconds
from appliance.contact.statistics.tally import Tally
from appliance.events import Event

SUBJECTS = (Subject.QUEUE.value, Subject.AGENT.value)
Name: TypeAlias = tuple[str, str]
"""A subject and its name."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the store has counted: rows, what is still open, and the latest facts that are in both."""

    rows: Iterable[Row] = ()
    open: Open = field(default_factory=Open)
    latest: Iterable[Fact] = ()


class _DayTally(Tally):
    """Sums by subject and name, of what falls between two moments (milliseconds since 1970)."""

    def __init__(self, begins: int, ends: int) -> None:
        super().__init__()
        self.begins, self.ends = begins, ends
        self.sums: dict[Name, Counts] = {}
        self.changed: set[Name] = set()

    def add(self, subject: str, name: str, at: int, figure: str, value: int = 1) -> None:
        if subject in SUBJECTS and self.begins <= at < self.ends:
            counts = self.sums.setdefault((subject, name), {})
            counts[figure] = merged(figure, counts.get(figure, 0), value)
            self.changed.add((subject, name))

    def raise_to(self, subject: str, name: str, at: int, figure: str, value: int) -> None:
        self.add(subject, name, at, figure, value)


class Day:
    """Figures between two moments. A fact that the store had counted before it was told is counted once."""

    def __init__(self, begins: int, ends: int, counted: Counted) -> None:
        self._tally = _DayTally(begins, ends)
        for row in counted.rows:
            for figure, value in row.counts.items():
                self._tally.add(row.subject, row.name, row.start, figure, value)
        self._known = Counter(map(_identity, counted.latest))
        self._counting = Counting(counted.open, self._tally)

    @property
    def ends(self) -> int:
        return self._tally.ends

    def of(self, subject: Subject, name: str) -> Mapping[str, int]:
        """What was counted so far; empty when nothing was."""
        return self._tally.sums.get((subject.value, name), {})

    def take(self, event: Event) -> set[Name]:
        """Count a fact; whose figures it changed."""
        fact = _fact(event)
        if self._known and self._known[known := _identity(fact)]:
            self._known[known] -= 1
            return set()
        self._tally.changed.clear()
        self._counting.take((fact,))
        return {*self._tally.changed}

    def turn(self, begins: int, ends: int) -> None:
        """Another day begins; what is open goes on."""
        self._tally = self._counting.tally = _DayTally(begins, ends)


def _fact(event: Event) -> Fact:
    contact, leg = (identity.hex if identity else "" for identity in (event.contact, event.leg))
    return Fact(0, event.kind, milliseconds(event.at), contact, leg, event.data)


def _identity(fact: Fact) -> tuple[Any, ...]:
    return fact.kind, fact.at, fact.contact, fact.leg, json.dumps(fact.data, sort_keys=True)
