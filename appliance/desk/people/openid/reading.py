"""What a provider's claims say of somebody. Pure."""

import hashlib
from collections.abc import Mapping
from typing import Any

from appliance.desk.people.accounts.errors import AccountRefused
from appliance.desk.people.accounts.model import Account, Provider, Way

LONGEST, MOST_GROUPS = 255, 2000


def account(claims: Mapping[str, Any], provider: Provider) -> Account:
    """Whose claims these are; raises AccountRefused where the name to sign in by is an address nobody has checked."""
    login = _text(claims, provider.login_claim)
    if provider.login_claim == "email" and claims.get("email_verified") is False:
        raise AccountRefused(step="email_verified")
    return Account(
        way=Way.OPENID,
        subject=subject(str(claims["iss"]), str(claims["sub"])),
        login=login,
        name=_text(claims, provider.name_claim) or login,
        mail=_text(claims, provider.mail_claim),
        groups=_groups(claims, provider.groups_claim),
        second=proven(claims, provider.proofs),
    )


def subject(issuer: str, sub: str) -> str:
    """What names an account of a provider for ever, in 71 letters however long its parts are."""
    return "openid:" + hashlib.sha256(f"{issuer}\0{sub}".encode()).hexdigest()


def proven(claims: Mapping[str, Any], proofs: tuple[str, ...]) -> bool:
    """Whether the provider says that it asked for a second factor: `amr` (RFC 8176) or `acr` is among `proofs`."""
    methods = claims.get("amr")
    said = {one for one in methods if isinstance(one, str)} if isinstance(methods, list) else set()
    level = claims.get("acr")
    return bool((said | ({level} if isinstance(level, str) else set())) & set(proofs))


def lacks(claims: Mapping[str, Any], provider: Provider) -> bool:
    """Whether the ID token leaves out what is to be asked for at the provider's userinfo."""
    wanted = (provider.login_claim, provider.name_claim, provider.mail_claim, provider.groups_claim)
    return any(_found(claims, name) is None for name in wanted if name)


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = _found(claims, name) if name else None
    return " ".join(value.split())[:LONGEST] if isinstance(value, str) else ""


def _groups(claims: Mapping[str, Any], name: str) -> frozenset[str]:
    """A list of names, or one name; Keycloak begins the path of each with a slash."""
    value = _found(claims, name) if name else None
    found = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    names = [one for one in found if isinstance(one, str)][:MOST_GROUPS]
    return frozenset(names) | {one.removeprefix("/") for one in names}


def _found(claims: Mapping[str, Any], path: str) -> Any:
    """The claim of that name; where there is none of, say, `realm_access.roles`, that member of the former part."""
    if path in claims:
        return claims[path]
    value: Any = claims
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
