"""Cards, lines and trunks as they are now, for whoever stands before them or watches from afar."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from manager import asked
from manager.hardware import reading, saying
from manager.rights import needs

pages = Blueprint("lines", __name__, url_prefix="/lines")


@pages.get("/")
@needs("lines.see")
def show() -> ResponseReturnValue:
    """Everything that carries calls; `part` asks for what changes alone."""
    return render_template(
        "lines/now.html" if asked.text("part") else "lines/show.html",
        cards=reading.cards(),
        lines=reading.lines(),
        trunks=reading.trunks(),
        say=saying,
        tickets=url_for("live.ticket"),
    )
