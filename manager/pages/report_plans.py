"""Saved reports by mail: ordered, cancelled, and the addresses to which they may go."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.errors import Refusal
from manager.errors import NotAllowed
from manager.failures import AWAY, status_of
from manager.pages.saved_reports import listed
from manager.present import language, me
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("report_plans", __name__, url_prefix="/reports")


@pages.post("/saved/<uuid:id>/plans")
@needs("reports.export")
def order(id: UUID) -> ResponseReturnValue:
    """Send a saved report again and again."""
    if not me().may("reports.see"):
        raise NotAllowed(right="reports.see")
    form, person = request.form, me().person
    every = form.get("every", "")
    day = form.get("monthday" if every == "monthly" else "weekday", "")
    number = int(day) if day.isascii() and day.isdecimal() and len(day) < 3 else -1
    to = form.get("addresses", "").replace(",", " ").replace(";", " ").split()
    try:
        saved = console().saved_reports.find(id, person)
        console().report_plans.order(person, saved, every, number, form.get("at", ""), form.get("form", ""), to)
    except Refusal as refusal:
        if refusal.code in AWAY:
            raise
        return listed(refusal), status_of(refusal)
    flash(t("saved.ordered", name=saved.name))
    return redirect(url_for("saved_reports.show"))


@pages.post("/plans/<uuid:id>/cancel")
@needs("reports.export")
def cancel(id: UUID) -> ResponseReturnValue:
    """Send it no more."""
    console().report_plans.cancel(id, me().person)
    flash(t("saved.cancelled"))
    return redirect(url_for("saved_reports.show"))


@pages.get("/addresses")
@needs("setup.change")
def addresses() -> ResponseReturnValue:
    """To where reports may go."""
    return _addresses()


@pages.post("/addresses")
@needs("setup.change")
def allow() -> ResponseReturnValue:
    """One address more, or a domain with an @ in front."""
    try:
        console().report_plans.allow(request.form.get("address", ""), me().person.login)
    except Refusal as refusal:
        if refusal.code in AWAY:
            raise
        return _addresses(refusal), status_of(refusal)
    return redirect(url_for("report_plans.addresses"))


@pages.post("/addresses/remove")
@needs("setup.change")
def disallow() -> ResponseReturnValue:
    """From now on nothing goes there, whatever was ordered."""
    console().report_plans.disallow(request.form.get("address", ""))
    return redirect(url_for("report_plans.addresses"))


def _addresses(refusal: Refusal | None = None) -> str:
    said = refusal.sentence(language()) if refusal else None
    return render_template("reports/addresses.html", refusal=said, allowed=console().report_plans.allowed())
