"""One's own account: password, second factor, recovery codes, sessions."""

from uuid import UUID

import segno
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from appliance.desk.people.accounts.errors import AccountNotProven
from appliance.desk.people.errors import PasswordWeak, SignInRefused, TooManyAttempts
from appliance.errors import Refusal
from manager.errors import NotThere, PasswordsDiffer
from manager.failures import refused
from manager.leaving import close_live, end
from manager.pages.signin import TURNED_AWAY
from manager.present import address, me
from manager.proving import by_password_here, has_name, proven_elsewhere
from manager.rights import signed_in, signed_in_early
from manager.wiring import console
from manager.words import t

pages = Blueprint("account", __name__, url_prefix="/account")
OFFER = "offer"
"""The key of a second factor that is not in force yet, sealed, in the cookie."""
UNPROVEN = (SignInRefused, TooManyAttempts, AccountNotProven, *TURNED_AWAY)
"""Why somebody has not proven to be there."""


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
        prove(form.get("old", ""))
        if form.get("password") != form.get("again"):
            raise PasswordsDiffer()
        console().staff.set_password(person, form.get("password", ""), keep=me().session.id)
    except (PasswordsDiffer, PasswordWeak, *UNPROVEN) as refusal:
        return again(refusal)
    close_live(person=str(person.id))
    console().notes.note("password.change", person.login)
    return done(t("account.password-changed"))


@pages.get("/second-factor")
@signed_in_early
def offer_second() -> ResponseReturnValue:
    """A key for the app on one's telephone, as a QR code and to type."""
    sealed = session.get(OFFER)
    offer = console().second.again(me().person, sealed) if sealed else console().second.offer(me().person)
    session[OFFER] = offer.sealed
    return render_template("account/second.html", offer=offer, picture=picture(offer.uri), here=has_name())


@pages.post("/second-factor")
@signed_in_early
def confirm_second() -> ResponseReturnValue:
    """Bring the key into force by a code, and show the recovery codes once."""
    sealed = session.get(OFFER)
    if not sealed:
        return redirect(url_for("account.offer_second"))
    try:
        codes = console().second.confirm(me().person, sealed, request.form.get("code", ""))
    except SignInRefused as refusal:
        offer = console().second.again(me().person, sealed)
        return refused("account/second.html", refusal, offer=offer, picture=picture(offer.uri), here=has_name())
    session.pop(OFFER)
    return render_template("account/codes.html", codes=codes)


@pages.post("/second-factor/drop")
@signed_in
def drop_second() -> ResponseReturnValue:
    """No second factor any more, by the password."""
    try:
        prove(request.form.get("old", ""))
    except UNPROVEN as refusal:
        return again(refusal)
    console().second.drop(me().person)
    return done(t("account.second-dropped"))


@pages.post("/recovery-codes")
@signed_in
def renew_codes() -> ResponseReturnValue:
    """New recovery codes, by the password, shown once."""
    if not me().person.second_factor:
        return redirect(url_for("account.show"))
    try:
        prove(request.form.get("old", ""))
    except UNPROVEN as refusal:
        return again(refusal)
    return render_template("account/codes.html", codes=console().second.new_recovery(me().person))


@pages.post("/sessions/<uuid:id>/end")
@signed_in
def end_session(id: UUID) -> ResponseReturnValue:
    """Sign out another browser of one's own."""
    if id not in {own.id for own in console().doors.sessions(me().person.id)}:
        raise NotThere()
    end([id])
    console().notes.note("session.end", me().person.login)
    return done(t("account.session-ended"))


def prove(password: str, code: str | None = None) -> None:
    """Whoever sits at a browser that was left open does not know the password, nor has the telephone with the `code`.

    Who comes in by a provider has no password here, and signs in there anew. Raises one of UNPROVEN.
    """
    person = me().person
    if not proven_elsewhere():
        if not by_password_here(person):
            raise AccountNotProven()
        known, _ = console().entrance.by_password(person.login, password, address())
        if known.id != person.id:
            raise console().entrance.failed(person.login, address(), "password")
    if code is not None and person.totp and not console().second.proven(person, code):
        raise console().entrance.failed(person.login, address(), "second factor")


def _about() -> dict[str, object]:
    own = me().person.id
    passkeys, sessions = console().passkeys.of(own), console().doors.sessions(own)
    return {"me": me(), "sessions": sessions, "passkeys": passkeys, "here": has_name(), **proof()}


def proof() -> dict[str, object]:
    """How whoever asks can prove to be there, for the forms that want it."""
    return {
        "by_password": by_password_here(me().person),
        "proven": proven_elsewhere(),
        "company": console().openid.provider(),
    }


def again(refusal: Refusal) -> ResponseReturnValue:
    return refused("account/show.html", refusal, **_about())


def done(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("account.show"))


def picture(uri: str) -> Markup:
    """A QR code as an image that is part of the page."""
    return Markup(segno.make(uri, error="m").svg_inline(scale=5, border=2))  # noqa: S704 - drawn here
