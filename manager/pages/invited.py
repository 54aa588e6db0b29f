"""One-time links: the first administrator, somebody new, somebody with a new password."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.people.errors import PasswordWeak, PersonExists, PersonInvalid
from appliance.desk.people.model import Person, Purpose
from appliance.errors import Refusal
from manager.errors import PasswordsDiffer
from manager.failures import refused
from manager.leaving import close_live
from manager.pages.signin import let_in, prove_later
from manager.rights import open_to_all
from manager.wiring import console

pages = Blueprint("invited", __name__)
FORM = "signin/invited.html"


@pages.get("/invited/<code>")
@open_to_all
def show(code: str) -> ResponseReturnValue:
    """The form; the link stays good until a password is set."""
    return render_template(FORM, **_about(code))


@pages.post("/invited/<code>")
@open_to_all
def accept(code: str) -> ResponseReturnValue:
    """Set the password and sign in; who has a second factor is still asked for it."""
    about = _about(code)
    try:
        person = _accepted(code)
    except (PasswordWeak, PersonInvalid, PersonExists, PasswordsDiffer) as refusal:
        return _again(refusal, about)
    close_live(person=str(person.id))
    if not person.opens_here or not person.may_enter:
        return redirect(url_for("signin.show"))
    return prove_later(person, "/") if person.second_factor else let_in(person, "/")


def _accepted(code: str) -> Person:
    form = request.form
    password = form.get("password", "")
    if password != form.get("again", ""):
        raise PasswordsDiffer()
    return console().staff.accept(code, password, form.get("login", ""), form.get("name", ""))


def _again(refusal: Refusal, about: dict[str, object]) -> ResponseReturnValue:
    given = {name: request.form.get(name, "") for name in ("login", "name")}
    return refused(FORM, refusal, **about | {"given": given})


def _about(code: str) -> dict[str, object]:
    invitation = console().staff.invitation(code)
    person = console().staff.person(invitation.person) if invitation.person else None
    return {"first": invitation.purpose is Purpose.FIRST, "person": person, "given": {}}
