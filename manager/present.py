"""The request at hand: who asks, from where, and in which language answers are read."""

from typing import cast

from flask import g, has_request_context, request

from appliance.desk.audit.model import Actor
from appliance.desk.people.model import Who
from appliance.errors import LANGUAGES
from manager.errors import SignInNeeded

COOKIE = "callstead-language"
LONGEST_ADDRESS = 64


def asking() -> Who | None:
    """Who is signed in; None for nobody."""
    return cast("Who | None", g.get("who")) if has_request_context() else None


def me() -> Who:
    """Who is signed in; raises SignInNeeded for nobody."""
    if (who := asking()) is None:
        raise SignInNeeded()
    return who


def address() -> str:
    """Where the browser is."""
    return (request.remote_addr or "")[:LONGEST_ADDRESS] if has_request_context() else ""


def actor() -> Actor:
    """Who acts, for the audit trail: a person, or a token of that person's."""
    who = asking()
    if who is None:
        return Actor(address=address())
    token = g.get("token")
    name = f"{who.person.login} · {token.name}" if token else who.person.login
    return Actor(who.person.id, name, address())


def language() -> str:
    """The person's language, or what a program with a token asks for.

    For nobody it is the one that was chosen, else the browser's, else Chinese.
    """
    if not has_request_context():
        return LANGUAGES[0]
    who, chosen = asking(), request.cookies.get(COOKIE)
    if (wanted := request.accept_languages.best_match(LANGUAGES)) and g.get("token"):
        return wanted
    if who and who.person.language in LANGUAGES:
        return who.person.language
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
