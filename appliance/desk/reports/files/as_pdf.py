"""A report as PDF: chart, tables and definitions on A4 across; the letters that it uses are embedded in it."""

import io
from collections.abc import Callable, Iterator
from functools import cache
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import STATE_DEFAULTS
from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as Lines
from reportlab.platypus.doctemplate import BaseDocTemplate

from appliance.desk.reports.columns import change
from appliance.desk.reports.errors import ReportFontMissing
from appliance.desk.reports.files.drawing import chart
from appliance.desk.reports.files.model import Row, Sheet, Table
from appliance.desk.reports.saying import said

NAME = "ReportLetters"
MARGIN, FOOT = 12 * mm, 7 * mm
WIDTH = landscape(A4)[0] - 2 * MARGIN
FIRST = 36 * mm
"""Of the column with names; the others share what is left."""
MOST_COLUMNS = 12
"""So many figures stand beside each other; further ones follow in a table of their own."""
INK, FAINT, RULE, HEAD = (colors.HexColor(text) for text in ("#182433", "#667382", "#dce1e7", "#eef1f4"))


def as_pdf(sheet: Sheet, font: str) -> bytes:
    """`font` is a TrueType file with Chinese; raises ReportFontMissing."""
    letters(font)
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=landscape(A4),
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN + FOOT,
        title=sheet.title,
        author="Callstead",
        initialFontName=NAME,
    )

    def numbered(*args: object, **given: object) -> Canvas:
        return _Numbered(sheet, *args, **given)

    document.build(list(_story(sheet)), onFirstPage=_foot(sheet), onLaterPages=_foot(sheet), canvasmaker=numbered)
    return file.getvalue()


@cache
def letters(font: str) -> str:
    """The name of the letters, read from a file once in the life of a process."""
    try:
        pdfmetrics.registerFont(TTFont(NAME, font, subfontIndex=0))
    except (TTFError, OSError) as fault:
        raise ReportFontMissing(font=font) from fault
    # A drawing begins with letters that are embedded nowhere.
    STATE_DEFAULTS["fontName"] = NAME
    return NAME


class _Numbered(Canvas):
    """Says on each page how many there are."""

    def __init__(self, sheet: Sheet, *args: object, **given: object) -> None:
        super().__init__(*args, **given)  # type: ignore[arg-type]
        self._sheet, self._pages = sheet, list[dict[str, object]]()

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self.setFont(NAME, 7)
            self.setFillColor(FAINT)
            said = self._sheet.words.page.format(page=number, pages=len(self._pages))
            self.drawRightString(MARGIN + WIDTH, MARGIN, said)
            super().showPage()
        super().save()


def _foot(sheet: Sheet) -> Callable[[Canvas, BaseDocTemplate], None]:
    def draw(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont(NAME, 7)
        canvas.setFillColor(FAINT)
        canvas.drawString(MARGIN, MARGIN, f"{sheet.title} · {sheet.period}")
        canvas.restoreState()

    return draw


def _story(sheet: Sheet) -> Iterator[Flowable]:
    yield Paragraph(escape(sheet.title), _style(16, space=2))
    for name, text in sheet.about:
        yield Paragraph(f'<font color="#667382">{escape(name)}</font>  {escape(text)}', _style(8))
    yield Spacer(0, 3 * mm)
    if not sheet.names.rows:
        yield Paragraph(escape(sheet.words.nothing), _style(11))
    else:
        if drawn := chart(sheet, NAME, WIDTH):
            yield drawn
        for table in (sheet.names, sheet.parts):
            yield from _tables(sheet, table)
    yield Paragraph(escape(sheet.words.definitions), _style(11, space=2, before=5))
    for one in sheet.heads:
        yield Paragraph(f"<b>{escape(one.text)}</b>  {escape(one.counted)}", _style(7.5, space=0.7))


def _tables(sheet: Sheet, table: Table) -> Iterator[Flowable]:
    """A table in as many pieces beside each other as its figures need."""
    yield Paragraph(escape(table.title), _style(11, space=2, before=4))
    count = -(-len(sheet.heads) // MOST_COLUMNS)
    each = -(-len(sheet.heads) // count)
    rows = [*table.rows, *([table.total] if table.total else [])]
    for first in range(0, len(sheet.heads), each):
        places = range(first, min(first + each, len(sheet.heads)))
        heads = [_cell(table.first, 7), *(_cell(sheet.heads[place].text, 7, right=True) for place in places)]
        cells = [[_cell(row.label, 7.5), *(_figure(sheet, row, place) for place in places)] for row in rows]
        widths = [FIRST, *([(WIDTH - FIRST) / each] * len(places))]
        yield Lines([heads, *cells], widths, repeatRows=1, hAlign="LEFT", style=_rules(table, len(rows)))
        yield Spacer(0, 3 * mm)


def _rules(table: Table, count: int) -> TableStyle:
    total = [("LINEABOVE", (0, count), (-1, count), 0.8, FAINT)] if table.total else []
    return TableStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), NAME),
            ("BACKGROUND", (0, 0), (-1, 0), HEAD),
            ("LINEBELOW", (0, 0), (-1, -1), 0.3, RULE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 1.6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.2),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            *total,
        ]
    )


def _figure(sheet: Sheet, row: Row, place: int) -> Paragraph:
    one, now = sheet.heads[place], row.values[place]
    text = escape(said(one.unit, now))
    if row.before is not None:
        before = row.before[place]
        moved = change(now, before)
        beside = said(one.unit, before) + (f" {moved:+.1f} %" if moved is not None else "")
        text += f'<br/><font size="6" color="#667382">{escape(beside)}</font>'
    return Paragraph(text, _style(7.5, right=True))


def _cell(text: str, size: float, *, right: bool = False) -> Paragraph:
    return Paragraph(escape(text), _style(size, right=right))


@cache
def _style(size: float, *, space: float = 0, before: float = 0, right: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size}-{space}-{before}-{right}",
        fontName=NAME,
        fontSize=size,
        leading=size * 1.3,
        spaceAfter=space * mm,
        spaceBefore=before * mm,
        textColor=INK,
        wordWrap="CJK",
        alignment=TA_RIGHT if right else 0,
    )
