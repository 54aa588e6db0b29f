"""The first page after signing in, and the switch of languages."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from appliance.errors import LANGUAGES
from manager.failures import inside
from manager.health import alarms, queues
from manager.present import COOKIE, asking, me
from manager.rights import open_to_all, signed_in
from manager.wiring import console

pages = Blueprint("home", __name__)
YEAR = 31_536_000


@pages.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """What the person can do here, and what needs somebody."""
    who = me()
    return render_template(
        "home/show.html",
        alarms=alarms() if who.may("health.see") else (),
        queues=queues() if who.may("live.see") else (),
    )


@pages.post("/language")
@open_to_all
def speak() -> ResponseReturnValue:
    """Change the language: of the person who is signed in, else of this browser."""
    wanted, back = request.form.get("language", ""), request.form.get("back", "/")
    response = redirect(back if inside(back) else "/")
    if wanted not in LANGUAGES:
        return response
    if who := asking():
        console().directory.set_language(who.person.id, wanted)
    response.set_cookie(COOKIE, wanted, max_age=YEAR, secure=True, httponly=True, samesite="Lax")
    return response
