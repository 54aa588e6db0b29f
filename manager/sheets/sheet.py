"""A sheet of a kind of documents: taken from a file, kept between two pages, and written as one."""

import base64
import csv
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from appliance.desk.settings.model import Kind, Shape
from appliance.desk.settings.sheets.errors import (
    RowTooWide,
    SheetEmpty,
    SheetStale,
    SheetTooLarge,
    SheetTooLong,
    SheetUnknown,
)
from appliance.desk.settings.sheets.plan import KEY, Bodies, Row, Trouble, columns, rows_of
from manager.configuring import saying
from manager.sheets import headings, text, workbook
from manager.sheets.workbook import OLD, PACKED, Wrong
from manager.words import t

LARGEST = 10
"""Megabytes of a file."""
MOST_ROWS = 20_000
MOST_SEEN = 100_000
"""Rows that are looked at, empty ones included."""
KEPT = 32 << 20
"""Bytes of a sheet that is kept between two pages."""
FORMATS = ("xlsx", "csv")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read of a file: its rows by column, and what is wrong with them already."""

    file: str
    rows: tuple[Row, ...]
    troubles: tuple[Trouble, ...] = ()


def taken(kind: Kind, name: str, data: bytes) -> Sheet:
    """The sheet in a file, whatever the file is called; raises a Refusal that says why it is none."""
    if len(data) > LARGEST * workbook.MEGABYTE:
        raise SheetTooLarge(most=LARGEST)
    lines = _numbered(_read(data))
    head = next(((number, cells) for number, cells, _ in lines if any(map(str.strip, cells))), None)
    if head is None:
        raise SheetEmpty()
    return _sheet(kind, name, headings.columns_of(kind, head[1]), lines)


def _read(data: bytes) -> Iterator[tuple[list[str], list[Wrong]]]:
    if data.startswith(OLD):
        raise SheetUnknown()
    if data.startswith(PACKED):
        yield from workbook.rows(data)
    else:
        yield from ((cells, []) for cells in text.rows(data))


def _numbered(found: Iterable[tuple[list[str], list[Wrong]]]) -> Iterator[tuple[int, list[str], list[Wrong]]]:
    for number, (cells, wrong) in enumerate(found, 1):
        if number > MOST_SEEN:
            raise SheetTooLong(most=MOST_ROWS)
        yield number, cells, wrong


def _sheet(
    kind: Kind, name: str, places: Mapping[int, str], lines: Iterable[tuple[int, list[str], list[Wrong]]]
) -> Sheet:
    rows: list[Row] = []
    troubles: list[Trouble] = []
    for number, cells, wrong in lines:
        if not any(map(str.strip, cells)):
            continue
        if len(rows) == MOST_ROWS:
            raise SheetTooLong(most=MOST_ROWS)
        if any(cell.strip() and at not in places for at, cell in enumerate(cells)):
            troubles.append(Trouble(number, "", RowTooWide.code, {}))
        troubles += [Trouble(number, places.get(one.column, ""), one.code, {}) for one in wrong]
        filled = {c: headings.meant(kind, c, cells[at]) if at < len(cells) else "" for at, c in places.items()}
        rows.append(Row(number, filled))
    if not rows:
        raise SheetEmpty()
    return Sheet(name, tuple(rows), tuple(troubles))


def packed(sheet: Sheet) -> str:
    """A sheet as a short text."""
    text = json.dumps(asdict(sheet), separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def unpacked(given: str) -> Sheet:
    """The inverse; raises SheetStale."""
    try:
        found = json.loads(zlib.decompressobj().decompress(base64.b64decode(given), KEPT))
        rows = tuple(Row(one["number"], one["cells"]) for one in found["rows"])
        return Sheet(found["file"], rows, tuple(Trouble(**one) for one in found["troubles"]))
    except (ValueError, KeyError, TypeError, zlib.error) as fault:
        raise SheetStale() from fault


def lines_of(kind: Kind, present: Bodies) -> Iterator[list[str]]:
    """What there is as the lines below the headings."""
    for row in rows_of(kind, present):
        yield [headings.shown_as(kind, column, row.get(column, "")) for column in offered(kind)]


def offered(kind: Kind) -> list[str]:
    """The columns that a file of ours has; passwords are not in it, and are taken in a column of their own."""
    return [column for column in columns(kind) if not _secret(kind, column)]


def as_csv(head: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerows([text.fenced(cell) for cell in line] for line in (head, *lines))
    return ("\ufeff" + file.getvalue()).encode()


def as_workbook(kind: Kind, names: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """XLSX with choices to choose from, and a second page that says how each column is filled in."""
    words = {names.index(column): words for column, words in _choices(kind).items() if column in names}
    title = saying.kind_name(kind.name)[:30].replace("/", " ")
    head = [headings.heading(kind, column) for column in names]
    return workbook.written(title, head, iter(lines), words, _hints(kind), t("sheets.hints"))


def _choices(kind: Kind) -> dict[str, list[str]]:
    return {columns(kind)[at]: words for at, words in headings.choices(kind).items()}


def _hints(kind: Kind) -> list[list[str]]:
    """How each column is filled in, as lines."""
    lines = [[t("sheets.column"), t("sheets.how"), t("sheets.needed"), t("sheets.of")]]
    words = _choices(kind)
    for column in columns(kind):
        field = kind.field(column)
        hint = saying.hint(kind.name, column)
        if column == KEY:
            hint = t(f"settings.key-hint-{kind.name}")
        needed = column not in kind.defaults or bool(field and field.required)
        shape = t(f"sheets.shape-{field.shape}") if field else ""
        lines.append(
            [
                headings.heading(kind, column),
                " ".join(filter(None, (hint, shape))),
                t("settings.yes") if needed else "",
                ", ".join(words.get(column, ())),
            ]
        )
    return lines


def _secret(kind: Kind, column: str) -> bool:
    field = kind.field(column)
    return field is not None and field.shape is Shape.SECRET


def described(trouble: Trouble, kind: Kind) -> str:
    """The column that a trouble is about, as its heading."""
    try:
        return headings.heading(kind, trouble.column) if trouble.column else ""
    except KeyError:
        return saying.label(kind.name, trouble.column)
