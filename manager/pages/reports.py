"""Reports: figures of past periods, compared, charted, and the contacts behind each of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.contacts.model import clock
from appliance.desk.people.masking import shown
from appliance.desk.reports import wire
from appliance.desk.reports.columns import column
from appliance.desk.reports.files.model import Form
from appliance.desk.reports.model import Against, Kind, Question, Report
from appliance.desk.reports.saying import period
from appliance.desk.reports.service import PAGE
from appliance.desk.reports.spans import CHOSEN, MOST, NAMED, span
from appliance.desk.reports.wish import Wish, wish
from appliance.desk.reports.wording import label, sheet
from appliance.errors import Refusal
from manager.errors import NotThere
from manager.failures import AWAY, status_of
from manager.pages.saved_reports import teams_to_share
from manager.present import language, me
from manager.report_heat import heat
from manager.report_views import Sight, chart, ways
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("reports", __name__, url_prefix="/reports")

PATIENCE = 60.0
"""Seconds that a report may take."""
MOMENT = timedelta(microseconds=1)


@pages.get("/")
@needs("reports.see")
def begin() -> ResponseReturnValue:
    """The report that most people want."""
    return redirect(url_for("reports.show", kind=Kind.QUEUE.value))


@pages.get("/definitions")
@needs("reports.see")
def definitions() -> ResponseReturnValue:
    """How each figure is counted."""
    kinds = [kind for kind in Kind if kind is not Kind.TEAM]
    return render_template("reports/definitions.html", sheets={kind: list(sheet(kind, language())) for kind in kinds})


@pages.get("/<kind>")
@needs("reports.see")
def show(kind: str) -> ResponseReturnValue:
    """One report of one period, beside another one."""
    of = kind_of(kind)
    try:
        report = made(asked(of))
    except Refusal as refusal:
        if refusal.code in AWAY:
            raise
        return _page(wire.empty(today(of)), refusal), status_of(refusal)
    return _page(report)


@pages.get("/<kind>/contacts")
@needs("calls.see")
def behind(kind: str) -> ResponseReturnValue:
    """The contacts that made one figure; their sum is the figure."""
    question, skip = asked(kind_of(kind)), _number(request.args.get("skip", ""))
    one = column(question.kind, request.args.get("column", ""))
    if one is None:
        raise NotThere()
    figure = request.args.get("figure", "") or one.behind[0]
    if not one.holds(figure):
        raise NotThere()
    found = console().ask(
        "jobs", "report.behind", within=PATIENCE, **_asked_of_jobs(question), figure=figure, skip=skip
    )
    found = found or {"rows": [], "sum": 0, "seen": 0, "outside": 0}
    rows = [_contact(row) for row in found["rows"]]
    return render_template(
        "reports/behind.html",
        sight=Sight(wire.empty(question), request.args.get("period", CHOSEN)),
        question=question,
        column=one,
        figure=figure,
        rows=rows,
        found=found,
        skip=skip,
        page=PAGE,
        searched=_searched(question),
        period=period(question.since, question.until),
        head=label(question.kind, one.figure, language()),
        clock=clock,
        timed=figure.endswith(("_ms", "_ms_max")),
    )


def kind_of(text: str) -> Kind:
    """The kind of report in an address; raises NotThere."""
    try:
        return Kind(text)
    except ValueError:
        raise NotThere() from None


def asked(kind: Kind) -> Question:
    """The question in the address; raises ReportPeriodInvalid."""
    return wished(kind).question(console().clock.now(), ZoneInfo(console().settings.time_zone))


def wished(kind: Kind) -> Wish:
    """The question in the address as it is kept, its period by name; raises ReportPeriodInvalid."""
    return wish(
        kind,
        request.args.get("period", ""),
        request.args.get("since", ""),
        request.args.get("until", ""),
        request.args.get("by", ""),
        request.args.get("against", ""),
        request.args.getlist("name"),
        request.args.getlist("show"),
    )


def made(question: Question) -> Report:
    """The answer of the jobs, for what the person at the browser may see."""
    wanted = _asked_of_jobs(question) | {"by": question.by, "against": question.against.value}
    found = console().ask("jobs", "report.show", within=PATIENCE, **wanted)
    return wire.report_of(question, found) if found else wire.empty(question)


def _asked_of_jobs(question: Question) -> dict[str, Any]:
    told = wire.asked(question)
    names = {"names": told["names"]} if told["names"] else {}
    scope = {name: some for name, some in wire.scope_told(me().person.scope).items() if some is not None}
    return {name: told[name] for name in ("kind", "since", "until")} | names | scope


def _page(report: Report, refusal: Refusal | None = None) -> str:
    given, question = request.args, report.question
    chosen = frozenset(given.getlist("show"))
    sight = Sight(report, given.get("period", "") or "today", chosen)
    warm = next((one for one in sight.main if one.figure == given.get("heat")), sight.main[0])
    return render_template(
        "reports/show.html",
        report=report,
        ways=ways,
        sight=sight,
        refusal=refusal.sentence(language()) if refusal else None,
        kinds=tuple(Kind),
        periods=NAMED,
        parts=tuple(MOST),
        againsts=tuple(Against),
        given=given,
        chosen=frozenset(question.names),
        forms=tuple(Form),
        teams=teams_to_share(),
        first=given.get("since", "")[:10] or f"{question.since:%Y-%m-%d}",
        last=given.get("until", "")[:10] or f"{question.until - MOMENT:%Y-%m-%d}",
        period=period(question.since, question.until),
        compared=period(*report.compared) if report.compared else "",
        warm=warm,
        heat=heat(report, warm),
        chart=chart(report, sight.main, t("reports.no-team")),
        opens=me().may("calls.see"),
    )


def today(kind: Kind) -> Question:
    """The question that a page shows when what was asked is none."""
    since, until = span("today", console().clock.now(), ZoneInfo(console().settings.time_zone))
    return Question(kind, since, until, "hour")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


SEARCHED = {Kind.QUEUE: "queue", Kind.AGENT: "agent"}
"""Reports whose names the search for contacts knows."""


def _searched(question: Question) -> str:
    """Where every contact of that name and time is searched; "" where the search knows no such name."""
    if question.kind not in SEARCHED or len(question.names) != 1:
        return ""
    since, until = (moment.strftime("%Y-%m-%dT%H:%M") for moment in (question.since, question.until))
    asked: dict[str, Any] = {SEARCHED[question.kind]: question.names[0], "since": since, "until": until}
    return url_for("contacts.show", **asked)


def _contact(row: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the list: the customer's number as the person may see it."""
    call, whole = row.get("call"), me().may("numbers.whole")
    at = datetime.fromisoformat(row["at"])
    if not call:
        return {**row, "at": at, "call": None}
    customer = "caller" if call["direction"] == "inbound" else "dialled"
    return {**row, "at": at, "call": {**call, customer: shown(call[customer], whole)}}
