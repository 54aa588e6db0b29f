"""An OpenID provider on loopback that signs with real keys, and lies where a test wants it to."""

import hashlib
import json
import secrets
import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT, SECRET = "callstead-console", "the client's own secret: 密 & more"
Claims = dict[str, Any]


def rsa(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


@dataclass
class Provider:
    """`claims` are of whoever sits at the browser; `lie` changes what an ID token says before it is signed.

    `told` are the answers of the token endpoint's askers, in the form they came; `counts` says how often each path
    was asked.
    """

    address: str = ""
    claims: Claims = field(default_factory=lambda: {"sub": "u-1", "preferred_username": "wang", "name": "王 Wang"})
    lie: Callable[[Claims], Claims] = lambda claims: claims
    keys: list[Any] = field(default_factory=lambda: [rsa("one")])
    signs_with: Any = None
    algorithm: str = "RS256"
    metadata: Claims = field(default_factory=dict)
    userinfo: Claims | None = None
    more_in_answer: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    told: list[dict[str, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    now: Callable[[], float] = lambda: 0.0
    public_client: bool = False

    def said(self) -> Claims:
        """Its description of itself."""
        places = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "jwks_uri": "keys",
            "userinfo_endpoint": "userinfo",
            "end_session_endpoint": "leave",
        }
        own = {"issuer": self.address, **{name: f"{self.address}/{path}" for name, path in places.items()}}
        return own | self.metadata

    def visited(self, address: str) -> str:
        """What the browser comes back with after somebody has signed in at that address."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        answer = {"code": code, "state": query["state"], **self.more_in_answer}
        return f"{query['redirect_uri']}?{urlencode(answer)}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, Claims]:
        """The token endpoint: each code once, for who has the verifier and the secret."""
        self.told.append(form)
        if not self._is_client(form, authorization):
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        if asked["code_challenge"] != _half(hashlib.sha256(form.get("code_verifier", "").encode()).digest()):
            return 400, {"error": "invalid_grant"}
        access, now = secrets.token_urlsafe(16), int(self.now())
        claims: Claims = {"iss": self.address, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": asked["nonce"]}
        claims |= self.claims | {"at_hash": _half(hashlib.sha256(access.encode()).digest()[:16])}
        if asked.get("max_age") == "0":
            claims["auth_time"] = now
        return 200, {"access_token": access, "token_type": "Bearer", "id_token": self._signed(self.lie(claims))}

    def _signed(self, claims: Claims) -> str:
        key = self.signs_with or self.keys[0]
        if self.algorithm == "none":
            parts = ({"alg": "none"}, claims)
            return ".".join(_half(json.dumps(part).encode()) for part in parts) + "."
        header = {"alg": self.algorithm, "kid": getattr(key, "kid", None) or "one"}
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])

    def _is_client(self, form: dict[str, str], authorization: str) -> bool:
        if self.public_client:
            return form.get("client_id") == CLIENT and not authorization
        if authorization:
            name, _, secret = b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
            return (unquote_plus(name), unquote_plus(secret)) == (CLIENT, SECRET)
        return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)

    def jwks(self) -> Claims:
        return dict(KeySet(self.keys).as_dict(private=False))


def ec(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})


@contextmanager
def provider(now: Callable[[], float]) -> Iterator[Provider]:
    """One that answers until the block ends; `now` is its clock, in seconds since 1970."""
    one = Provider(now=now)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(one))
    one.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _handler(one: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            one.counts[path] = one.counts.get(path, 0) + 1
            match path:
                case "/.well-known/openid-configuration":
                    self.say(200, one.said())
                case "/keys":
                    self.say(200, one.jwks())
                case "/userinfo":
                    self.say(200, one.userinfo or {"sub": one.claims["sub"]})
                case _:
                    self.say(404, {"error": "not_found"})

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(text).items()}
            self.say(*one.token(form, self.headers.get("Authorization", "")))

        def say(self, status: int, what: Claims) -> None:
            body = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    return Handler


def _half(digest: bytes) -> str:
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
