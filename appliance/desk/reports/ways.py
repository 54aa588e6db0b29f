"""The ways of callers through one flow, made of the report of its nodes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from appliance.desk.reports.model import Figures, Line

NEXT, RESULT, KEY, WRONG = "next:", "result:", "key:", "wrong_key:"


@dataclass(frozen=True, slots=True)
class Way:
    """One part of those who were at a node: the counted `figure`, what it names, how many, and how much of 100."""

    figure: str
    name: str
    count: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Stop:
    """A node: who came, where they went on to, how it ended for who ended here, what was pressed; most first.

    `share` is of all callers of the flow, in per cent; a node may be passed more than once in a call.
    """

    line: Line
    node: str
    visits: int
    share: float | None
    onward: tuple[Way, ...]
    ends: tuple[Way, ...]
    keys: tuple[Way, ...]
    wrong: tuple[Way, ...]

    def single(self, figure: str) -> Way | None:
        """One figure as a part of the visits; None where nothing was counted of it."""
        count = self.line.figures.get(figure, 0)
        return Way(figure, "", count, percent(count, self.visits)) if count else None


def stops(flow: str, lines: Iterable[Line], callers: int) -> tuple[Stop, ...]:
    """The nodes of the flow that callers came to, the most visited first; `callers` came into the flow."""
    begin = f"{flow}/"
    mine = [line for line in lines if line.name.startswith(begin)]
    found = [_stop(line, line.name.removeprefix(begin), callers) for line in mine]
    return tuple(sorted(found, key=lambda stop: (-stop.visits, stop.node)))


def edges(found: Iterable[Stop]) -> Mapping[tuple[str, str], Way]:
    """How many went from a node to a node, by the two names."""
    return {(stop.node, way.name): way for stop in found for way in stop.onward}


def percent(part: int, whole: int) -> float | None:
    """None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def _stop(line: Line, node: str, callers: int) -> Stop:
    visits = int(line.figures.get("visits", 0))
    parts = {begin: tuple(_parts(line.figures, begin, visits)) for begin in (NEXT, RESULT, KEY, WRONG)}
    return Stop(line, node, visits, percent(visits, callers), parts[NEXT], parts[RESULT], parts[KEY], parts[WRONG])


def _parts(figures: Figures, begin: str, visits: int) -> Iterator[Way]:
    counted: Iterable[tuple[str, Any]] = figures.items()
    found = [(figure, count) for figure, count in counted if figure.startswith(begin) and count]
    for figure, count in sorted(found, key=lambda one: (-one[1], one[0])):
        yield Way(figure, figure.removeprefix(begin), count, percent(count, visits))
