"""Text in columns, by the width a terminal gives each character."""

import unicodedata
from collections.abc import Sequence

GAP = "  "


def width(text: str) -> int:
    """Terminal cells of `text`: two for wide and full-width characters (UAX #11), none for combining ones."""
    return sum(_cells(character) for character in text)


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `cells`, which are before it when it stands at the `right`."""
    space = " " * (cells - width(text))
    return space + text if right else text + space


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """`rows` under `head`, each column as wide as its widest cell; `right` says which stand at the right."""
    widths = [max(map(width, column)) for column in zip(head, *rows, strict=True)]
    lines = (
        GAP.join(pad(cell, cells, right=at_right) for cell, cells, at_right in zip(row, widths, right, strict=True))
        for row in (head, *rows)
    )
    return "\n".join(line.rstrip() for line in lines)


def fields(pairs: Sequence[tuple[str, str]]) -> str:
    """One line for each label and its value, the values under one another."""
    cells = max((width(label) for label, _ in pairs), default=0)
    return "\n".join(f"{pad(label, cells)}{GAP}{value}".rstrip() for label, value in pairs)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
