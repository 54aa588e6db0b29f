"""How the box is: what is wrong and what to do about it, its programs, its calls and its disk; live."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from manager import asked
from manager.errors import NotThere
from manager.health import PROCESSES, health
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("health", __name__, url_prefix="/health")
LONGEST = 200


@pages.get("/")
@needs("health.see")
def show() -> ResponseReturnValue:
    """The whole page, or the `part` of it that changes."""
    template = "health/now.html" if asked.text("part") else "health/show.html"
    return render_template(template, health=health(), tickets=url_for("live.ticket"))


@pages.post("/dismiss")
@needs("health.act")
def dismiss() -> ResponseReturnValue:
    """Take an alarm away whose end nothing can see; it comes back when its reason does."""
    code, subject, process = (asked.written(name, LONGEST) for name in ("code", "subject", "process"))
    if process not in PROCESSES[:2] or not code:
        raise NotThere()
    console().ask(process, "alarm.dismiss", code=code, subject=subject)
    console().notes.note("alarm.dismiss", code, after={"subject": subject, "process": process})
    flash(t("health.dismissed"))
    return redirect(url_for("health.show"))
