"""One's own account."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from manager.present import me
from manager.rights import signed_in
from manager.wiring import console

pages = Blueprint("account", __name__, url_prefix="/account")


@pages.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """The person, and where it is signed in."""
    who = me()
    return render_template("account/show.html", me=who, sessions=console().doors.sessions(who.person.id))
