"""Which ways callers took through a flow: on its drawing, and node by node, each figure with its contacts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from flask import Blueprint, render_template, request

from appliance.desk.reports import wire
from appliance.desk.reports.columns import column
from appliance.desk.reports.model import Against, Kind, Line, Question
from appliance.desk.reports.saying import period
from appliance.desk.reports.service import LONGEST_DETAIL
from appliance.desk.reports.spans import NAMED
from appliance.desk.reports.ways import NEXT, RESULT, Stop, Way, edges, stops
from appliance.desk.settings.flows import layout
from appliance.errors import Refusal
from manager.configuring import saying
from manager.errors import NotThere
from manager.failures import AWAY, status_of
from manager.pages.reports import MOMENT, asked, made, today
from manager.present import language, me
from manager.report_views import Sight, contacts
from manager.rights import needs
from manager.wiring import console

pages = Blueprint("reports_ways", __name__, url_prefix="/reports/flow")
LONGEST_NAME = 100
Spot: TypeAlias = tuple[int, int]
THIN, THICK = 1.5, 9.0
"""Width of a line that nobody and that everybody took."""
BEGINS = {NEXT: "next", RESULT: "ended", "key:": "keys", "wrong_key:": "wrong_keys"}
"""The column that a figure with such a beginning belongs to."""


@pages.get("/<name>/ways")
@needs("reports.see")
def show(name: str) -> Any:
    """One flow in one period."""
    if len(name) > LONGEST_NAME:
        raise NotThere()
    try:
        question = replace(asked(Kind.NODE), names=(), against=Against.NOTHING, by="month")
        of_flow = made(replace(question, kind=Kind.FLOW, names=(name,)))
        of_nodes = made(question)
    except Refusal as refusal:
        if refusal.code in AWAY:
            raise
        return _page(name, today(Kind.NODE), refusal=refusal), status_of(refusal)
    callers = int(of_flow.total.figures.get("entered", 0))
    return _page(name, question, of_flow.total, stops(name, of_nodes.names, callers))


def _page(
    name: str,
    question: Question,
    whole: Line | None = None,
    found: tuple[Stop, ...] = (),
    refusal: Refusal | None = None,
) -> str:
    given, document = request.args, console().flows.document(name) if found else None
    drawn = layout.drawing(document) if document else None
    chosen = given.get("period", "") or "today"
    opens = me().may("calls.see") and question.until - question.since <= LONGEST_DETAIL
    return render_template(
        "reports/ways.html",
        flow=name,
        whole=whole,
        stops=found,
        by_node={stop.node: stop for stop in found},
        sight=Sight(wire.empty(replace(question, kind=Kind.FLOW)), chosen),
        sight_of_nodes=Sight(wire.empty(question), chosen),
        drawn=drawn,
        lines=list(_lines(drawn, edges(found))) if drawn else [],
        width=_width,
        high=layout.HIGH,
        wide=layout.WIDE,
        say=saying,
        opens=opens,
        opening=_opening(name, question),
        periods=NAMED,
        first=given.get("since", "")[:10] or f"{question.since:%Y-%m-%d}",
        last=given.get("until", "")[:10] or f"{question.until - MOMENT:%Y-%m-%d}",
        period=period(question.since, question.until),
        refusal=refusal.sentence(language()) if refusal else None,
    )


def _lines(
    drawn: layout.Drawing, ways: Mapping[tuple[str, str], Way]
) -> Iterator[tuple[layout.Line, Way | None, Spot]]:
    """Each exit, how many took it, and where that is said; of several exits to one node the first has them all."""
    said, boxes = set[tuple[str, str]](), {box.name: box for box in drawn.boxes}
    for line in drawn.lines:
        ends, end = (line.begin, line.end), boxes.get(line.end)
        # In the middle, where lines that begin beside each other have parted.
        spot = ((line.x + end.x + layout.WIDE // 2) // 2, (line.y + end.y) // 2 + 6) if end else (line.x, line.y)
        yield line, ways.get(ends) if ends not in said else None, spot
        said.add(ends)


def _width(way: Way | None) -> str:
    share = min(100.0, way.share or 0.0) / 100 if way else 0.0
    return f"{THIN + (THICK - THIN) * share:.1f}"


def _opening(flow: str, question: Question) -> Callable[[Stop, str], str]:
    """Where the contacts of a figure of a node are."""

    def opening(stop: Stop, figure: str) -> str:
        begin = next((begin for begin in BEGINS if figure.startswith(begin)), "")
        one = column(Kind.NODE, BEGINS.get(begin, figure))
        if one is None:
            raise NotThere()
        return contacts(question, one, question, [f"{flow}/{stop.node}"], figure)

    return opening
