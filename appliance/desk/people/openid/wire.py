"""Talking with a provider: what it says of itself, its keys, and what it gives for a code."""

import json
import ssl
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from appliance.desk.people.accounts.documents import safe
from appliance.desk.people.accounts.errors import AccountAway, AccountRefused
from appliance.desk.people.openid.model import Asked, Metadata, Tokens

LONGEST = 1_000_000
"""Bytes of an answer."""
LIMIT = httpx.Timeout(8.0, connect=4.0)
KNOWN = "/.well-known/openid-configuration"

Client = Callable[[str], httpx.Client]
"""A client that trusts the authorities of a PEM text beside the system's."""


def client(ca: str) -> httpx.Client:
    """No redirects: what is at another address is another's answer. No proxy of the environment either."""
    context = ssl.create_default_context()
    if ca:
        try:
            context.load_verify_locations(cadata=ca)
        except (ssl.SSLError, ValueError) as fault:
            raise AccountAway(step="ca", why=str(fault)[:200]) from fault
    return httpx.Client(verify=context, timeout=LIMIT, follow_redirects=False, trust_env=False)


def metadata(http: httpx.Client, issuer: str) -> Metadata:
    """What the issuer says of itself; raises AccountAway, or AccountRefused for what another issuer says."""
    said = _got(http, "discovery", issuer.rstrip("/") + KNOWN)
    if said.get("issuer") != issuer:
        raise AccountRefused(step="issuer")
    found = {name: _address(said, place) for name, place in _PLACES.items()}
    if missing := next((name for name in ("authorization", "token", "keys") if not found[name]), ""):
        raise AccountAway(step="discovery", why=f"{_PLACES[missing]}: -")
    methods = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Metadata(
        issuer,
        **found,
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        secret_in_body="client_secret_basic" not in methods and "client_secret_post" in methods,
    )


def keys(http: httpx.Client, address: str) -> tuple[Mapping[str, Any], ...]:
    """The keys that the provider signs with, as JWKs."""
    found = _got(http, "keys", address).get("keys")
    return tuple(key for key in found if isinstance(key, dict)) if isinstance(found, list) else ()


def tokens(http: httpx.Client, at: Metadata, asked: Asked, code: str, secret: str) -> Tokens:
    """What the provider gives for a code (RFC 6749 section 4.1.3, RFC 7636 section 4.5)."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": asked.back,
        "code_verifier": asked.verifier,
        "client_id": asked.client,
    }
    basic: dict[str, Any] = {}
    if secret and at.secret_in_body:
        form["client_secret"] = secret
    elif secret:
        basic["auth"] = httpx.BasicAuth(_quoted(asked.client), _quoted(secret))
    said = _answered(lambda: http.post(at.token, data=form, headers=_JSON, **basic), "token")
    id_token, access = said.get("id_token"), said.get("access_token", "")
    if not isinstance(id_token, str) or not isinstance(access, str):
        raise AccountRefused(step="token")
    return Tokens(id_token, access)


def userinfo(http: httpx.Client, address: str, access_token: str) -> Mapping[str, Any]:
    """What the provider says of whoever the access token is of."""
    return _answered(
        lambda: http.get(address, headers={**_JSON, "Authorization": f"Bearer {access_token}"}), "userinfo"
    )


def _got(http: httpx.Client, step: str, address: str) -> Mapping[str, Any]:
    return _answered(lambda: http.get(address, headers=_JSON), step)


def _answered(ask: Callable[[], httpx.Response], step: str) -> Mapping[str, Any]:
    try:
        response = ask()
        if len(response.content) > LONGEST:
            raise ValueError("too long")
        said = response.json() if response.status_code == 200 else None
    except (httpx.HTTPError, httpx.InvalidURL, json.JSONDecodeError, UnicodeDecodeError, ValueError) as fault:
        raise AccountAway(step=step, why=_why(fault)) from fault
    if response.status_code in (400, 401, 403):
        raise AccountRefused(step=step, why=_error(response))
    if not isinstance(said, dict):
        raise AccountAway(step=step, why=f"HTTP {response.status_code}")
    return said


def _error(response: httpx.Response) -> str:
    """The provider's own word for it, as `invalid_client`."""
    try:
        said = response.json()
    except ValueError:
        return f"HTTP {response.status_code}"
    return str(said.get("error", ""))[:80] if isinstance(said, dict) else f"HTTP {response.status_code}"


def _why(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"[:200]


def _address(said: Mapping[str, Any], place: str) -> str:
    address = said.get(place, "")
    return address if isinstance(address, str) and safe(address.partition("?")[0]) else ""


def _quoted(text: str) -> str:
    """As RFC 6749 section 2.3.1 wants it before Basic."""
    return str(httpx.QueryParams({"": text}))[1:]


_JSON = {"Accept": "application/json"}
_PLACES = {name: f"{name}_endpoint" for name in ("authorization", "token", "userinfo")} | {
    "keys": "jwks_uri",
    "end": "end_session_endpoint",
}
