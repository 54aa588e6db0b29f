"""People: who there is, what each may, and the links by which they begin."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.people.errors import (
    LastAdministrator,
    PersonExists,
    PersonInvalid,
    RoleBeyond,
    RoleUnknown,
)
from appliance.desk.people.model import Person, Scope
from appliance.desk.people.repository import SCOPES
from appliance.desk.people.rights import ROLES
from appliance.errors import LANGUAGES
from manager.failures import refused
from manager.leaving import close_live
from manager.present import me
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("people", __name__, url_prefix="/people")
CORRECTABLE = (LastAdministrator, PersonExists, PersonInvalid, RoleBeyond, RoleUnknown)
PLAIN = ("name", "agent", "language")
LONGEST_SCOPE = 4000


@pages.get("/")
@needs("people.see")
def show() -> ResponseReturnValue:
    """Everybody."""
    return render_template("people/show.html", people=console().directory.everybody(), titles=_titles())


@pages.get("/new")
@needs("people.change")
def new() -> ResponseReturnValue:
    """The form for somebody new."""
    return render_template("people/edit.html", **_form(None))


@pages.post("/new")
@needs("people.change")
def add() -> ResponseReturnValue:
    """Add somebody, and show the one-time link."""
    try:
        given = _given()
        name = given.pop("name")
        person, code = console().staff.add(request.form.get("login", ""), str(name), me().rights, **given)
    except CORRECTABLE as refusal:
        return refused("people/edit.html", refusal, **_form(None))
    return _link(person, code)


@pages.get("/<uuid:id>")
@needs("people.see")
def one(id: UUID) -> ResponseReturnValue:
    """Somebody, to be looked at and changed."""
    return render_template("people/edit.html", **_form(console().staff.person(id)))


@pages.post("/<uuid:id>")
@needs("people.change")
def change(id: UUID) -> ResponseReturnValue:
    """Change somebody."""
    person = console().staff.person(id)
    try:
        console().staff.change(id, me().rights, **_given(), active="active" in request.form)
    except CORRECTABLE as refusal:
        return refused("people/edit.html", refusal, **_form(person))
    close_live(person=str(id))
    flash(t("people.changed", name=person.name))
    return redirect(url_for("people.show"))


@pages.post("/<uuid:id>/link")
@needs("people.change")
def link(id: UUID) -> ResponseReturnValue:
    """A one-time link for a new password."""
    person = console().staff.person(id)
    return _link(person, console().staff.reset(id, me().rights, proofs="proofs" in request.form))


@pages.post("/<uuid:id>/sign-out")
@needs("people.change")
def sign_out(id: UUID) -> ResponseReturnValue:
    """End all sessions of somebody."""
    person = console().staff.person(id)
    count = console().staff.sign_out(id)
    close_live(person=str(id))
    console().notes.note("session.end", person.login, after={"sessions": count})
    flash(t("people.signed-out", name=person.name, count=count))
    return redirect(url_for("people.one", id=id))


@pages.post("/<uuid:id>/unlink")
@needs("people.change")
def unlink(id: UUID) -> ResponseReturnValue:
    """The account elsewhere opens nothing here any more."""
    # Whoever may not change somebody may not do this either: it raises what a change would.
    person = console().staff.change(id, me().rights)
    console().accounts.unlink(person)
    close_live(person=str(id))
    flash(t("people.unlinked", name=person.name))
    return redirect(url_for("people.one", id=id))


def _link(person: Person, code: str) -> ResponseReturnValue:
    address = url_for("invited.show", code=code, _external=True)
    return render_template("people/link.html", person=person, link=address)


def _given() -> dict[str, object]:
    form = request.form
    scope = Scope(**{name: _names(form.get(name, "")) if f"all-{name}" not in form else None for name in SCOPES})
    plain = {name: form.get(name, "") for name in PLAIN}
    return {**plain, "roles": form.getlist("roles"), "scope": scope}


def _names(text: str) -> frozenset[str]:
    if len(text) > LONGEST_SCOPE:
        raise PersonInvalid(field="scope", value=text[:80])
    return frozenset(name for line in text.splitlines() for name in line.replace(",", " ").split())


def _form(person: Person | None) -> dict[str, object]:
    """What the form shows: what was sent, if something was, else the person as it is."""
    shown = _sent() if request.method == "POST" else _kept(person)
    return {"person": person, "titles": _titles(), "scopes": SCOPES, "shown": shown}


def _sent() -> dict[str, object]:
    form = request.form
    plain = {name: form.get(name, "") for name in (*PLAIN, "login", *SCOPES)}
    ticked = {name: name in form for name in ("active", *(f"all-{scope}" for scope in SCOPES))}
    return {**plain, **ticked, "roles": form.getlist("roles")}


def _kept(person: Person | None) -> dict[str, object]:
    """Of somebody new: the language that most speak here, and no limits."""
    if person is None:
        return {"language": LANGUAGES[0], "active": True, **{f"all-{name}": True for name in SCOPES}}
    plain = {name: getattr(person, name) for name in (*PLAIN, "login", "active", "roles")}
    only = {name: getattr(person.scope, name) for name in SCOPES}
    lines = {name: "\n".join(sorted(of or ())) for name, of in only.items()}
    return plain | lines | {f"all-{name}": of is None for name, of in only.items()}


def _titles() -> dict[str, str]:
    """Every role with what it is called."""
    own = {name: t(f"role.{name}") for name in ROLES}
    return own | {role.name: role.title for role in console().roles.all()}
