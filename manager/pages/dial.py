"""Calls by a click: a link of any other program, or a contact that is shown, whether its number is seen or not."""

import re
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.errors import Refusal
from manager.errors import NotThere, RequestMalformed
from manager.failures import UNAVAILABLE, inside, refused, status_of, wants_json
from manager.pages.desk import my_agent
from manager.pages.desk_calls import of_mine
from manager.present import me
from manager.reach import of_missed, reach
from manager.rights import needs
from manager.shown import number as shown_number
from manager.shown import sentence
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
    return render_template("dial/show.html", agent=agent, number=number_in(request.args.get("number", "")))


@pages.post("/number")
@needs("desk.use")
def number() -> ResponseReturnValue:
    """Ring the agent's own telephone, and then the number."""
    agent, wanted = my_agent(), number_in(request.form.get("number", ""))
    if not wanted:
        raise RequestMalformed()
    try:
        id = _dialled(agent, wanted)
    except Refusal as refusal:
        return refused("dial/show.html", refusal, agent=agent, number=wanted)
    console().notes.note("call.dial", agent, after={"call": id, "number": wanted})
    flash(t("dial.rings"))
    return redirect(url_for("desk.show"))


@pages.post("/contact")
@needs("desk.use")
def contact() -> ResponseReturnValue:
    """Ring the agent's own telephone, then whoever the contact was with; the number stays here."""
    agent, shown = my_agent(), _contact()
    wanted = number_of(shown, agent)
    try:
        id = _dialled(agent, wanted)
    except Refusal as refusal:
        if wants_json() or status_of(refusal) >= UNAVAILABLE:
            raise
        said = sentence(refusal)
        return _back(f"{said.what} {said.why} {said.next}", "warning")
    console().notes.note("call.dial", str(shown), after={"call": id})
    if wants_json():
        return jsonify({"id": id})
    return _back(t("dial.contact-rings", number=shown_number(wanted)), "message")


def number_in(link: str) -> str:
    """The number in a link as programs write them (`tel:+86-138 1234 5678;ext=1`); "" where there is none."""
    plain = SCHEME.sub("", link[:LONGEST].strip()).partition(";")[0].partition("@")[0].partition("?")[0]
    found = BESIDE.sub("", plain)
    return found if NUMBER.fullmatch(found) else ""


def number_of(contact: UUID, agent: str) -> str:
    """The number outside of a contact that the person was shown; raises NotThere for every other."""
    if me().may("calls.see") and (found := console().contacts.find(contact, reach())):
        wanted = found.party if found.direction != "internal" else ""
    elif me().may("missed.see") and (found := console().contacts.find(contact, of_missed())):
        wanted = found.caller if found.direction == "inbound" else ""
    else:
        mine = of_mine(contact, agent)
        wanted = mine.number if mine.direction != "internal" else ""
    if not wanted:
        raise NotThere()
    return wanted


def _dialled(agent: str, wanted: str) -> str:
    """The call's id; raises what the engine refuses."""
    told = console().ask("engine", "call.dial", agent=agent, number=wanted)
    return str(told.get("id", "")) if isinstance(told, dict) else ""


def _contact() -> UUID:
    try:
        return UUID(request.form.get("contact", ""))
    except ValueError as fault:
        raise RequestMalformed() from fault


def _back(said: str, how: str) -> ResponseReturnValue:
    flash(said, how)
    back = request.form.get("back", "")
    return redirect(back if inside(back) else url_for("desk.show"))
