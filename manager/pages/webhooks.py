"""Webhooks: what each was sent, what the other side said, and everything once more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.telling.model import Outcome
from appliance.errors import Refusal
from manager import asked
from manager.errors import RequestMalformed
from manager.failures import UNAVAILABLE, status_of
from manager.present import actor
from manager.rights import needs
from manager.shown import sentence
from manager.wiring import console
from manager.words import t

pages = Blueprint("webhooks", __name__, url_prefix="/webhooks")
PAGE = 50
TRIAL = 30.0
MOMENTS = ("created_at", "due_at", "ended_at")


@pages.get("/")
@needs("setup.see")
def show() -> ResponseReturnValue:
    """All webhooks, and the messages that the address asks for, the newest first."""
    name, outcome = asked.text("webhook"), asked.one_of("outcome", list(map(str, Outcome)))
    told = _messages(name, outcome, asked.text("before"))
    messages = told[:PAGE]
    older = url_for("webhooks.show", webhook=name, outcome=outcome, before=messages[-1]["id"]) if told[PAGE:] else ""
    return render_template(
        "webhooks/show.html",
        hooks=console().ask("jobs", "webhook.list") or [],
        messages=messages,
        older=older,
        wanted=name,
        outcome=outcome,
        outcomes=list(Outcome),
    )


@pages.post("/<name>/test")
@needs("setup.change")
def test(name: str) -> ResponseReturnValue:
    """Send a message without a fact, and say what comes of it."""
    try:
        told: Any = console().ask("jobs", "webhook.test", webhook=name, within=TRIAL) or {}
    except Refusal as refusal:
        if status_of(refusal) >= UNAVAILABLE:
            raise
        said = sentence(refusal)
        return _back(f"{said.what} {said.why} {said.next}", "warning")
    return _back(t("webhooks.tested", webhook=name, status=told.get("status", ""), ms=told.get("took_ms", "")))


@pages.post("/<name>/secret")
@needs("setup.change")
def renew(name: str) -> ResponseReturnValue:
    """Make another secret, and show it this one time."""
    told: Any = console().ask("jobs", "webhook.secret", webhook=name, by=actor().who) or {}
    console().notes.note("webhook.secret", name)
    return render_template("webhooks/secret.html", name=name, secret=told.get("made", ""))


@pages.post("/<name>/resend")
@needs("setup.change")
def resend_all(name: str) -> ResponseReturnValue:
    """Send again whatever was given up."""
    told: Any = console().ask("jobs", "webhook.resend_all", webhook=name) or {}
    count = told.get("messages", 0)
    console().notes.note("webhook.resend", name, after={"messages": count})
    return _back(t("webhooks.resent-all", count=count))


@pages.post("/messages/<uuid:id>/resend")
@needs("setup.change")
def resend(id: UUID) -> ResponseReturnValue:
    """Send one message again."""
    told: Any = console().ask("jobs", "webhook.resend", id=str(id)) or {}
    console().notes.note("webhook.resend", told.get("webhook", ""), after={"message": str(id)})
    return _back(t("webhooks.resent"))


def _messages(name: str, outcome: str, before: str) -> Sequence[dict[str, Any]]:
    """One more than the page has, with their moments."""
    try:
        place = str(UUID(before)) if before else None
    except ValueError as fault:
        raise RequestMalformed() from fault
    rows: list[dict[str, Any]] = console().ask(
        "jobs", "webhook.messages", webhook=name, outcome=outcome, before=place, limit=PAGE + 1
    )
    for row in rows or []:
        row.update({moment: datetime.fromisoformat(row[moment]) for moment in MOMENTS if row[moment]})
    return rows or []


def _back(said: str, how: str = "message") -> ResponseReturnValue:
    flash(said, how)
    return redirect(url_for("webhooks.show", webhook=request.args.get("webhook") or None))
