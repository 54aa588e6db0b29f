"""A report as a workbook (ISO/IEC 29500): real numbers, times and lengths of time, and how each figure is counted."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from appliance.desk.reports.columns import Unit, change
from appliance.desk.reports.files.model import Head, Row, Sheet, Table

DAY = 86_400
FORMATS = {
    Unit.COUNT: "#,##0",
    Unit.NUMBER: "#,##0.00",
    Unit.PERCENT: "0.0%",
    Unit.SECONDS: "[h]:mm:ss",
    Unit.MILLISECONDS: "[h]:mm:ss",
}
MOMENT = "yyyy-mm-dd hh:mm"
PER_UNIT = {Unit.PERCENT: 100, Unit.SECONDS: DAY, Unit.MILLISECONDS: DAY * 1000}
"""A workbook counts shares from 0 to 1 and lengths of time in days."""
BOLD, GREY = Font(bold=True), PatternFill("solid", fgColor="FFE9ECEF")
WIDEST = 40
NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def as_xlsx(sheet: Sheet) -> bytes:
    """Three sheets: name by name, the definitions, part by part."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one; tells the type checker
    _table(first, sheet, sheet.names)
    _definitions(book.create_sheet(), sheet)
    _table(book.create_sheet(), sheet, sheet.parts)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _table(page: Worksheet, sheet: Sheet, table: Table) -> None:
    page.title = _title(table.title)
    top = _about(page, sheet)
    heads = [table.first, sheet.words.own_name, sheet.words.begins, sheet.words.ends]
    heads += [text for one in sheet.heads for text in _heads(sheet, one)]
    for place, text in enumerate(heads, 1):
        _head(_at(page, top, place), text)
    rows = [*table.rows, *([table.total] if table.total else [])]
    for at, row in enumerate(rows, top + 1):
        _row(page, at, sheet, row)
        if row is table.total:
            for place in range(1, len(heads) + 1):
                _at(page, at, place).font = BOLD
    page.freeze_panes = f"B{top + 1}"
    page.auto_filter.ref = f"A{top}:{get_column_letter(len(heads))}{top + len(table.rows)}"
    _widths(page, top)


def _about(page: Worksheet, sheet: Sheet) -> int:
    """What the report is about, on top; the row of the heads."""
    _text(_at(page, 1, 1), sheet.title).font = Font(bold=True, size=14)
    for at, (name, text) in enumerate(sheet.about, 2):
        _text(_at(page, at, 1), name).font = BOLD
        _text(_at(page, at, 2), text)
    return len(sheet.about) + 3


def _row(page: Worksheet, at: int, sheet: Sheet, row: Row) -> None:
    _text(_at(page, at, 1), row.label)
    _text(_at(page, at, 2), row.name)
    for place, moment in ((3, row.since), (4, row.until)):
        _moment(_at(page, at, place), moment)
    place = 5
    for which, one in enumerate(sheet.heads):
        now = row.values[which]
        _number(_at(page, at, place), one, now)
        place += 1
        if sheet.compared:
            before = row.before[which] if row.before else None
            _number(_at(page, at, place), one, before)
            moved, cell = change(now, before), _at(page, at, place + 1)
            cell.value, cell.number_format = None if moved is None else moved / 100, "+0.0%;-0.0%;0.0%"
            place += 2


def _heads(sheet: Sheet, one: Head) -> Sequence[str]:
    words = sheet.words
    more = [words.before.format(head=one.text), words.change.format(head=one.text)] if sheet.compared else []
    return [one.text, *more]


def _definitions(page: Worksheet, sheet: Sheet) -> None:
    page.title = _title(sheet.words.definitions)
    for place, text in enumerate((sheet.words.figure, sheet.words.counted), 1):
        _head(_at(page, 1, place), text)
    for at, one in enumerate(sheet.heads, 2):
        _text(_at(page, at, 1), one.text)
        _text(_at(page, at, 2), one.counted).alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 32, 110


def _at(page: Worksheet, row: int, column: int) -> Cell:
    return cast("Cell", page.cell(row, column))


def _head(cell: Cell, text: str) -> None:
    _text(cell, text)
    cell.font, cell.fill = BOLD, GREY
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _text(cell: Cell, text: str) -> Cell:
    """Text that stays text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    return cell


def _number(cell: Cell, one: Head, value: float | None) -> None:
    cell.value = None if value is None else value / PER_UNIT[one.unit] if one.unit in PER_UNIT else value
    cell.number_format = FORMATS[one.unit]


def _moment(cell: Cell, moment: datetime) -> None:
    """As the clock of the site shows it: a workbook knows no zones."""
    cell.value, cell.number_format = moment.replace(tzinfo=None), MOMENT


def _title(text: str) -> str:
    return text.translate(NOT_IN_TITLES)[:31]


def _widths(page: Worksheet, top: int) -> None:
    for place, column in enumerate(page.iter_cols(min_row=top), 1):
        longest = max((_width(cell.value) for cell in column[1:] if isinstance(cell.value, str)), default=0)
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = min(WIDEST, max(longest, 17 if letter in "CD" else 12) + 2)


def _width(text: object) -> int:
    """Columns of a spreadsheet; Chinese letters are twice as wide."""
    return sum(2 if ord(one) > 0x2E80 else 1 for one in str(text))
