"""What is configured about accounts elsewhere, and an account as it is found there."""

from dataclasses import dataclass, field
from enum import StrEnum


class Way(StrEnum):
    """How somebody came in."""

    PASSWORD = "password"  # noqa: S105 - a word for the audit trail
    PASSKEY = "passkey"
    OPENID = "openid"
    LDAP = "ldap"


class Newcomers(StrEnum):
    """Who may come in at first: only whoever is linked; also people of the same sign-in name here; also strangers."""

    LINKED = "linked"
    KNOWN = "known"
    MADE = "made"


class Second(StrEnum):
    """Who asks for the second factor: this console; the provider where it says that it did; the provider always."""

    HERE = "here"
    TOLD = "told"
    PROVIDER = "provider"


EVERYBODY = "*"
"""The group that every account is in."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the members of a group are here; no queues, or teams, limits nothing."""

    group: str
    role: str
    queues: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Admission:
    """Who may come in, and as what. Without grants roles are given here, by hand."""

    newcomers: Newcomers = Newcomers.KNOWN
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider. `secret` is sealed by the box key; `ca` is PEM text beside the system's authorities."""

    issuer: str
    client: str
    enabled: bool = False
    title: str = ""
    secret: str = ""
    ca: str = ""
    asked: str = "openid profile email"
    login_claim: str = "preferred_username"
    name_claim: str = "name"
    mail_claim: str = "email"
    groups_claim: str = "groups"
    second: Second = Second.HERE
    proofs: tuple[str, ...] = ("mfa",)
    admission: Admission = field(default_factory=Admission)


class Style(StrEnum):
    """What a directory calls its things."""

    ACTIVE_DIRECTORY = "active-directory"
    OPENLDAP = "openldap"


@dataclass(frozen=True, slots=True)
class Server:
    """A directory. `password` is sealed by the box key; `ca` is PEM text, "" for the system's authorities.

    `servers` are ldaps:// or ldap:// (then always with StartTLS), asked in their order; `seconds` limits each step.
    """

    servers: tuple[str, ...]
    base: str
    enabled: bool = False
    style: Style = Style.ACTIVE_DIRECTORY
    user: str = ""
    password: str = ""
    ca: str = ""
    groups: str = ""
    login_attribute: str = ""
    name_attribute: str = ""
    mail_attribute: str = ""
    seconds: int = 5
    admission: Admission = field(default_factory=Admission)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody as known elsewhere. `subject` names the account for ever; `groups` in all forms that grants may use.

    `trouble` is why the account opens nothing there ("disabled", "locked", "expired"), "" for a good one.
    """

    way: Way
    subject: str
    login: str
    name: str
    mail: str = ""
    groups: frozenset[str] = frozenset()
    trouble: str = ""
    second: bool = False
