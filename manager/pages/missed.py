"""Missed callers: who got nobody and is still to be served, and one click that has them called back."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.contact.callback.model import subscriber
from appliance.desk.contacts.missed import Missed, latest, missed
from appliance.desk.contacts.model import Contact
from appliance.errors import Refusal
from manager import asked
from manager.errors import RequestMalformed
from manager.failures import UNAVAILABLE, inside, status_of
from manager.pages.contact import contact_of
from manager.pages.contacts import midnight
from manager.present import language, me
from manager.reach import reach
from manager.rights import needs
from manager.wiring import console
from manager.words import t, t_or

pages = Blueprint("missed", __name__, url_prefix="/missed")
LONGEST = timedelta(days=92)
MOST = 200
"""Callers on one page."""


@pages.get("/")
@needs("calls.see")
def show() -> ResponseReturnValue:
    """Everybody who is still to be served, whoever tried last first."""
    now = console().clock.now()
    until = asked.moment("until") or now
    since = max(asked.moment("since") or midnight(0), until - LONGEST)
    queue = asked.text("queue")
    found = [one for one in _missed(since, until) if queue in ("", one.last.queue)]
    return render_template(
        "missed/show.html",
        found=found[:MOST],
        more=len(found) - MOST,
        since=since,
        given={"until": asked.text("until"), "queue": queue},
        queues=_queues(),
        names=console().contacts.names([one.last.number for one in found[:MOST]]),
        open=_open(console().ask("engine", "callback.list")),
        subscriber=subscriber,
        may=me().may("live.act"),
    )


@pages.post("/call-back")
@needs("live.act")
def call_back() -> ResponseReturnValue:
    """Have a caller called back in turn, unless somebody was quicker."""
    flash(*_asked(contact_of(_contact())))
    back = request.form.get("back", "")
    return redirect(back if inside(back) else url_for("missed.show"))


def _asked(contact: Contact) -> tuple[str, str]:
    """What is said of it, and how."""
    who, queue = subscriber(contact.caller), contact.queue or request.form.get("queue", "")
    if waits := _open(console().ask("engine", "callback.list")).get(who):
        return t("missed.waits-already", by=waits["by"]), "warning"
    if not any(subscriber(one.last.number) == who for one in _missed(contact.opened_at, console().clock.now())):
        return t("missed.served-already"), "warning"
    try:
        told = console().ask("engine", "callback.request", number=contact.caller, queue=queue, by=me().person.login)
    except Refusal as refusal:
        if status_of(refusal) >= UNAVAILABLE:
            raise
        said = refusal.sentence(language())
        return f"{said.what} {said.why} {said.next}", "warning"
    console().notes.note("callback.request", str(contact.id), after={"callback": (told or {}).get("id", "")})
    return t("missed.asked"), "message"


def _contact() -> UUID:
    try:
        return UUID(request.form.get("contact", ""))
    except ValueError as fault:
        raise RequestMalformed() from fault


def _missed(since: datetime, until: datetime) -> list[Missed]:
    tries = console().contacts.tries(since, until, reach())
    served = latest(console().contacts.talks(tries[-1].at)) if tries else {}
    return missed(tries, served)


def _open(callbacks: Iterable[Mapping[str, Any]] | None) -> dict[str, dict[str, Any]]:
    """The call-backs that are still to be made, by subscriber; with who asked for each."""
    return {
        subscriber(one["number"]): {**one, "by": t_or(f"missed.by-{one['asked_by']}", one["asked_by"])}
        for one in callbacks or ()
    }


def _queues() -> list[str]:
    mine = reach()
    return [name for name in console().contacts.places("queue") if mine.queues is None or name in mine.queues]
