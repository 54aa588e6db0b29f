"""Signing in and out: the password, then the second factor of whoever has one."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.audit.model import Actor
from appliance.desk.people.errors import SignInRefused, SignInStale, TooManyAttempts
from appliance.desk.people.model import Person
from manager.doorway import TOKEN
from manager.failures import inside, refused
from manager.leaving import end
from manager.present import address, asking, me
from manager.proving import has_name
from manager.rights import needs, open_to_all, signed_in_early
from manager.wiring import console

pages = Blueprint("signin", __name__)
HALF, HALF_LIFE = "half", timedelta(minutes=5)
"""Who has given a password and not yet the second factor, and how long that counts."""


@pages.get("/sign-in")
@open_to_all
def show() -> ResponseReturnValue:
    """The form; who is signed in goes on."""
    if asking():
        return redirect(wanted())
    return render_template("signin/show.html", next=wanted(), here=has_name())


@pages.post("/sign-in")
@open_to_all
def enter() -> ResponseReturnValue:
    """Check name and password."""
    login, password = request.form.get("login", ""), request.form.get("password", "")
    try:
        person = console().entrance.by_password(login, password, address())
    except (SignInRefused, TooManyAttempts) as refusal:
        return refused("signin/show.html", refusal, next=wanted(), login=login, here=has_name())
    return prove_later(person, wanted()) if person.second_factor else let_in(person)


@pages.get("/sign-in/second")
@open_to_all
def second() -> ResponseReturnValue:
    """The form for the code."""
    try:
        person, _ = half()
    except SignInStale as refusal:
        return refused("signin/show.html", refusal, next="/", here=has_name())
    return render_template("signin/second.html", person=person, here=has_name())


@pages.post("/sign-in/second")
@open_to_all
def prove() -> ResponseReturnValue:
    """Check the code."""
    try:
        person, target = half()
    except SignInStale as refusal:
        return refused("signin/show.html", refusal, next="/", here=has_name())
    try:
        console().entrance.refuse_locked(person.login, address())
        if not console().second.proven(person, request.form.get("code", "")):
            raise console().entrance.failed(person.login, address(), "second factor")
    except (SignInRefused, TooManyAttempts) as refusal:
        return refused("signin/second.html", refusal, person=person, here=has_name())
    return let_in(person, target)


@pages.post("/sign-out")
@signed_in_early
def leave() -> ResponseReturnValue:
    """End the session."""
    console().notes.note("sign-out")
    end([me().session.id])
    session.clear()
    return redirect(url_for("signin.show"))


@pages.get("/gate/desk")
@needs("desk.use")
def gate() -> ResponseReturnValue:
    """Asked by nginx before it lets a browser through to Asterisk."""
    return "", 204


def let_in(person: Person, target: str | None = None, by: str = "password") -> ResponseReturnValue:
    """A new session, whatever was in the cookie before; `by` is for the audit trail."""
    token, _ = console().entrance.open(person, address(), request.user_agent.string)
    session.clear()
    session.permanent = True
    session[TOKEN] = token
    console().notes.note("sign-in", after={"by": by}, by=Actor(person.id, person.login, address()))
    return redirect(target or wanted())


def prove_later(person: Person, target: str) -> ResponseReturnValue:
    """Who has proven to be `person` but for the second factor goes on to that."""
    session.clear()
    session[HALF] = {"person": str(person.id), "at": console().clock.now().isoformat(), "next": target}
    return redirect(url_for("signin.second"))


def half() -> tuple[Person, str]:
    """Who has given the password, and where that person wants to go; raises SignInStale."""
    half = session.get(HALF)
    if not half or console().clock.now() - datetime.fromisoformat(half["at"]) > HALF_LIFE:
        raise SignInStale()
    person = console().directory.person(UUID(half["person"]))
    if person is None or not person.active:
        raise SignInStale()
    return person, half["next"]


def wanted() -> str:
    target = request.values.get("next", "/")
    return target if inside(target) else "/"
