"""Roles: those that come with the box, and custom ones."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.people.errors import PersonInvalid, RoleBeyond, RoleExists, RoleUnknown
from appliance.desk.people.model import Role
from appliance.desk.people.rights import RIGHTS, ROLES
from appliance.errors import Refusal
from manager.errors import NotThere
from manager.failures import refused
from manager.leaving import close_live
from manager.present import me
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("roles", __name__, url_prefix="/roles")
CORRECTABLE = (PersonInvalid, RoleBeyond, RoleExists, RoleUnknown)


@pages.get("/")
@needs("people.see")
def show() -> ResponseReturnValue:
    """Every role with its rights."""
    return _shown()


@pages.get("/new")
@needs("people.change")
def new() -> ResponseReturnValue:
    """The form for a custom role."""
    return render_template("roles/edit.html", role=None, rights=RIGHTS)


@pages.get("/<name>")
@needs("people.see")
def one(name: str) -> ResponseReturnValue:
    """A custom role, to be looked at and changed."""
    if (role := _custom(name)) is None:
        raise NotThere()
    return render_template("roles/edit.html", role=role, rights=RIGHTS)


@pages.post("/")
@needs("people.change")
def put() -> ResponseReturnValue:
    """Make or change a custom role."""
    form, new = request.form, "existing" not in request.form
    given = (form.get("name", ""), form.get("title", ""), form.getlist("rights"))
    try:
        role = console().role_book.put(*given, me().rights, new=new)
    except CORRECTABLE as refusal:
        return refused("roles/edit.html", refusal, role=None if new else _custom(given[0]), rights=RIGHTS)
    _renew(_holders(role.name))
    flash(t("roles.changed", title=role.title))
    return redirect(url_for("roles.show"))


@pages.post("/second-factor")
@needs("people.change")
def ask_second() -> ResponseReturnValue:
    """Whose roles ask for a second factor."""
    before = console().role_book.strict()
    try:
        console().role_book.ask_second(request.form.getlist("strict"), me().rights)
    except CORRECTABLE as refusal:
        return _shown(refusal)
    # Pages ask at once; what is open already must be opened anew, too.
    for role in console().role_book.strict() - before:
        _renew(_holders(role))
    flash(t("roles.strict-changed"))
    return redirect(url_for("roles.show"))


@pages.post("/<name>/remove")
@needs("people.change")
def remove(name: str) -> ResponseReturnValue:
    """Remove a custom role from everybody."""
    holders = _holders(name)
    console().role_book.remove(name, me().rights)
    _renew(holders)
    flash(t("roles.removed"))
    return redirect(url_for("roles.show"))


def _shown(refusal: Refusal | None = None) -> ResponseReturnValue:
    strict, custom = console().role_book.strict(), console().roles.all()
    titles = {name: t(f"role.{name}") for name in ROLES} | {role.name: role.title for role in custom}
    values = {"own": ROLES, "custom": custom, "rights": RIGHTS, "strict": strict, "titles": titles}
    return refused("roles/show.html", refusal, **values) if refusal else render_template("roles/show.html", **values)


def _custom(name: str) -> Role | None:
    return next((role for role in console().roles.all() if role.name == name), None)


def _holders(role: str) -> list[UUID]:
    return [person.id for person in console().directory.everybody() if role in person.roles]


def _renew(people: list[UUID]) -> None:
    """What these have open in the live state is opened anew, with the rights they have now."""
    for person in people:
        close_live(person=str(person))
