"""Before every request: who asks, by the session's cookie or a token; and what cannot be meant is turned away."""

from flask import g, request, session

from manager.api.identity import asked_here, by_token
from manager.errors import RequestMalformed
from manager.wiring import console

TOKEN = "token"  # noqa: S105 - the name of a field
NUL = "\0"


def know_who_asks() -> None:
    """Find the person behind the cookie; one whose session is over is nobody."""
    g.who = None
    if request.endpoint == "static":
        return
    if asked_here():
        g.who = by_token()
        return
    token = session.get(TOKEN)
    if isinstance(token, str):
        g.who = console().entrance.who(token)


def refuse_what_no_page_sends() -> None:
    """No field of a form holds a NUL or half a character, and no database keeps one."""
    for values in (request.args, request.form):
        for name, value in values.items(multi=True):
            if _unwritable(name) or _unwritable(value):
                raise RequestMalformed()
    if _unwritable(request.path):
        raise RequestMalformed()


def _unwritable(text: str) -> bool:
    return NUL in text or any("\ud800" <= character <= "\udfff" for character in text)
