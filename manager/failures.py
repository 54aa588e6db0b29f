"""What went wrong, as a page or as JSON: code, what, why and what to do next; never a bare error."""

import logging
import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from appliance.desk.crm.errors import CustomerChanged, CustomerUnknown
from appliance.desk.people.accounts import errors as accounts
from appliance.desk.people.errors import PersonUnknown, SignInRefused, TooManyAttempts
from appliance.desk.people.passkeys.errors import PasskeyRefused, PasskeyUnknown
from appliance.desk.people.tokens.errors import (
    KeyReused,
    TokenInvalid,
    TokenNeeded,
    TokenTooOften,
    TokenUnknown,
)
from appliance.desk.recordings.errors import RemarkEmpty, RemarkPlaceInvalid, RemarkTooLong, RemarkUnknown
from appliance.errors import Refusal
from manager.api import errors as api
from manager.api.identity import asked_here
from manager.api.problems import problem
from manager.errors import (
    ConsoleFault,
    FormStale,
    NotAllowed,
    NotThere,
    ReasonNeeded,
    RequestMalformed,
    RequestTooLarge,
    SecondFactorNeeded,
    SignInNeeded,
)
from manager.present import language
from manager.shown import details, sentence
from manager.wiring import console

AWAY = {"control-unreachable", "control-lost", "control-timeout", "control-forbidden", "database-unavailable"}
"""Codes of what is away, and comes back by itself."""

AGAIN = 5
"""Seconds until a page that could not be made is asked for again by itself."""

REFUSED, UNAVAILABLE = 409, 503
STATUS: dict[type[Refusal], int] = {
    SignInNeeded: 401,
    SignInRefused: 401,
    TooManyAttempts: 429,
    NotAllowed: 403,
    SecondFactorNeeded: 403,
    PasskeyRefused: 401,
    NotThere: 404,
    PersonUnknown: 404,
    PasskeyUnknown: 404,
    FormStale: 400,
    RequestMalformed: 400,
    ReasonNeeded: 400,
    RequestTooLarge: 413,
    CustomerUnknown: 404,
    CustomerChanged: 412,
    RemarkUnknown: 404,
    RemarkEmpty: 400,
    RemarkTooLong: 400,
    RemarkPlaceInvalid: 400,
    ConsoleFault: 500,
    TokenNeeded: 401,
    TokenInvalid: 401,
    TokenUnknown: 404,
    TokenTooOften: 429,
    KeyReused: 422,
    accounts.AccountAway: 502,
    accounts.AccountRefused: 401,
    accounts.AccountStale: 400,
    accounts.AccountOff: 404,
    accounts.AccountUnknown: 403,
    accounts.AccountWithoutRole: 403,
    accounts.AccountNeedsOwner: 403,
    accounts.AccountNotProven: 403,
    api.RequestInvalid: 400,
    api.CursorInvalid: 400,
    api.MethodOther: 405,
    api.KindUnsupported: 415,
    api.VersionNeeded: 428,
    api.StreamsFull: 503,
    api.RangeInvalid: 400,
}
ELSEWHERE_UNKNOWN = {
    "agent-unknown",
    "queue-unknown",
    "call-unknown",
    "callback-unknown",
    "recording-unknown",
    "change-unknown",
}
"""Codes of other processes for what is not there."""

logger = logging.getLogger(__name__)


def explain_failures(app: Flask) -> None:
    """Let every failure of a page be explained."""
    app.register_error_handler(Exception, _explained)


def wants_json() -> bool:
    """Whether a script asks, not a person."""
    best = request.accept_mimetypes.best_match(("text/html", "application/json"))
    return request.is_json or best == "application/json"


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    if refusal.code in AWAY:
        return UNAVAILABLE
    return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), REFUSED)


def refused(template: str, refusal: Refusal, **values: Any) -> ResponseReturnValue:
    """A page once more, with why what it was sent was refused."""
    return render_template(template, refusal=sentence(refusal), **values), status_of(refusal)


def _explained(fault: Exception) -> ResponseReturnValue:
    if isinstance(fault, HTTPException) and fault.code is not None and fault.code < 400:
        return fault.get_response()
    refusal = _refusal(fault)
    if asked_here():
        return _as_problem(refusal, fault)
    if isinstance(refusal, SignInNeeded) and not wants_json():
        return _to_sign_in()
    if isinstance(refusal, SecondFactorNeeded) and not wants_json():
        return _to(url_for("account.offer_second"))
    response = _shown(refusal)
    response.status_code = status_of(refusal)
    if response.status_code == UNAVAILABLE and request.method == "GET":
        response.headers["Refresh"] = str(AGAIN)
        response.headers["Retry-After"] = str(AGAIN)
    if isinstance(fault, HTTPException) and fault.code == 405:
        response.status_code = 405
        response.headers.extend((name, value) for name, value in fault.get_headers() if name == "Allow")
    return response


def _as_problem(refusal: Refusal, fault: Exception) -> Response:
    """For programs: no page, and words that tell of tokens."""
    said = TokenNeeded() if isinstance(refusal, SignInNeeded) else refusal
    if isinstance(fault, HTTPException) and fault.code == 405:
        said = api.MethodOther(method=request.method)
    response = problem(said, 404 if said.code in ELSEWHERE_UNKNOWN else status_of(said), language())
    if response.status_code == UNAVAILABLE:
        response.headers["Retry-After"] = str(AGAIN)
    if isinstance(fault, HTTPException):
        response.headers.extend((name, value) for name, value in fault.get_headers() if name == "Allow")
    return response


def _refusal(fault: Exception) -> Refusal:
    match fault:
        case Refusal():
            return fault
        case CSRFError():
            return FormStale()
        case HTTPException(code=404 | 405):
            return NotThere()
        case HTTPException(code=413):
            return RequestTooLarge()
        case HTTPException(code=403):
            return NotAllowed(right="-")
        case HTTPException():
            return RequestMalformed()
    if outage := console().outage.refusal(fault):
        return outage
    incident = secrets.token_hex(4)
    logger.error("incident %s at %s %s", incident, request.method, request.path, exc_info=fault)
    return ConsoleFault(incident=incident)


def _shown(refusal: Refusal) -> Response:
    said = sentence(refusal)
    parts = {"code": refusal.code, "what": said.what, "why": said.why, "next": said.next}
    if wants_json():
        return jsonify({"error": parts | {"details": details(refusal)}})
    status = status_of(refusal)
    return make_response(render_template("errors/refusal.html", **parts, status=status, again=status == UNAVAILABLE))


def _to_sign_in() -> ResponseReturnValue:
    """Signing in leads back to the page that was asked for; from a part of a page, the whole page goes there."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return _to(url_for("signin.show", next=wanted if inside(wanted) else "/"))


def _to(target: str) -> ResponseReturnValue:
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": target})
    return redirect(target)


def inside(target: str) -> bool:
    """Whether an address stays in this console: a path, not another site in disguise."""
    parts = urlsplit(target)
    return target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc and "\\" not in target
