"""Refusals as application/problem+json (RFC 9457): our code, what, why, and what to do next."""

import json
from typing import Any

from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from appliance.desk.people.masking import masked
from appliance.desk.people.tokens.errors import TokenInvalid, TokenNeeded, TokenTooOften
from appliance.errors import Refusal
from manager.present import asking

KIND = "application/problem+json"
NUMBERS = ("number", "caller", "dialled")
"""Details that are telephone numbers."""


class Problem(BaseModel):
    """Why a request was not met."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(description="`urn:callstead:problem:` and the code.")
    title: str = Field(description="What happened, in the caller's language.")
    status: int = Field(description="The HTTP status once more.")
    detail: str = Field(description="Why, in the caller's language.")
    next: str = Field(description="What to do next, in the caller's language.")
    code: str = Field(description="Stable for ever: programs decide by this.")
    details: dict[str, Any] = Field(description="What the code is about, by name.")


def problem(refusal: Refusal, status: int, language: str) -> Response:
    """The refusal as an answer."""
    _mask(refusal)
    sentence = refusal.sentence(language)
    said = {
        "type": f"urn:callstead:problem:{refusal.code}",
        "title": sentence.what,
        "status": status,
        "detail": sentence.why,
        "next": sentence.next,
        "code": refusal.code,
        "details": refusal.details,
    }
    answer = Response(json.dumps(said, ensure_ascii=False, default=str), status, mimetype=KIND)
    if isinstance(refusal, TokenNeeded | TokenInvalid):
        answer.headers["WWW-Authenticate"] = 'Bearer realm="callstead"'
    if isinstance(refusal, TokenTooOften):
        answer.headers["Retry-After"] = str(refusal.details["seconds"])
    return answer


def _mask(refusal: Refusal) -> None:
    """A refusal tells no number that the token may not see."""
    who = asking()
    if who and who.may("numbers.whole"):
        return
    told = {name: refusal.details[name] for name in NUMBERS if isinstance(refusal.details.get(name), str)}
    refusal.details.update({name: masked(number) for name, number in told.items()})
