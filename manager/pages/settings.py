"""What is configured: every kind of document in lists and forms, previewed before it is kept."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.settings import forms
from appliance.desk.settings.errors import KeyMalformed, KeyTaken
from appliance.desk.settings.forms import Typed
from appliance.desk.settings.known import AREAS, KINDS
from appliance.desk.settings.merging import merged
from appliance.desk.settings.model import Kind
from appliance.desk.settings.sheets.plan import SINGLY
from appliance.desk.settings.uses import uses
from appliance.errors import Refusal
from manager.configuring import filling, keeping, reading, refusing, saying
from manager.configuring.filling import is_table, table_columns
from manager.configuring.keeping import Wish
from manager.configuring.reading import Documents
from manager.configuring.refusing import Faults
from manager.errors import NotAllowed, NotThere
from manager.failures import status_of
from manager.present import language
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("settings", __name__, url_prefix="/settings")
LONGEST_SEARCH = 100
RECENT = 8


@pages.get("/")
@needs("setup.see")
def show() -> ResponseReturnValue:
    """Everything that can be configured, by area, and what was changed last."""
    there = reading.documents()
    areas = {area: [kind for kind in KINDS.values() if kind.area == area] for area in AREAS}
    counts = {name: len(there.of(name)) for name in KINDS}
    steps = console().ask("engine", "config.history", limit=RECENT) or []
    return render_template("settings/show.html", areas=areas, counts=counts, steps=steps, say=saying)


@pages.get("/<name>/")
@needs("setup.see")
def listed(name: str) -> ResponseReturnValue:
    """All documents of a kind, or the only one."""
    kind = reading.known(name)
    if kind.only:
        return redirect(url_for("settings.edit", name=name, key=kind.only))
    asked = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    there = reading.documents()
    columns = [field for field in kind.fields if field.name in kind.listed]
    rows = [
        (key, [saying.short(field, body.get(field.name, kind.defaults[field.name])) for field in columns])
        for key, body in there.of(name).items()
    ]
    found = [row for row in rows if asked.lower() in f"{row[0]} {' '.join(row[1])}".lower()]
    may = reading.may_change(kind)
    return render_template(
        "settings/list.html", kind=kind, columns=columns, rows=found, asked=asked, whole=len(rows), may=may, say=saying
    )


@pages.get("/<name>/new")
@needs("setup.see")
def new(name: str) -> ResponseReturnValue:
    """The form of a new document, with what another one has where one is copied."""
    kind, there = reading.known(name), reading.documents()
    if kind.only or not reading.may_change(kind):
        raise NotThere() if kind.only else _not_allowed(kind)
    body = there.of(name).get(request.args.get("copy", ""), {})
    return _form(kind, "", there, filling.begun(kind, body), there.change, new=True)


@pages.post("/<name>/new")
@needs("setup.see")
def add(name: str) -> ResponseReturnValue:
    """Preview or keep a new document."""
    kind, there = reading.known(name), reading.documents()
    if kind.only:
        raise NotThere()
    key = request.form.get("key", "").strip()
    refusal: Refusal | None = None
    if not re.fullmatch(kind.key, key, re.ASCII):
        refusal = KeyMalformed(key=key[:40])
    elif there.taken(name, key):
        refusal = KeyTaken(key=key)
    return _take(kind, key, there, new=True, refusal=refusal)


@pages.get("/<name>/edit/<key>")
@needs("setup.see")
def edit(name: str, key: str) -> ResponseReturnValue:
    """The form of a document."""
    kind, there = reading.known(name), reading.documents()
    body = _body(kind, key, there)
    return _form(kind, key, there, filling.begun(kind, body), there.change)


@pages.post("/<name>/edit/<key>")
@needs("setup.see")
def change(name: str, key: str) -> ResponseReturnValue:
    """Preview or keep a document as it was filled in."""
    kind, there = reading.known(name), reading.documents()
    _body(kind, key, there)
    return _take(kind, key, there)


@pages.get("/<name>/remove/<key>")
@needs("setup.see")
def removal(name: str, key: str) -> ResponseReturnValue:
    """What a document is, who uses it, and whether it is to go."""
    return _removal(reading.known(name), key, None)


@pages.post("/<name>/remove/<key>")
@needs("setup.see")
def remove(name: str, key: str) -> ResponseReturnValue:
    """End a document, as a change that can be undone."""
    kind, there = reading.known(name), reading.documents()
    reading.refuse_change(kind, key, _body(kind, key, there))
    reason = keeping.reason_given()
    if not reason:
        return _removal(kind, key, None, lacks_reason=True)
    try:
        keeping.kept(Wish(there.change, {name: {key: None}}), reason)
    except Refusal as refusal:
        if refusal.code not in (refusing.INVALID, refusing.MOVED):
            raise
        return _removal(kind, key, refusal)
    flash(t("settings.removed", title=f"{saying.kind_name(name)} {key}"))
    return redirect(url_for("settings.show" if kind.only else "settings.listed", name=name))


def _removal(kind: Kind, key: str, refusal: Refusal | None, *, lacks_reason: bool = False) -> ResponseReturnValue:
    there = reading.documents()
    body = _body(kind, key, there)
    if not reading.may_change(kind):
        raise _not_allowed(kind)
    used = uses(kind.name, key, there.everything(), KINDS)
    faults = refusing.of_engine(refusal, kind, key) if refusal else Faults()
    page = render_template(
        "settings/remove.html",
        kind=kind,
        key=key,
        fields=[(saying.label(kind.name, f.name), saying.said(f, body[f.name])) for f in kind.fields if f.name in body],
        used=used,
        faults=faults,
        lacks_reason=lacks_reason,
        say=saying,
    )
    return page, status_of(refusal) if refusal else 200


def _take(
    kind: Kind, key: str, there: Documents, *, new: bool = False, refusal: Refusal | None = None
) -> ResponseReturnValue:
    form = filling.sent(kind, request.form)
    since = _since(there)
    wish = request.form.get("do", "")
    if filling.rearranged(form, wish):
        return _form(kind, key, there, form, since, new=new)
    body, faults = forms.read(kind, filling.as_values(kind, form))
    present = there.of(kind.name).get(key, {})
    reading.refuse_change(kind, key, {**present, **body})
    if faults or refusal:
        return _form(kind, key, there, form, since, new=new, faults=refusing.of_form(faults), refusal=refusal)
    return _offer(kind, key, there, form, since, merged(kind, there.of(kind.name).get(key), body), new=new)


def _offer(
    kind: Kind, key: str, there: Documents, form: dict[str, Typed], since: int, body: Mapping[str, Any], *, new: bool
) -> ResponseReturnValue:
    """Keep what was previewed and given a reason; else preview it."""
    secret = filling.passwords(kind, request.form)
    mark, reason = filling.mark(body, secret), keeping.reason_given()
    asked = Wish(since, {kind.name: {key: body}}, {kind.name: {key: secret}} if secret else {})
    keeps = request.form.get("do") == "keep" and request.form.get("mark") == mark
    try:
        if keeps and reason:
            made = keeping.kept(asked, reason)
            title = f"{saying.kind_name(kind.name)} {'' if kind.only else key}".strip()
            flash(t("settings.kept", title=title) if made else t("settings.nothing-changed", title=title))
            return redirect(url_for("settings.edit", name=kind.name, key=key))
        changed = keeping.shown(asked)
    except Refusal as refusal:
        return _refused(kind, key, there, form, since, refusal, new=new)
    return _form(kind, key, there, form, since, new=new, changed=changed, mark=mark, reason=reason, lacks_reason=keeps)


def _refused(
    kind: Kind, key: str, there: Documents, form: dict[str, Typed], since: int, refusal: Refusal, *, new: bool
) -> ResponseReturnValue:
    if refusal.code == refusing.INVALID:
        faults = refusing.of_engine(refusal, kind, key)
        return _form(kind, key, there, form, since, new=new, faults=faults, status=status_of(refusal))
    if refusal.code == refusing.MOVED:
        moved = saying.differences(refusal.details.get("differences", ()))
        head = int(refusal.details.get("change", since))
        return _form(kind, key, there, form, head, new=new, moved=moved, refusal=refusal, status=status_of(refusal))
    raise refusal


def _form(
    kind: Kind,
    key: str,
    there: Documents,
    form: dict[str, Typed],
    since: int,
    *,
    refusal: Refusal | None = None,
    faults: Faults | None = None,
    status: int = 0,
    **more: Any,
) -> ResponseReturnValue:
    body = there.of(kind.name).get(key, {})
    page = render_template(
        "settings/edit.html",
        kind=kind,
        key=key,
        form=form,
        since=since,
        refusal=refusal.sentence(language()) if refusal else None,
        faults=faults or Faults(),
        body=body,
        there=there,
        may=reading.may_change(kind),
        options=reading.options,
        is_table=is_table,
        columns=table_columns,
        say=saying,
        sheet=bool(kind.only) and kind.name in SINGLY,
        **more,
    )
    return page, status or (status_of(refusal) if refusal else 409 if faults else 200)


def _since(there: Documents) -> int:
    text = request.form.get("since", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else there.change


def _body(kind: Kind, key: str, there: Documents) -> Mapping[str, Any]:
    """A document that is there, or the only one of its kind, which may be as it is by default."""
    body = there.of(kind.name).get(key)
    if body is None and key != kind.only:
        raise NotThere()
    return body or {}


def _not_allowed(kind: Kind) -> Refusal:
    return NotAllowed(right=kind.rights[0])
