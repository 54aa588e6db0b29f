"""Where the nodes of a flow stand: in rows by how far they are from the start, ordered so that few lines cross."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from appliance.desk.settings.flows.editing import exits, nodes_of

WIDE, HIGH, GAP_X, GAP_Y, MARGIN = 168, 52, 28, 64, 24
SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Box:
    """A node on the drawing, in its units."""

    name: str
    kind: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """An exit on the drawing: `path` is SVG's, the label stands at x, y. `nowhere` leads to no node."""

    begin: str
    exit: str
    end: str
    path: str
    x: int
    y: int
    nowhere: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    wide: int
    high: int


def drawing(document: Mapping[str, Any]) -> Drawing:
    """A flow laid out; nodes that nothing leads to stand below the others."""
    nodes = nodes_of(document)
    ahead = {name: [to for _, to in exits(node) if to in nodes] for name, node in nodes.items()}
    rows = _ordered(_rows(str(document.get("start", "")), ahead), ahead)
    widest = max((len(row) for row in rows), default=1)
    boxes = {}
    for depth, row in enumerate(rows):
        begin = MARGIN + (widest - len(row)) * (WIDE + GAP_X) // 2
        for place, name in enumerate(row):
            x, y = begin + place * (WIDE + GAP_X), MARGIN + depth * (HIGH + GAP_Y)
            boxes[name] = Box(name, str(nodes[name].get("type", "")), x, y)
    lines = tuple(line for name, node in nodes.items() for line in _lines(boxes, name, list(exits(node))))
    wide = 2 * MARGIN + widest * (WIDE + GAP_X) - GAP_X + GAP_X
    return Drawing(tuple(boxes.values()), lines, wide, 2 * MARGIN + max(1, len(rows)) * (HIGH + GAP_Y) - GAP_Y + 20)


def _rows(start: str, ahead: Mapping[str, list[str]]) -> list[list[str]]:
    seen: set[str] = set()
    rows: list[list[str]] = []
    left = [start] if start in ahead else []
    while left or len(seen) < len(ahead):
        row = list(dict.fromkeys(name for name in left if name not in seen))
        if not row:
            # What nothing leads to begins a part of its own.
            row = [name for name in ahead if name not in seen][:1]
        if not row:
            break
        seen.update(row)
        rows.append(row)
        left = [to for name in row for to in ahead[name]]
    return rows


def _ordered(rows: list[list[str]], ahead: Mapping[str, list[str]]) -> list[list[str]]:
    """Rows sorted by the middle of those that lead to each node."""
    for _ in range(SWEEPS):
        for upper, lower in pairwise(rows):
            above = {name: place for place, name in enumerate(upper)}
            lower.sort(key=lambda name: _middle([above[begin] for begin in upper if name in ahead[begin]]))
    return rows


def _middle(places: list[int]) -> float:
    return sum(places) / len(places) if places else 0.0


def _lines(boxes: Mapping[str, Box], name: str, leads: list[tuple[str, str]]) -> list[Line]:
    box = boxes[name]
    made = []
    for number, (exit_, to) in enumerate(leads, 1):
        x, y = box.x + WIDE * number // (len(leads) + 1), box.y + HIGH
        if (end := boxes.get(to)) is None:
            made.append(Line(name, exit_, to, f"M{x} {y}v18", x, y + 14, nowhere=True))
            continue
        made.append(Line(name, exit_, to, _path(x, y, end), x, y + 14))
    return made


def _path(x: int, y: int, end: Box) -> str:
    to_x, to_y = end.x + WIDE // 2, end.y
    if to_y > y:
        bend = (to_y - y) // 2
        return f"M{x} {y}C{x} {y + bend} {to_x} {to_y - bend} {to_x} {to_y}"
    # Back up, around the right side.
    side, right, middle = max(x, end.x + WIDE) + GAP_X, end.x + WIDE, end.y + HIGH // 2
    return f"M{x} {y}C{x} {y + 40} {side} {y + 20} {side} {y - 20}S{side} {middle} {right} {middle}"
