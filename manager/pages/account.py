"""One's own account: password, second factor, recovery codes, sessions."""

from uuid import UUID

import segno
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from appliance.desk.people.errors import PasswordWeak, SignInRefused, TooManyAttempts
from appliance.errors import Refusal
from manager.errors import NotThere, PasswordsDiffer
from manager.failures import refused
from manager.leaving import close_live, end
from manager.present import address, me
from manager.rights import signed_in
from manager.wiring import console
from manager.words import t

pages = Blueprint("account", __name__, url_prefix="/account")
OFFER = "offer"
"""The key of a second factor that is not in force yet, sealed, in the cookie."""


@pages.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """The person, and where it is signed in."""
    return render_template("account/show.html", **_about())


@pages.post("/password")
@signed_in
def set_password() -> ResponseReturnValue:
    """Change the password, by the old one; every other browser is signed out."""
    person, form = me().person, request.form
    try:
        _prove(form.get("old", ""))
        if form.get("password") != form.get("again"):
            raise PasswordsDiffer()
        console().staff.set_password(person, form.get("password", ""), keep=me().session.id)
    except (PasswordsDiffer, PasswordWeak, SignInRefused, TooManyAttempts) as refusal:
        return _again(refusal)
    close_live(person=str(person.id))
    console().notes.note("password.change", person.login)
    return _done(t("account.password-changed"))


@pages.get("/second-factor")
@signed_in
def offer_second() -> ResponseReturnValue:
    """A key for the app on one's telephone, as a QR code and to type."""
    sealed = session.get(OFFER)
    offer = console().second.again(me().person, sealed) if sealed else console().second.offer(me().person)
    session[OFFER] = offer.sealed
    return render_template("account/second.html", offer=offer, picture=_picture(offer.uri))


@pages.post("/second-factor")
@signed_in
def confirm_second() -> ResponseReturnValue:
    """Bring the key into force by a code, and show the recovery codes once."""
    sealed = session.get(OFFER)
    if not sealed:
        return redirect(url_for("account.offer_second"))
    try:
        codes = console().second.confirm(me().person, sealed, request.form.get("code", ""))
    except SignInRefused as refusal:
        offer = console().second.again(me().person, sealed)
        return refused("account/second.html", refusal, offer=offer, picture=_picture(offer.uri))
    session.pop(OFFER)
    return render_template("account/codes.html", codes=codes)


@pages.post("/second-factor/drop")
@signed_in
def drop_second() -> ResponseReturnValue:
    """No second factor any more, by the password."""
    try:
        _prove(request.form.get("old", ""))
    except (SignInRefused, TooManyAttempts) as refusal:
        return _again(refusal)
    console().second.drop(me().person)
    return _done(t("account.second-dropped"))


@pages.post("/recovery-codes")
@signed_in
def renew_codes() -> ResponseReturnValue:
    """New recovery codes, by the password, shown once."""
    if not me().person.second_factor:
        return redirect(url_for("account.show"))
    try:
        _prove(request.form.get("old", ""))
    except (SignInRefused, TooManyAttempts) as refusal:
        return _again(refusal)
    return render_template("account/codes.html", codes=console().second.new_recovery(me().person))


@pages.post("/sessions/<uuid:id>/end")
@signed_in
def end_session(id: UUID) -> ResponseReturnValue:
    """Sign out another browser of one's own."""
    if id not in {own.id for own in console().doors.sessions(me().person.id)}:
        raise NotThere()
    end([id])
    console().notes.note("session.end", me().person.login)
    return _done(t("account.session-ended"))


def _prove(password: str) -> None:
    """Whoever sits at a browser that was left open does not know the password."""
    console().entrance.by_password(me().person.login, password, address())


def _about() -> dict[str, object]:
    return {"me": me(), "sessions": console().doors.sessions(me().person.id)}


def _again(refusal: Refusal) -> ResponseReturnValue:
    return refused("account/show.html", refusal, **_about())


def _done(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("account.show"))


def _picture(uri: str) -> Markup:
    """A QR code as an image that is part of the page."""
    return Markup(segno.make(uri, error="m").svg_inline(scale=5, border=2))  # noqa: S704 - drawn here
