"""A report as CSV (RFC 4180): one table of plain numbers, a line for each name, each part and the whole."""

import csv
import io
from collections.abc import Iterator, Sequence

from appliance.desk.reports.columns import Unit, change
from appliance.desk.reports.files.model import Head, Row, Sheet

MARK = "\ufeff"
"""Tells spreadsheets that what follows is UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TIMES = (Unit.SECONDS, Unit.MILLISECONDS)
Cell = str | int | float | None


def line(cells: Sequence[Cell]) -> str:
    """One line; a text that a spreadsheet would compute is made plain text (OWASP: CSV injection)."""
    text = io.StringIO()
    csv.writer(text).writerow([f"'{one}" if isinstance(one, str) and one.startswith(FORMULA) else one for one in cells])
    return text.getvalue()


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with its mark. Lengths of time are seconds, shares per cent, times those of the site."""
    return (MARK + "".join(map(line, _lines(sheet)))).encode()


def _lines(sheet: Sheet) -> Iterator[list[Cell]]:
    words = sheet.words
    heads = [text for one in sheet.heads for text in _heads(sheet, one)]
    yield [words.table, sheet.names.first, words.own_name, words.begins, words.ends, *heads]
    for table in (sheet.names, sheet.parts):
        for row in (*table.rows, *([table.total] if table.total else [])):
            yield [table.title, row.label, row.name, *(f"{at:%Y-%m-%d %H:%M}" for at in (row.since, row.until)), *(
                cell for place, one in enumerate(sheet.heads) for cell in _cells(sheet, one, row, place)
            )]  # fmt: skip


def _heads(sheet: Sheet, one: Head) -> list[str]:
    words = sheet.words
    text = words.seconds.format(head=one.text) if one.unit in TIMES else one.text
    more = [words.before.format(head=text), words.change.format(head=text)] if sheet.compared else []
    return [text, *more]


def _cells(sheet: Sheet, one: Head, row: Row, place: int) -> list[Cell]:
    now = row.values[place]
    if not sheet.compared:
        return [_plain(one, now)]
    before = row.before[place] if row.before else None
    return [_plain(one, now), _plain(one, before), change(now, before)]


def _plain(one: Head, value: float | None) -> Cell:
    if value is None or one.unit is Unit.COUNT:
        return value
    return round(value / 1000 if one.unit is Unit.MILLISECONDS else value, 3)
