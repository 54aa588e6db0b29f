"""Whether an ID token proves who somebody is (OpenID Connect Core 1.0, section 3.1.3.7); else refused."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from appliance.desk.people.accounts.errors import AccountRefused
from appliance.desk.people.openid.model import Asked

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures by a key that only the provider has: none at all, or one by a shared secret, proves nothing here."""
SKEW = timedelta(minutes=2)
"""How far the provider's clock may be off."""
OLDEST = timedelta(minutes=10)
LONGEST_SUBJECT = 255


def key_of(token: str) -> str:
    """The id of the key that a token says it is signed with; "" for none; raises AccountRefused for no token."""
    return str(_header(token).get("kid", ""))


def algorithm_of(token: str) -> str:
    """How it says it is signed; raises AccountRefused for a way that proves nothing."""
    return str(_header(token)["alg"])


def signed(token: str, keys: Collection[Mapping[str, Any]]) -> dict[str, Any]:
    """The claims of a token that one of the provider's `keys` (JWKs) signed; raises AccountRefused."""
    kid = key_of(token)
    usable = [key for key in keys if key.get("kty") in ("RSA", "EC") and key.get("use", "sig") == "sig"]
    for key in usable if not kid else [key for key in usable if key.get("kid") == kid]:
        try:
            one = KeySet.import_key_set({"keys": [dict(key)]}).keys[0]
            return dict(jwt.decode(token, one, algorithms=list(ALGORITHMS)).claims)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    raise AccountRefused(step="signature")


def check(claims: Mapping[str, Any], asked: Asked, algorithm: str, access_token: str, now: datetime) -> None:
    """Raise AccountRefused unless the claims are for this console, this browser's asking and this moment."""
    steps = (
        ("issuer", claims.get("iss") == asked.issuer),
        ("subject", isinstance(sub := claims.get("sub"), str) and 0 < len(sub) <= LONGEST_SUBJECT),
        ("audience", _for(claims, asked.client)),
        ("time", _in_time(claims, now)),
        ("nonce", _same(claims.get("nonce"), asked.nonce)),
        ("at_hash", "at_hash" not in claims or _same(claims["at_hash"], half_hash(access_token, algorithm))),
    )
    for step, holds in steps:
        if not holds:
            raise AccountRefused(step=step)


def fresh(claims: Mapping[str, Any], asked: Asked) -> bool:
    """Whether somebody signed in at the provider since the browser was sent there (`max_age` 0)."""
    moment = _moment(claims.get("auth_time"))
    return moment is not None and moment >= asked.at - SKEW


def half_hash(access_token: str, algorithm: str) -> str:
    """What `at_hash` must be: the left half of the hash that goes with the signature's algorithm."""
    whole = hashlib.new(f"sha{algorithm[2:]}", access_token.encode()).digest()
    return urlsafe_b64encode(whole[: len(whole) // 2]).rstrip(b"=").decode()


def _header(token: str) -> Mapping[str, Any]:
    try:
        header: Mapping[str, Any] = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError) as fault:
        raise AccountRefused(step="token") from fault
    if header.get("alg") not in ALGORITHMS:
        raise AccountRefused(step="algorithm")
    return header


def _for(claims: Mapping[str, Any], client: str) -> bool:
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or client not in audiences:
        return False
    return bool(claims.get("azp", client if len(audiences) == 1 else None) == client)


def _in_time(claims: Mapping[str, Any], now: datetime) -> bool:
    until, since, begins = (_moment(claims.get(name)) for name in ("exp", "iat", "nbf"))
    if until is None or since is None or ("nbf" in claims and begins is None):
        return False
    return now < until + SKEW and now - OLDEST <= since <= now + SKEW and (begins is None or begins <= now + SKEW)


def _moment(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _same(given: object, wanted: str) -> bool:
    return isinstance(given, str) and compare_digest(given.encode(), wanted.encode())
