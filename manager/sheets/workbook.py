"""XLSX: read without trusting it, and written with every cell as text, choices to choose from, and a page of hints."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from appliance.desk.settings.sheets.errors import (
    CellFaulty,
    CellFormula,
    SheetCellTooLong,
    SheetDamaged,
    SheetTooLarge,
    SheetUnknown,
)
from manager.sheets.text import fenced, unfenced

PACKED, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UNPACKED = 64
"""Megabytes that a workbook may come to."""
MEGABYTE = 1_000_000
MOST_PARTS, MOST_COLUMNS = 500, 200
LONGEST_CELL, LONGEST_CHOICE = 32_767, 255
"""Characters, by Excel's specification."""
BROKEN = (
    zipfile.BadZipFile, zlib.error, SyntaxError, EOFError, OSError, NotImplementedError, RuntimeError,
    ValueError, KeyError, TypeError, AttributeError, IndexError,
)  # fmt: skip
"""What reading a workbook raises that is none; a fault in its XML is a SyntaxError."""
HEAD = PatternFill("solid", fgColor="DCE6F5")
WIDEST = 48


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that holds no value: its column counts from 0."""

    column: int
    code: str


def rows(data: bytes) -> Iterator[tuple[list[str], list[Wrong]]]:
    """The rows of the first sheet; raises SheetDamaged, SheetUnknown or SheetTooLarge."""
    _refuse_bomb(data)
    for row in _cells(data):
        wrong = [Wrong(at, code) for at, cell in enumerate(row) if (code := _fault(cell))]
        yield _trimmed([unfenced(_text(cell.value)) for cell in row]), wrong


def _cells(data: bytes) -> Iterator[tuple[Any, ...]]:
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            raise SheetDamaged(problem="no sheet")
        # What the file says of its size may be wrong.
        sheet.reset_dimensions()
        yield from sheet.iter_rows(max_col=MOST_COLUMNS)
    except BROKEN as fault:
        raise SheetDamaged(problem=type(fault).__name__) from fault


def _refuse_bomb(data: bytes) -> None:
    """Before anything is unpacked: how large it would become, and that nothing in it defines words of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            listed = parts.infolist()
            if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > UNPACKED * MEGABYTE:
                raise SheetTooLarge(most=UNPACKED)
            if "[Content_Types].xml" not in parts.namelist():
                raise SheetUnknown()
            for part in listed:
                with parts.open(part) as file:
                    if b"<!DOCTYPE" in file.read(2048).upper():
                        raise SheetDamaged(problem="DOCTYPE")
    except BROKEN as fault:
        raise SheetDamaged(problem=type(fault).__name__) from fault


def _fault(cell: Any) -> str:
    kind = getattr(cell, "data_type", "")
    if kind == "f":
        return CellFormula.code
    return CellFaulty.code if kind == "e" else ""


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
    return str(value)


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def written(
    title: str,
    headings: Sequence[str],
    lines: Iterator[Sequence[str]],
    choices: Mapping[int, Sequence[str]],
    hints: Sequence[Sequence[str]] = (),
    hints_title: str = "",
) -> bytes:
    """A workbook of text; raises SheetCellTooLong. `choices` are to choose from in a column, which counts from 0."""
    book = Workbook()
    sheet = book.worksheets[0]
    _fill(sheet, title, headings, lines)
    for column, words in choices.items():
        _choose(sheet, column, words)
    if hints:
        _fill(book.create_sheet(), hints_title, hints[0], iter(hints[1:]))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Any, title: str, headings: Sequence[str], lines: Iterator[Sequence[str]]) -> None:
    sheet.title = title
    widths = [len(heading) * 2 + 2 for heading in headings]
    for number, line in enumerate((headings, *lines), 1):
        for column, text in enumerate(line, 1):
            if len(text) > LONGEST_CELL:
                raise SheetCellTooLong(row=number, column=headings[column - 1])
            cell = sheet.cell(number, column, fenced(text) if text.startswith("'") else text)
            # A text that begins as a formula would be one.
            cell.data_type = "s"
            cell.number_format = "@"
            if "\n" in text:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            widths[column - 1] = max(widths[column - 1], min(WIDEST, len(text) + 2))
    for column, width in enumerate(widths, 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = min(WIDEST, width)
        # Cells that people fill in stay text: numbers keep their zeros.
        sheet.column_dimensions[letter].number_format = "@"
        sheet.cell(1, column).font, sheet.cell(1, column).fill = Font(bold=True), HEAD
    sheet.freeze_panes = "B2"


def _choose(sheet: Any, column: int, words: Sequence[str]) -> None:
    listed = ",".join(words)
    if len(listed) <= LONGEST_CHOICE and not any("," in word or '"' in word for word in words):
        letter = get_column_letter(column + 1)
        rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
        rule.add(f"{letter}2:{letter}20000")
        sheet.add_data_validation(rule)
