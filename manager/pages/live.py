"""The way into the live state for pages of who is signed in."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from manager.admission import of_person
from manager.rights import signed_in

pages = Blueprint("live", __name__, url_prefix="/live-ticket")


@pages.post("/")
@signed_in
def ticket() -> ResponseReturnValue:
    """What lets this page in, once, within seconds."""
    return jsonify(of_person())
