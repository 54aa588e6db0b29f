"""Saved reports: kept, shared, opened, renamed, deleted."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.reports.files.model import Form
from appliance.desk.reports.posting.model import Every, Plan
from appliance.desk.reports.saved.model import EVERYBODY, MINE, Saved
from appliance.desk.reports.wish import wish
from appliance.errors import Refusal
from manager.failures import AWAY, status_of
from manager.present import language, me
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("saved_reports", __name__, url_prefix="/reports/saved")

MOST_SAID = 5
"""Names of a saved report that its line says."""


@pages.get("/")
@needs("reports.see")
def show() -> ResponseReturnValue:
    """The person's own, and those that others share."""
    return listed()


@pages.post("/")
@needs("reports.see")
def keep() -> ResponseReturnValue:
    """Keep the question that the report's page shows, under a name."""
    form = request.form
    try:
        wanted = wish(
            form.get("kind", ""),
            form.get("period", ""),
            form.get("since", ""),
            form.get("until", ""),
            form.get("by", ""),
            form.get("against", ""),
            form.getlist("name"),
            form.getlist("show"),
        )
        saved = console().saved_reports.save(me().person, form.get("title", ""), wanted, form.get("shared", MINE))
    except Refusal as refusal:
        return _refused(refusal)
    flash(t("saved.kept", name=saved.name))
    return redirect(url_for("saved_reports.show"))


@pages.get("/<uuid:id>")
@needs("reports.see")
def open_one(id: UUID) -> ResponseReturnValue:
    """The report as it is now, within what the person may see."""
    saved = console().saved_reports.find(id, me().person)
    return redirect(url_for("reports.show", **saved.wish.address))


@pages.post("/<uuid:id>")
@needs("reports.see")
def change(id: UUID) -> ResponseReturnValue:
    """Another name, or others to share with."""
    form = request.form
    try:
        saved = console().saved_reports.change(id, me().person, form.get("title", ""), form.get("shared", MINE))
    except Refusal as refusal:
        return _refused(refusal)
    flash(t("saved.changed", name=saved.name))
    return redirect(url_for("saved_reports.show"))


@pages.post("/<uuid:id>/remove")
@needs("reports.see")
def remove(id: UUID) -> ResponseReturnValue:
    """The report is kept no more."""
    saved = console().saved_reports.remove(id, me().person)
    flash(t("saved.removed", name=saved.name))
    return redirect(url_for("saved_reports.show"))


def teams_to_share() -> tuple[str, ...]:
    """The teams with which the person may share."""
    scope = me().person.scope
    return tuple(sorted({mate.team for mate in console().roster.all().values() if mate.team and scope.team(mate.team)}))


def _refused(refusal: Refusal) -> ResponseReturnValue:
    if refusal.code in AWAY:
        raise refusal
    return listed(refusal), status_of(refusal)


def listed(refusal: Refusal | None = None) -> str:
    """The list, with what was refused on top."""
    person = me().person
    seen = console().saved_reports.seen_by(person)
    owners = {one.id: one.name for one in console().directory.everybody()} if seen else {}
    return render_template(
        "reports/saved.html",
        refusal=refusal.sentence(language()) if refusal else None,
        mine=[one for one in seen if one.owner == person.id],
        others=[one for one in seen if one.owner != person.id],
        owners=owners,
        said=_said,
        teams=teams_to_share(),
        everybody=EVERYBODY,
        plans=_plans(),
        forms=tuple(Form),
        every=tuple(Every),
    )


def _plans() -> dict[UUID, list[Plan]]:
    """What the person has ordered, by report."""
    found: dict[UUID, list[Plan]] = {}
    for plan in console().report_plans.of(me().person):
        found.setdefault(plan.report, []).append(plan)
    return found


def _said(saved: Saved) -> str:
    """What a saved report asks for, in words."""
    wish = saved.wish
    told = [t(f"reports.kind-{wish.kind}")]
    told.append(f"{wish.since} – {wish.until}" if wish.period == "chosen" else t(f"reports.period-{wish.period}"))
    if wish.by:
        told.append(t(f"reports.by-{wish.by}"))
    if wish.against:
        told.append(t(f"reports.against-{wish.against}"))
    if wish.names:
        told.append(
            ", ".join(name or t("reports.no-team") for name in wish.names[:5]) + (" …" if wish.names[5:] else "")
        )
    return " · ".join(told)
