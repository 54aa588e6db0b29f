"""Tokens of the interface for other systems: made and shown once, listed, revoked; and what the interface offers."""

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.people.tokens.errors import TokenBeyond, TokenFieldInvalid
from appliance.desk.people.tokens.model import Wish
from manager.api.description import described, operations
from manager.errors import NotAllowed
from manager.failures import refused
from manager.pages.account import UNPROVEN, proof, prove
from manager.present import me
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("tokens", __name__, url_prefix="/tokens")
CORRECTABLE = (TokenBeyond, TokenFieldInvalid)
DAYS = (30, 90, 180, 365, 730)
BESIDE = ("numbers.whole", "live.act")
"""Rights that decide how much of an answer is shown or done, beside those that open an operation."""
LONGEST_SCOPE = 4000


@pages.get("/")
@needs("tokens.own")
def show() -> ResponseReturnValue:
    """One's own tokens; with the right to, everybody's."""
    people = {person.id: person for person in console().directory.everybody()}
    rows = [(people[token.person], token) for token in console().tokens.all(_of())]
    return render_template("tokens/show.html", rows=rows, now=console().clock.now())


@pages.get("/new")
@needs("tokens.own")
def new() -> ResponseReturnValue:
    """The form for a new token."""
    return render_template("tokens/new.html", **_form())


@pages.post("/new")
@needs("tokens.own")
def make() -> ResponseReturnValue:
    """Make a token, and show it this one time."""
    try:
        wish = _wish()
        console().tokens.refuse(me().person, wish)
        prove(request.form.get("old", ""), request.form.get("code", ""))
        token, text = console().tokens.make(me().person, wish)
    except (*CORRECTABLE, *UNPROVEN) as refusal:
        return refused("tokens/new.html", refusal, **_form())
    address = url_for("api-about.who", _external=True)
    return render_template("tokens/made.html", token=token, text=text, address=address)


@pages.post("/<uuid:id>/revoke")
@needs("tokens.own")
def revoke(id: UUID) -> ResponseReturnValue:
    """End a token at once."""
    token = console().tokens.revoke(id, _of())
    flash(t("tokens.revoked", name=token.name))
    return redirect(url_for("tokens.show"))


@pages.get("/interface")
@needs("tokens.own")
def interface() -> ResponseReturnValue:
    """What the interface offers, to be read."""
    return render_template("tokens/interface.html", interface=described(current_app))


def _of() -> UUID | None:
    return None if me().may("tokens.manage") else me().person.id


def _wish() -> Wish:
    form = request.form
    system = form.get("system", "") if form.get("for") == "system" else ""
    if system and not me().may("tokens.manage"):
        raise NotAllowed(right="tokens.manage")
    if form.get("for") == "system" and not system.strip():
        raise TokenFieldInvalid(field="system", value="")
    days = form.get("days", "")
    if not (days.isascii() and days.isdecimal() and len(days) < 5):
        raise TokenFieldInvalid(field="days", value=days[:80])
    rights = frozenset(form.getlist("rights"))
    scopes = {name: _names(form.get(name, "")) if f"all-{name}" not in form else None for name in ("queues", "teams")}
    return Wish(form.get("name", ""), rights, system, scopes["queues"], scopes["teams"], int(days))


def _names(text: str) -> frozenset[str]:
    if len(text) > LONGEST_SCOPE:
        raise TokenFieldInvalid(field="scope", value=text[:80])
    return frozenset(text.replace(",", " ").split())


def _form() -> dict[str, object]:
    rights = sorted({told.right for _, _, told in operations(current_app) if told.right} | set(BESIDE))
    mine = [right for right in rights if me().may(right)]
    return {"rights": mine, "days": DAYS, "scope": me().person.scope, "given": request.form, **proof()}
