"""Signing in and out."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.audit.model import Actor
from appliance.desk.people.errors import SignInRefused, TooManyAttempts
from appliance.desk.people.model import Person
from manager.doorway import TOKEN
from manager.failures import inside, status_of
from manager.present import address, asking, language, me
from manager.rights import open_to_all, signed_in
from manager.wiring import console

pages = Blueprint("signin", __name__)


@pages.get("/sign-in")
@open_to_all
def show() -> ResponseReturnValue:
    """The form; who is signed in goes on."""
    if asking():
        return redirect(_wanted())
    return render_template("signin/show.html", next=_wanted())


@pages.post("/sign-in")
@open_to_all
def enter() -> ResponseReturnValue:
    """Check name and password."""
    try:
        person = console().entrance.by_password(
            request.form.get("login", ""), request.form.get("password", ""), address()
        )
    except (SignInRefused, TooManyAttempts) as refusal:
        said = refusal.sentence(language())
        return render_template("signin/show.html", next=_wanted(), refusal=said), status_of(refusal)
    return let_in(person)


@pages.post("/sign-out")
@signed_in
def leave() -> ResponseReturnValue:
    """End the session."""
    console().entrance.leave(me().session.id)
    console().notes.note("sign-out")
    session.clear()
    return redirect(url_for("signin.show"))


def let_in(person: Person) -> ResponseReturnValue:
    """A new session, whatever was in the cookie before."""
    token, _ = console().entrance.open(person, address(), request.user_agent.string)
    session.clear()
    session.permanent = True
    session[TOKEN] = token
    console().notes.note("sign-in", by=Actor(person.id, person.login, address()))
    return redirect(_wanted())


def _wanted() -> str:
    target = request.values.get("next", "/")
    return target if inside(target) else "/"
