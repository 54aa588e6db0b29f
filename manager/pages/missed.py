"""Missed callers: who got nobody and is still to be served, and one click that has them called back."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.contact.callback.model import subscriber, written
from appliance.desk.contacts.missed import MOST, Missed, Sought, Try, latest, missed
from appliance.desk.contacts.model import Contact, Reach
from appliance.errors import Refusal
from manager import asked
from manager.errors import NotThere, RequestMalformed
from manager.failures import UNAVAILABLE, inside, status_of
from manager.pages.contacts import customer_names, midnight
from manager.present import me
from manager.reach import of_missed
from manager.rights import needs
from manager.shown import sentence
from manager.wiring import console
from manager.words import t, t_or

pages = Blueprint("missed", __name__, url_prefix="/missed")
LONGEST = timedelta(days=92)
PAGE = 200
"""Callers on one page."""


@pages.get("/")
@needs("missed.see")
def show() -> ResponseReturnValue:
    """Everybody who is still to be served, whoever tried last first; `part` asks for the list alone."""
    now, mine = console().clock.now(), of_missed()
    until = asked.moment("until") or now
    since = max(asked.moment("since") or midnight(0), until - LONGEST)
    queue = asked.text("queue")
    tries = console().contacts.tries(Sought(since, until), mine)
    found = [one for one in still_missed(tries) if queue in ("", one.last.queue)]
    return render_template(
        "missed/list.html" if asked.text("part") else "missed/show.html",
        found=found[:PAGE],
        more=len(found) - PAGE,
        cut=tries[-1].at if len(tries) == MOST else None,
        most=MOST,
        since=since,
        given={"until": asked.text("until"), "queue": queue},
        back=url_for("missed.show", since=asked.text("since"), until=asked.text("until"), queue=queue),
        queues=_queues(mine),
        names=customer_names(one.last.number for one in found[:PAGE]),
        open=_open(console().ask("engine", "callback.list")),
        subscriber=subscriber,
    )


@pages.post("/call-back")
@needs("missed.serve")
def call_back() -> ResponseReturnValue:
    """Have a caller called back in turn, unless somebody was quicker."""
    mine = of_missed()
    if (contact := console().contacts.find(_contact(), mine)) is None:
        raise NotThere()
    queue = contact.queue or request.form.get("queue", "")
    if mine.queues is not None and queue not in mine.queues:
        raise NotThere()
    flash(*_asked(contact, queue))
    back = request.form.get("back", "")
    return redirect(back if inside(back) else url_for("missed.show"))


def _asked(contact: Contact, queue: str) -> tuple[str, str]:
    """What is said of it, and how."""
    who = subscriber(contact.caller)
    if waits := _open(console().ask("engine", "callback.list")).get(who):
        return t("missed.waits-already", by=waits["by"]), "warning"
    ways = written(contact.caller) if contact.caller else ()
    tries = Sought(contact.opened_at, numbers=ways, limit=1)
    if not ways or not still_missed(console().contacts.tries(tries, of_missed()), ways):
        return t("missed.served-already"), "warning"
    try:
        told = console().ask("engine", "callback.request", number=contact.caller, queue=queue, by=me().person.login)
    except Refusal as refusal:
        if status_of(refusal) >= UNAVAILABLE:
            raise
        said = sentence(refusal)
        return f"{said.what} {said.why} {said.next}", "warning"
    console().notes.note("callback.request", str(contact.id), after={"callback": (told or {}).get("id", "")})
    return t("missed.asked"), "message"


def _contact() -> UUID:
    try:
        return UUID(request.form.get("contact", ""))
    except ValueError as fault:
        raise RequestMalformed() from fault


def still_missed(tries: list[Try], numbers: tuple[str, ...] = ()) -> list[Missed]:
    """Who of those tries, the newest first, is still to be served."""
    return missed(tries, latest(console().contacts.talks(tries[-1].at, numbers)) if tries else {})


def _open(callbacks: Iterable[Mapping[str, Any]] | None) -> dict[str, dict[str, Any]]:
    """The call-backs that are still to be made, by subscriber; with who asked for each."""
    return {
        subscriber(one["number"]): {**one, "by": t_or(f"missed.by-{one['asked_by']}", one["asked_by"])}
        for one in callbacks or ()
    }


def _queues(mine: Reach) -> list[str]:
    """The queues of the person that anybody ever called."""
    return [name for name in console().contacts.places("queue") if mine.queues is None or name in mine.queues]
