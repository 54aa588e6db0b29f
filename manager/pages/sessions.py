"""Sessions: who is signed in where."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from manager.errors import NotThere
from manager.leaving import end as end_all
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("sessions", __name__, url_prefix="/sessions")


@pages.get("/")
@needs("people.see")
def show() -> ResponseReturnValue:
    """Every browser that is signed in."""
    people, now = {person.id: person for person in console().directory.everybody()}, console().clock.now()
    rows = [(people[one.person], one) for one in console().doors.sessions() if one.expires_at > now]
    return render_template("sessions/show.html", rows=rows)


@pages.post("/<uuid:id>/end")
@needs("people.change")
def end(id: UUID) -> ResponseReturnValue:
    """Sign a browser out."""
    session = next((session for session in console().doors.sessions() if session.id == id), None)
    if session is None:
        raise NotThere()
    end_all([id])
    console().notes.note("session.end", console().staff.person(session.person).login)
    flash(t("sessions.ended"))
    return redirect(url_for("sessions.show"))
