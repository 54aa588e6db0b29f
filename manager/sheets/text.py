"""CSV as spreadsheets write it: in which characters, with which separators, and cells that no spreadsheet computes."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from appliance.desk.settings.sheets.errors import SheetDamaged, SheetUndecodable, SheetUnknown

BINARY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
FENCED = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would compute (OWASP: CSV injection), or read as such a cell behind its fence."""
SEPARATORS = ",;\t"
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LONGEST_CELL = 1 << 20


def rows(data: bytes) -> Iterator[list[str]]:
    """The records of a CSV; raises SheetUndecodable, SheetUnknown or SheetDamaged."""
    text = decoded(data)
    if BINARY.search(text):
        raise SheetUnknown()
    named = re.match(r"sep=([,;\t])\r?\n", text)
    head = text[named.end() if named else 0 :]
    separator = named[1] if named else _separator(head)
    csv.field_size_limit(LONGEST_CELL)
    found = csv.reader(io.StringIO(head, ""), delimiter=separator, strict=True)
    try:
        yield from ([unfenced(cell) for cell in row] for row in found)
    except csv.Error as fault:
        raise SheetDamaged(problem=str(fault)) from fault


def decoded(data: bytes) -> str:
    """The text: by its mark, else UTF-8, else GB18030, in which Excel in China writes CSV."""
    named = next((encoding for mark, encoding in MARKS if data.startswith(mark)), "")
    for encoding in (named,) if named else ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetUndecodable()


def fenced(cell: str) -> str:
    """A cell that spreadsheets take as text; `unfenced` is the inverse."""
    return f"'{cell}" if FENCED.match(cell) else cell


def unfenced(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FENCED.match(cell) else cell


def _separator(text: str) -> str:
    """What stands most often in the first line outside of quotes."""
    first = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    return max(SEPARATORS, key=first.count)
