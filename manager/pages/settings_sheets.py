"""Documents of a kind as a file: given out, begun with, and taken in after a preview, as one change."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.settings.known import KINDS
from appliance.desk.settings.model import Kind
from appliance.desk.settings.sheets.errors import SheetEmpty, SheetStale
from appliance.desk.settings.sheets.plan import SINGLY, Plan, Trouble, columns, planned
from appliance.desk.settings.uses import uses
from appliance.errors import Refusal, Sentence, explain
from manager.configuring import filling, keeping, reading, refusing, saying
from manager.configuring.keeping import Wish
from manager.configuring.reading import Documents
from manager.errors import NotThere
from manager.failures import status_of
from manager.intake import takes
from manager.present import language, me
from manager.rights import needs
from manager.sheets import sheet as sheets
from manager.sheets.headings import heading
from manager.sheets.sheet import FORMATS, Sheet
from manager.wiring import console
from manager.words import t

pages = Blueprint("settings_sheets", __name__, url_prefix="/settings")
MIMES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_TROUBLES, MOST_SHOWN, MOST_NAMES = 200, 100, 200
LONGEST_NAME = 120


@pages.get("/<name>/sheet")
@needs("setup.see")
def show(name: str) -> ResponseReturnValue:
    """What can be done with files of a kind."""
    return _page(_kind(name))


@pages.get("/<name>/sheet/file")
@needs("setup.see")
def give(name: str) -> ResponseReturnValue:
    """All documents of a kind as a file, or one to begin with; in the audit trail."""
    kind, form = _kind(name), request.args.get("format", "")
    begins = "template" in request.args
    if form not in FORMATS:
        raise NotThere()
    lines = [] if begins else list(sheets.lines_of(kind, reading.documents().of(name)))
    names = list(columns(kind)) if begins else sheets.offered(kind)
    if form == "csv":
        data = sheets.as_csv([heading(kind, column) for column in names], lines)
    else:
        data = sheets.as_workbook(kind, names, lines)
    if not begins:
        console().notes.note("settings.export", name, after={"rows": len(lines), "format": form})
    file = f"{name}{'-template' if begins else ''}.{form}"
    return Response(data, mimetype=MIMES[form], headers={"Content-Disposition": f'attachment; filename="{file}"'})


@pages.post("/<name>/sheet")
@needs("setup.see")
@takes(sheets.LARGEST + 4)
def take(name: str) -> ResponseReturnValue:
    """Preview a file; or keep what was previewed, for a reason."""
    kind = _kind(name)
    reading.refuse_kind(kind)
    there = reading.documents()
    whole = request.form.get("whole") == "1"
    try:
        sheet = _again(kind) if request.form.get("sheet") else _uploaded(kind)
        plan = planned(kind, sheet.rows, there.of(name), _may(kind), whole=whole)
        if troubles := [*sheet.troubles, *plan.troubles]:
            return _page(kind, sheet=sheet, plan=plan, whole=whole, troubles=troubles, status=409)
        return _offer(kind, there, sheet, plan, whole=whole)
    except Refusal as refusal:
        if status_of(refusal) >= 500:
            raise
        return _page(kind, refusal=refusal, whole=whole)


def _offer(kind: Kind, there: Documents, sheet: Sheet, plan: Plan, *, whole: bool) -> ResponseReturnValue:
    """Keep what was previewed and given a reason; else preview it."""
    wish = Wish(_since(there), {kind.name: plan.documents}, {kind.name: plan.passwords})
    mark = filling.mark(plan.documents, {key: str(typed) for key, typed in plan.passwords.items()})
    reason = keeping.reason_given()
    keeps = request.form.get("do") == "keep" and request.form.get("mark") == mark
    counts = {"new": len(plan.new), "changed": len(plan.changed), "removed": len(plan.removed), "same": len(plan.same)}
    shown: dict[str, Any] = {"sheet": sheet, "plan": plan, "whole": whole, "mark": mark, "reason": reason}
    try:
        if keeps and reason:
            made = keeping.kept(wish, reason, "settings.import", file=sheet.file, kind=kind.name, **counts)
            flash(t("sheets.kept", title=saying.kind_name(kind.name), **counts) if made else t("sheets.all-same"))
            return redirect(url_for("settings.listed", name=kind.name))
        changed = keeping.shown(wish)
    except Refusal as refusal:
        if refusal.code != refusing.INVALID:
            raise
        return _page(kind, troubles=_of_engine(refusal, kind, plan), status=status_of(refusal), **shown)
    return _page(kind, changed=changed, lacks_reason=keeps, used=_used(kind, there, plan), since=wish.since, **shown)


def _uploaded(kind: Kind) -> Sheet:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise SheetEmpty()
    return sheets.taken(kind, file.filename[-LONGEST_NAME:], file.read())


def _again(kind: Kind) -> Sheet:
    """The sheet of the preview, which came back closed: passwords may be in it, and nobody may put another there."""
    try:
        return sheets.unpacked(console().keys.open(request.form["sheet"], _context(kind)).reveal())
    except Refusal as refusal:
        raise SheetStale() from refusal


def _closed(kind: Kind, sheet: Sheet) -> str:
    return console().keys.seal(sheets.packed(sheet), _context(kind))


def _context(kind: Kind) -> str:
    return f"sheet {kind.name} of {me().person.id}"


def _page(
    kind: Kind,
    *,
    refusal: Refusal | None = None,
    troubles: list[Any] | None = None,
    sheet: Sheet | None = None,
    plan: Plan | None = None,
    status: int = 0,
    **more: Any,
) -> ResponseReturnValue:
    said = [one if isinstance(one, tuple) else _said(kind, one) for one in (troubles or [])[:MOST_TROUBLES]]
    names = [heading(kind, column) for column in columns(kind)]
    page = render_template(
        "settings/sheet.html",
        kind=kind,
        names=names,
        refusal=refusal.sentence(language()) if refusal else None,
        troubles=said,
        trouble_count=len(troubles or ()),
        sheet=sheet,
        closed=_closed(kind, sheet) if sheet and not troubles else "",
        plan=plan,
        singly=kind.name in SINGLY,
        may=reading.may_change(kind),
        most=MOST_SHOWN,
        most_names=MOST_NAMES,
        say=saying,
        **more,
    )
    return page, status or (status_of(refusal) if refusal else 200)


def _said(kind: Kind, trouble: Trouble) -> tuple[str, str, Sentence]:
    """Where a trouble is, and what it is."""
    return str(trouble.row), sheets.described(trouble, kind), explain(trouble.code, trouble.details, language())


def _of_engine(refusal: Refusal, kind: Kind, plan: Plan) -> list[tuple[str, str, Sentence]]:
    """What the engine says is wrong, at the rows of its documents; elsewhere at its place."""
    found, begin = [], f"{kind.name}."
    keys = sorted(plan.rows, key=len, reverse=True)
    for problem in refusal.details.get("problems", ()):
        where = str(problem.get("where", ""))
        inside = where.removeprefix(begin) if where.startswith(begin) else ""
        key = next((key for key in keys if inside == key or inside.startswith(f"{key}.")), None) if inside else None
        sentence = refusing.sentence(problem)
        if key is None:
            found.append(("", refusing.place(where), sentence))
        else:
            field = inside.removeprefix(key).lstrip(".").partition(".")[0]
            found.append((str(plan.rows[key]), saying.label(kind.name, field) if field else key, sentence))
    return found


def _used(kind: Kind, there: Documents, plan: Plan) -> list[tuple[str, str, str, str]]:
    """(name, kind, name, field) of documents that name one that goes."""
    return [
        (key, *use)
        for key in plan.removed[:MOST_SHOWN]
        for use in uses(kind.name, key, there.everything(), KINDS)
        if not (use[0] == kind.name and use[1] in plan.removed)
    ]


def _may(kind: Kind) -> Any:
    return lambda key, body: reading.visible(kind.name, key, body)


def _since(there: Documents) -> int:
    text = request.form.get("since", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else there.change


def _kind(name: str) -> Kind:
    kind = reading.known(name)
    if kind.only and name not in SINGLY:
        raise NotThere()
    return kind
