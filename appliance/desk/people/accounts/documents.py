"""Documents of a provider and of a directory, read strictly: what cannot be raises ValueError naming the field."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from appliance.desk.people.accounts.model import Admission, Grant, Newcomers, Provider, Second, Server, Style

_HOST, _REST = r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])", r"(?::[0-9]{1,5})?(?:/[^\s?#@\\]*)?"
SAFE = re.compile(rf"https://{_HOST}{_REST}|http://(?:localhost|127\.0\.0\.1|\[::1\]){_REST}")
"""An address of what may be asked for secrets: without TLS on this machine only, where nothing leaves it."""
SERVER = re.compile(r"ldaps?://(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?/?")
ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
LONGEST_CA = 60_000
MOST_SECONDS = 30


def provider(body: Mapping[str, Any]) -> Provider:
    """The provider of a document."""
    given = _members(body, PROVIDER)
    if not safe(given.get("issuer", "")):
        raise ValueError("issuer")
    if not given.get("client"):
        raise ValueError("client")
    return Provider(**given, admission=_admission(body))


def server(body: Mapping[str, Any]) -> Server:
    """The directory of a document."""
    given = _members(body, SERVER_FIELDS)
    for needed in ("servers", "base"):
        if not given.get(needed):
            raise ValueError(needed)
    return Server(**given, admission=_admission(body))


def safe(address: object) -> bool:
    """Whether something can be fetched from an address unseen and unchanged: TLS, or this machine itself."""
    return isinstance(address, str) and SAFE.fullmatch(address) is not None


def _members(body: Mapping[str, Any], fits: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    given = {}
    for name, read in fits.items():
        if name in body:
            try:
                given[name] = read(body[name])
            except (TypeError, ValueError) as fault:
                raise ValueError(name) from fault
    return given


def _admission(body: Mapping[str, Any]) -> Admission:
    return Admission(**_members(body, {"newcomers": Newcomers, "grants": _grants}))


def _grants(rows: Any) -> tuple[Grant, ...]:
    return tuple(
        Grant(_text(row["group"]), _text(row["role"]), _texts(row.get("queues", ())), _texts(row.get("teams", ())))
        for row in _rows(rows)
    )


def _rows(rows: Any) -> list[Mapping[str, Any]]:
    if not isinstance(rows, list) or not all(
        isinstance(row, Mapping) and {"group", "role"} <= row.keys() for row in rows
    ):
        raise ValueError
    return rows


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    return value.strip()


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError
    return tuple(filter(None, map(_text, value)))


def _servers(value: Any) -> tuple[str, ...]:
    servers = _texts(value)
    if not all(SERVER.fullmatch(one) for one in servers):
        raise ValueError
    return servers


def _attribute(value: Any) -> str:
    name = _text(value)
    if name and not ATTRIBUTE.fullmatch(name):
        raise ValueError
    return name


def _seconds(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= MOST_SECONDS:
        raise ValueError
    return value


PROVIDER: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("issuer", "client", "title", "secret", "ca", "asked"), _text),
    **dict.fromkeys(("login_claim", "name_claim", "mail_claim", "groups_claim"), _text),
    "enabled": _truth,
    "second": Second,
    "proofs": _texts,
}
SERVER_FIELDS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("base", "user", "password", "ca", "groups"), _text),
    **dict.fromkeys(("login_attribute", "name_attribute", "mail_attribute"), _attribute),
    "enabled": _truth,
    "servers": _servers,
    "style": Style,
    "seconds": _seconds,
}
