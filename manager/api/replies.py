"""A request that makes something, made once: the same Idempotency-Key gives the same answer again."""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

from flask import Response, request

from appliance.desk.people.tokens.errors import KeyAtWork, KeyReused
from appliance.desk.people.tokens.model import Reply
from appliance.errors import Refusal
from manager.api.errors import RequestInvalid
from manager.api.identity import token
from manager.wiring import console

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
KEY = re.compile(r"[!-~]{1,255}")
AGAIN = "Idempotent-Replayed"
UNSURE = {"control-lost", "control-timeout"}
"""Codes of what may have been done all the same."""


def once(kept: bool, work: Callable[[], Response]) -> Response:
    """The answer of `work`, or the one that was given to the same request before."""
    key = request.headers.get(HEADER)
    if not kept or key is None:
        return work()
    if not KEY.fullmatch(key):
        says = "1 to 255 printable ASCII characters without spaces"
        raise RequestInvalid(field=HEADER, says=says, problems=[{"in": "header", "field": HEADER, "says": says}])
    now, asked = console().clock.now(), _digest()
    if found := console().replies.begin(token().id, key, asked, now, now - KEPT):
        return _again(found, asked, key)
    try:
        answer = work()
    except Refusal as refusal:
        _over(key, refusal)
        raise
    console().replies.keep(token().id, key, _kept(asked, answer))
    return answer


def _over(key: str, refusal: Refusal) -> None:
    """A refusal made nothing, so that the key is free; but of what was lost on its way nobody knows."""
    if refusal.code not in UNSURE:
        console().replies.drop(token().id, key)


def _again(found: Reply, asked: str, key: str) -> Response:
    if found.request != asked:
        raise KeyReused(key=key[:80])
    if not found.status:
        raise KeyAtWork(key=key[:80])
    return Response(found.body, found.status, {**found.headers, AGAIN: "true"})


def _kept(asked: str, answer: Response) -> Reply:
    names = ("Content-Type", "Location", "ETag")
    headers = {name: answer.headers[name] for name in names if name in answer.headers}
    return Reply(asked, answer.status_code, headers, answer.get_data(as_text=True))


def _digest() -> str:
    """What makes two requests the same: method, address and body."""
    asked = f"{request.method} {request.full_path}\n".encode() + request.get_data()
    return hashlib.sha256(asked).hexdigest()
