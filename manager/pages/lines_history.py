"""Every version of the lines' document: what it changed, by whom and why; and back to it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from manager.asked import written
from manager.errors import NotThere
from manager.hardware import document, saying
from manager.hardware.document import Body
from manager.present import me
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("lines_history", __name__, url_prefix="/lines/history")
LONGEST_REASON, UP = 500, 30.0


@pages.get("/")
@needs("lines.see")
def show() -> ResponseReturnValue:
    """All versions, the latest first."""
    return render_template("lines/versions.html", versions=console().ask("jobs", "lines.versions") or [], say=saying)


@pages.get("/<int:version>")
@needs("lines.see")
def one(version: int) -> ResponseReturnValue:
    """What a version changed, and what going back to it would change now."""
    known = _known(version)
    body, now = _body(version), _body(0)
    before = _body(version - 1) if version > 1 else {}
    return render_template(
        "lines/version.html",
        version=known,
        changes=document.changes(before, body),
        back=document.changes(now, body),
        say=saying,
    )


@pages.post("/<int:version>")
@needs("lines.change")
def bring_back(version: int) -> ResponseReturnValue:
    """Bring that version into force again, as a new one."""
    _known(version)
    reason = written("reason", LONGEST_REASON)
    if not reason:
        flash(t("lines.reason-missing"), "warning")
        return redirect(url_for("lines_history.one", version=version))
    overwrite = request.form.get("overwrite") == "1"
    given: dict[str, Any] = {
        "version": version,
        "reason": reason,
        "by": me().person.login,
        "seconds": UP,
        "overwrite_edits": overwrite,
    }
    console().ask("jobs", "lines.begin", **given)
    console().notes.note("lines.undo", f"{version}", reason=reason)
    return redirect(url_for("lines_setup.work"))


def _known(version: int) -> dict[str, object]:
    found = next((one for one in console().ask("jobs", "lines.versions") or () if one["version"] == version), None)
    if found is None:
        raise NotThere()
    return dict(found)


def _body(version: int) -> Body:
    told = console().ask("jobs", "lines.show", version=version) or {}
    return document.read(str(told.get("document", "")))
