"""Calls by a click: whoever a shown contact was with is dialled by its reference, whether the number is seen or not."""

from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from appliance.errors import Refusal
from manager.errors import NotThere, RequestMalformed
from manager.failures import UNAVAILABLE, inside, status_of, wants_json
from manager.pages.desk import my_agent
from manager.pages.desk_calls import of_mine
from manager.present import me
from manager.reach import of_missed, reach
from manager.rights import needs
from manager.shown import number, sentence
from manager.wiring import console
from manager.words import t

pages = Blueprint("dialling", __name__, url_prefix="/dial")


@pages.post("/")
@needs("desk.use")
def dial() -> ResponseReturnValue:
    """Ring the agent's own telephone, then whoever the contact was with; the number stays here."""
    agent, contact = my_agent(), _contact()
    wanted = number_of(contact, agent)
    try:
        told = console().ask("engine", "call.dial", agent=agent, number=wanted)
    except Refusal as refusal:
        if wants_json() or status_of(refusal) >= UNAVAILABLE:
            raise
        said = sentence(refusal)
        return _back(f"{said.what} {said.why} {said.next}", "warning")
    id = told.get("id", "") if isinstance(told, dict) else ""
    console().notes.note("call.dial", str(contact), after={"call": id})
    if wants_json():
        return jsonify({"id": id})
    return _back(t("dialling.rings", number=number(wanted)), "message")


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


def _contact() -> UUID:
    try:
        return UUID(request.form.get("contact", ""))
    except ValueError as fault:
        raise RequestMalformed() from fault


def _back(said: str, how: str) -> ResponseReturnValue:
    flash(said, how)
    back = request.form.get("back", "")
    return redirect(back if inside(back) else url_for("desk.show"))
