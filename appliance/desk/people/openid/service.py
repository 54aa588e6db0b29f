"""The way to the provider and back."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from threading import Lock
from typing import Any
from urllib.parse import urlencode

import httpx

from appliance.clock import Clock
from appliance.desk.people.accounts.errors import AccountOff, AccountRefused, AccountStale
from appliance.desk.people.accounts.model import Account, Provider
from appliance.desk.people.accounts.repository import Ways, secret_place
from appliance.desk.people.openid import checking, reading, wire
from appliance.desk.people.openid.model import LIFE, Asked, Errand, Metadata
from appliance.desk.people.ports import Vault

KEPT = timedelta(hours=1)
"""How long what a provider says of itself counts."""
AGAIN = timedelta(minutes=1)
"""Keys are asked for anew when a token names one that is not known, but not more often than this."""


@dataclass(slots=True)
class _Known:
    """What is known of a provider, and since when."""

    metadata: Metadata
    metadata_at: datetime
    keys: tuple[Mapping[str, Any], ...] = ()
    keys_at: datetime | None = None


class OpenId:
    """One for a process; may be used in any thread."""

    def __init__(self, ways: Ways, vault: Vault, clock: Clock, client: Callable[[str], httpx.Client]) -> None:
        self._ways, self._vault, self._clock, self._client = ways, vault, clock, client
        self._known: dict[str, _Known] = {}
        self._lock = Lock()

    def provider(self) -> Provider | None:
        """The one that people sign in at; None while there is none, or it is switched off."""
        try:
            provider = self._ways.provider()
        except ValueError:
            return None
        return provider if provider and provider.enabled else None

    def begin(self, errand: Errand, back: str, target: str, language: str = "") -> tuple[str, Asked]:
        """Where the browser goes, and what is to come back with it; raises AccountOff, AccountAway."""
        provider, now = self._on(), self._clock.now()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        asked = Asked(errand, state, nonce, verifier, provider.issuer, provider.client, back, target, now)
        with self._client(provider.ca) as http:
            at = self._metadata(http, provider.issuer)
        query = {
            "response_type": "code",
            "client_id": provider.client,
            "redirect_uri": back,
            "scope": provider.asked or "openid",
            "state": asked.state,
            "nonce": asked.nonce,
            "code_challenge": challenge(asked.verifier),
            "code_challenge_method": "S256",
        }
        if language:
            query["ui_locales"] = "zh-CN zh" if language == "zh" else language
        if errand is Errand.PROVE:
            query |= {"prompt": "login", "max_age": "0"}
        joint = "&" if "?" in at.authorization else "?"
        return f"{at.authorization}{joint}{urlencode(query)}", asked

    def finish(self, asked: Asked, answer: Mapping[str, str]) -> Account:
        """Whose account it is that came back; raises AccountStale, AccountRefused, AccountAway or AccountOff."""
        provider, now = self._on(), self._clock.now()
        if not compare_digest(answer.get("state", "").encode(), asked.state.encode()) or now - asked.at > LIFE:
            raise AccountStale()
        if (asked.issuer, asked.client) != (provider.issuer, provider.client):
            raise AccountStale()
        with self._client(provider.ca) as http:
            at = self._metadata(http, provider.issuer)
            # Who answers is told in the answer itself, so that none passes for another (RFC 9207).
            if answer.get("iss", "" if at.names_itself else asked.issuer) != asked.issuer:
                raise AccountRefused(step="issuer")
            if error := answer.get("error"):
                raise AccountRefused(step="provider", why=error[:80])
            claims = self._claims(http, at, provider, asked, answer.get("code", ""), now)
        if asked.errand is Errand.PROVE and not checking.fresh(claims, asked):
            raise AccountRefused(step="auth_time")
        return reading.account(claims, provider)

    def farewell(self, back: str) -> str:
        """Where one signs out at the provider too (OpenID Connect RP-Initiated Logout 1.0); "" where one cannot."""
        provider = self.provider()
        known = self._known.get(provider.issuer) if provider else None
        if provider is None or known is None or not known.metadata.end:
            return ""
        query = urlencode({"client_id": provider.client, "post_logout_redirect_uri": back})
        return f"{known.metadata.end}{'&' if '?' in known.metadata.end else '?'}{query}"

    def trial(self) -> Metadata:
        """What the provider that is set up, switched on or not, says of itself, with its keys; raises what fails."""
        if (provider := self._ways.provider()) is None:
            raise AccountOff()
        if provider.secret:
            self._secret(provider)
        with self._client(provider.ca) as http:
            at = wire.metadata(http, provider.issuer)
            if not wire.keys(http, at.keys):
                raise AccountRefused(step="keys")
        return at

    def _claims(
        self, http: httpx.Client, at: Metadata, provider: Provider, asked: Asked, code: str, now: datetime
    ) -> dict[str, Any]:
        if not code:
            raise AccountRefused(step="code")
        given = wire.tokens(http, at, asked, code, self._secret(provider))
        claims = self._signed(http, at, given.id_token)
        checking.check(claims, asked, checking.algorithm_of(given.id_token), given.access_token, now)
        if not (at.userinfo and given.access_token and reading.lacks(claims, provider)):
            return claims
        more = wire.userinfo(http, at.userinfo, given.access_token)
        # Of somebody else it would be (OpenID Connect Core 1.0, section 5.3.4).
        if more.get("sub") != claims["sub"]:
            raise AccountRefused(step="userinfo")
        return {**more, **claims}

    def _signed(self, http: httpx.Client, at: Metadata, token: str) -> dict[str, Any]:
        kid = checking.key_of(token)
        keys = self._keys(http, at)
        if kid and not any(key.get("kid") == kid for key in keys):
            keys = self._keys(http, at, anew=True)
        try:
            return checking.signed(token, keys)
        except AccountRefused:
            # The same name may stand for another key now.
            return checking.signed(token, self._keys(http, at, anew=True))

    def _metadata(self, http: httpx.Client, issuer: str) -> Metadata:
        now = self._clock.now()
        with self._lock:
            known = self._known.get(issuer)
        if known is None or now - known.metadata_at > KEPT:
            known = _Known(wire.metadata(http, issuer), now)
            with self._lock:
                self._known[issuer] = known
        return known.metadata

    def _keys(self, http: httpx.Client, at: Metadata, *, anew: bool = False) -> tuple[Mapping[str, Any], ...]:
        now, known = self._clock.now(), self._known[at.issuer]
        age = now - known.keys_at if known.keys_at else None
        if age is None or age > KEPT or (anew and age > AGAIN):
            known.keys, known.keys_at = wire.keys(http, at.keys), now
        return known.keys

    def _secret(self, provider: Provider) -> str:
        return self._vault.open(provider.secret, secret_place(Ways.PROVIDER)).reveal() if provider.secret else ""

    def _on(self) -> Provider:
        if (provider := self.provider()) is None:
            raise AccountOff()
        return provider


def challenge(verifier: str) -> str:
    """PKCE's S256 (RFC 7636, section 4.2)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
