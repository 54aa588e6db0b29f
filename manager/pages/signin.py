"""Signing in and out: the password, then the second factor of whoever has one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.audit.model import Actor
from appliance.desk.people.accounts.errors import (
    AccountAway,
    AccountNeedsOwner,
    AccountOff,
    AccountTaken,
    AccountUnknown,
    AccountWithoutRole,
)
from appliance.desk.people.accounts.model import Way
from appliance.desk.people.errors import SignInRefused, SignInStale, TooManyAttempts
from appliance.desk.people.model import Person
from appliance.errors import Refusal
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
TURNED_AWAY = (AccountAway, AccountNeedsOwner, AccountOff, AccountTaken, AccountUnknown, AccountWithoutRole)
"""Refusals of accounts elsewhere that the sign-in page tells."""


@dataclass(frozen=True, slots=True)
class Half:
    """Who has proven to be `person` by `way` but for the second factor, and wants to go to `target`."""

    person: Person
    target: str
    way: Way


@pages.get("/sign-in")
@open_to_all
def show() -> ResponseReturnValue:
    """The form; who is signed in goes on."""
    if asking():
        return redirect(wanted())
    return render_template("signin/show.html", **door(wanted()))


@pages.post("/sign-in")
@open_to_all
def enter() -> ResponseReturnValue:
    """Check name and password."""
    login, password = request.form.get("login", ""), request.form.get("password", "")
    try:
        person, way = console().entrance.by_password(login, password, address())
    except (SignInRefused, TooManyAttempts, *TURNED_AWAY) as refusal:
        return turned_away(refusal, wanted(), login=login)
    return prove_later(person, wanted(), way) if person.second_factor else let_in(person, way=way)


@pages.get("/sign-in/second")
@open_to_all
def second() -> ResponseReturnValue:
    """The form for the code."""
    try:
        person = half().person
    except SignInStale as refusal:
        return turned_away(refusal)
    return render_template("signin/second.html", person=person, here=has_name())


@pages.post("/sign-in/second")
@open_to_all
def prove() -> ResponseReturnValue:
    """Check the code."""
    try:
        begun = half()
    except SignInStale as refusal:
        return turned_away(refusal)
    person = begun.person
    try:
        console().entrance.refuse_locked(person.login, address())
        if not console().second.proven(person, request.form.get("code", "")):
            raise console().entrance.failed(person.login, address(), "second factor")
    except (SignInRefused, TooManyAttempts) as refusal:
        return refused("signin/second.html", refusal, person=person, here=has_name())
    return let_in(person, begun.target, by=f"{begun.way} and code", way=begun.way)


@pages.post("/sign-out")
@signed_in_early
def leave() -> ResponseReturnValue:
    """End the session."""
    console().notes.note("sign-out")
    elsewhere = me().session.way == Way.OPENID
    end([me().session.id])
    session.clear()
    return redirect(url_for("signin.left" if elsewhere else "signin.show"))


@pages.get("/signed-out")
@open_to_all
def left() -> ResponseReturnValue:
    """Signed out here; at the provider one may still be signed in."""
    farewell = console().openid.farewell(url_for("signin.show", _external=True))
    return render_template("signin/left.html", company=console().openid.provider(), farewell=farewell)


@pages.get("/gate/desk")
@needs("desk.use")
def gate() -> ResponseReturnValue:
    """Asked by nginx before it lets a browser through to Asterisk."""
    return "", 204


def let_in(
    person: Person,
    target: str | None = None,
    by: str = "",
    *,
    way: Way = Way.PASSWORD,
    second_elsewhere: bool = False,
) -> ResponseReturnValue:
    """A new session, whatever was in the cookie before; `by` is for the audit trail where `way` does not say it all."""
    browser = request.user_agent.string
    token, _ = console().entrance.open(person, address(), browser, way, second_elsewhere=second_elsewhere)
    session.clear()
    session.permanent = True
    session[TOKEN] = token
    console().notes.note("sign-in", after={"by": by or way.value}, by=Actor(person.id, person.login, address()))
    return redirect(target or wanted())


def prove_later(person: Person, target: str, way: Way = Way.PASSWORD) -> ResponseReturnValue:
    """Who has proven to be `person` but for the second factor goes on to that."""
    session.clear()
    at = console().clock.now().isoformat()
    session[HALF] = {"person": str(person.id), "at": at, "next": target, "way": way.value}
    return redirect(url_for("signin.second"))


def half() -> Half:
    """Who has given the password; raises SignInStale."""
    half = session.get(HALF)
    if not half or console().clock.now() - datetime.fromisoformat(half["at"]) > HALF_LIFE:
        raise SignInStale()
    person = console().directory.person(UUID(half["person"]))
    if person is None or not person.may_enter:
        raise SignInStale()
    return Half(person, half["next"], Way(half["way"]))


def door(target: str) -> dict[str, object]:
    """What the sign-in page shows."""
    return {"next": target, "here": has_name(), "company": console().openid.provider()}


def turned_away(refusal: Refusal, target: str = "/", **values: object) -> ResponseReturnValue:
    """The sign-in page once more, with why."""
    return refused("signin/show.html", refusal, **door(target), **values)


def wanted() -> str:
    target = request.values.get("next", "/")
    return target if inside(target) else "/"
