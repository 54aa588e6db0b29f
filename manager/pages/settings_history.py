"""The configuration over time: who changed what, when and why; and taking a change back as a new one."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.settings.known import KINDS
from appliance.errors import Refusal
from manager.configuring import keeping, reading, refusing, saying
from manager.errors import NotAllowed, NotThere
from manager.failures import status_of
from manager.present import language, me
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("settings_history", __name__, url_prefix="/settings/history")
MOST, LONGEST = 300, 100


@pages.get("/")
@needs("setup.see")
def show() -> ResponseReturnValue:
    """The newest changes first, of everything or of one kind or document."""
    kind, key = request.args.get("kind", "")[:LONGEST], request.args.get("key", "")[:LONGEST]
    steps = console().ask("engine", "config.history", kind=kind, key=key, limit=MOST) or []
    return render_template(
        "settings/history.html", changes=_changes(steps), kind=kind, key=key, say=saying, kinds=KINDS
    )


@pages.get("/<int:number>")
@needs("setup.see")
def one(number: int) -> ResponseReturnValue:
    """What a change did, field by field."""
    return _one(number)


@pages.post("/<int:number>/undo")
@needs("setup.change")
def undo(number: int) -> ResponseReturnValue:
    """Take a change back, as a new change."""
    reason = keeping.reason_given()
    if me().person.scope.queues is not None or me().person.scope.teams is not None:
        raise NotAllowed(right="setup.change")
    _refuse_beyond(number)
    if not reason:
        return _one(number, lacks_reason=True)
    try:
        parts, result = console().gather(
            "engine", "config.undo", within=keeping.WITHIN, change=number, reason=reason, by=me().person.login
        )
    except Refusal as refusal:
        return _one(number, refusal)
    made = int((result or {}).get("change", 0))
    keeping.follow("settings.undo", parts, made, reason)
    flash(t("settings.undone", number=number, made=made))
    return redirect(url_for("settings_history.one", number=made or number))


def _one(number: int, refusal: Refusal | None = None, *, lacks_reason: bool = False) -> ResponseReturnValue:
    steps = _steps_of(number) if 1 <= number < 1 << 31 else []
    if not steps:
        raise NotThere()
    parts, _ = console().gather(
        "engine",
        "config.compare",
        within=keeping.WITHIN,
        since=str(number - 1) if number > 1 else FIRST,
        until=str(number),
    )
    scope = me().person.scope
    whole = scope.queues is None and scope.teams is None
    seen = [part for part in parts if whole or reading.visible(part["kind"], part["key"], _new(part))]
    problems = refusal.details.get("problems", ()) if refusal and refusal.code == refusing.INVALID else ()
    page = render_template(
        "settings/change.html",
        number=number,
        step=steps[0],
        changed=saying.differences(seen),
        may=whole and me().may("setup.change"),
        refusal=refusal.sentence(language()) if refusal else None,
        problems=refusing.places(problems),
        lacks_reason=lacks_reason,
        say=saying,
    )
    return page, status_of(refusal) if refusal else 200


def _refuse_beyond(number: int) -> None:
    """Undoing changes what it takes back: raises NotAllowed where some of that is not the person's to change."""
    touched = [KINDS[step["kind"]] for step in _steps_of(number, MOST) if step["kind"] in KINDS]
    if beyond := next((kind for kind in touched if not any(me().may(right) for right in kind.rights)), None):
        raise NotAllowed(right=beyond.rights[0])


FIRST = "2000-01-01T00:00:00+00:00"
"""Before any configuration."""


def _steps_of(number: int, most: int = 1) -> list[Any]:
    return list(console().ask("engine", "config.history", change=number, limit=most) or ())


def _new(part: dict[str, Any]) -> dict[str, Any]:
    return {name: new if new is not None else old for name, (old, new) in (part.get("fields") or {}).items()}


def _changes(steps: list[Any]) -> list[tuple[Any, list[Any]]]:
    """Steps by their change."""
    grouped = groupby(steps, key=itemgetter("change"))
    return [(group[0], group) for group in (list(items) for _, items in grouped)]
