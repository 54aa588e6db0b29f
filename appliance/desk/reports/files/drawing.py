"""The chart of a report on paper: its first main figure over time, else name by name."""

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.units import mm

from appliance.desk.reports.columns import Unit
from appliance.desk.reports.files.model import Head, Row, Sheet
from appliance.desk.reports.saying import said

HEIGHT = 52 * mm
MOST_BARS, MOST_LABELS = 120, 16
NOW, BEFORE = colors.HexColor("#066fd1"), colors.HexColor("#b6c0cc")
FAINT, RULE = colors.HexColor("#667382"), colors.HexColor("#dce1e7")


def chart(sheet: Sheet, font: str, width: float) -> Drawing | None:
    """None where there is too little to draw."""
    rows = sheet.parts.rows if len(sheet.parts.rows) > 1 else sheet.names.rows
    rows = rows[:MOST_BARS]
    place = next((at for at, one in enumerate(sheet.heads) if one.main), 0)
    if not rows or all(row.values[place] is None for row in rows):
        return None
    head, drawing = sheet.heads[place], Drawing(width, HEIGHT)
    drawing.add(_bars(sheet, rows, place, font, width))
    drawing.add(_legend(sheet, head, font))
    return drawing


def _bars(sheet: Sheet, rows: tuple[Row, ...], place: int, font: str, width: float) -> VerticalBarChart:
    bars, head = VerticalBarChart(), sheet.heads[place]
    bars.x, bars.y, bars.width, bars.height = map(round, (16 * mm, 9 * mm, width - 18 * mm, HEIGHT - 17 * mm))
    bars.data = [[row.values[place] or 0 for row in rows]]
    if sheet.compared:
        bars.data.append([(row.before[place] if row.before else None) or 0 for row in rows])
    for series, colour in enumerate((NOW, BEFORE)[: len(bars.data)]):
        bars.bars[series].fillColor, bars.bars[series].strokeColor = colour, None
    bars.groupSpacing, bars.barSpacing = 4, 0
    every = -(-len(rows) // MOST_LABELS)
    bars.categoryAxis.categoryNames = [row.label if at % every == 0 else "" for at, row in enumerate(rows)]
    bars.categoryAxis.visibleTicks = 0
    bars.valueAxis.valueMin = 0
    bars.valueAxis.visibleGrid, bars.valueAxis.gridStrokeColor = 1, RULE
    bars.valueAxis.visibleTicks = 0
    bars.valueAxis.labelTextFormat = lambda value: _axis(head, value)
    for axis in (bars.categoryAxis, bars.valueAxis):
        axis.strokeColor = RULE
        axis.labels.fontName, axis.labels.fontSize, axis.labels.fillColor = font, 6.5, FAINT
    return bars


def _axis(head: Head, value: float) -> str:
    return f"{value:,.0f}" if head.unit is Unit.COUNT else said(head.unit, value)


def _legend(sheet: Sheet, head: Head, font: str) -> Legend:
    legend = Legend()
    legend.x, legend.y, legend.boxAnchor = round(16 * mm), round(HEIGHT - 1 * mm), "nw"
    legend.fontName, legend.fontSize, legend.fillColor = font, 8, FAINT
    legend.alignment, legend.columnMaximum, legend.deltax, legend.dxTextSpace = "right", 1, round(80 * mm), 3
    legend.dx = legend.dy = 6
    pairs = [(NOW, f"{head.text} · {sheet.period}")]
    if sheet.compared:
        pairs.append((BEFORE, sheet.words.before.format(head=head.text)))
    legend.colorNamePairs = pairs
    legend.strokeWidth = 0
    return legend
