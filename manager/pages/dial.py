"""Click to dial: a link of any other program opens this page, and the agent who is signed in confirms."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.errors import Refusal
from manager.errors import RequestMalformed
from manager.failures import refused
from manager.pages.desk import my_agent
from manager.present import me
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("dial", __name__, url_prefix="/dial")
SCHEME = re.compile(r"^(tel|callto|sip|sips):(//)?", re.IGNORECASE)
BESIDE = re.compile(r"[\s().\-/\u00a0]")
NUMBER = re.compile(r"\+?[0-9*#]{2,31}")
LONGEST = 200


@pages.get("/")
@needs("desk.use")
def show() -> ResponseReturnValue:
    """Whom the link wants called; nothing is dialled before the agent says so."""
    if not (agent := me().person.agent):
        return render_template("desk/none.html")
    return render_template("dial/show.html", agent=agent, number=number_of(request.args.get("number", "")))


@pages.post("/number")
@needs("desk.use")
def dial() -> ResponseReturnValue:
    """Ring the agent's own telephone, and then the number."""
    agent, number = my_agent(), number_of(request.form.get("number", ""))
    if not number:
        raise RequestMalformed()
    try:
        made = console().ask("engine", "call.dial", agent=agent, number=number) or {}
    except Refusal as refusal:
        return refused("dial/show.html", refusal, agent=agent, number=number)
    console().notes.note("call.dial", agent, after={"call": made.get("id", ""), "number": number})
    flash(t("dial.rings"))
    return redirect(url_for("desk.show"))


def number_of(text: str) -> str:
    """The number in a link as programs write them (`tel:+86-138 1234 5678;ext=1`); "" where there is none."""
    plain = SCHEME.sub("", text[:LONGEST].strip()).partition(";")[0].partition("@")[0].partition("?")[0]
    found = BESIDE.sub("", plain)
    return found if NUMBER.fullmatch(found) else ""
