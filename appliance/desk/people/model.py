"""A person of the console, how that person signs in, and one signing-in."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from appliance.desk.people.rights import ADMINISTRATOR

EVERYTHING = None
"""A scope that leaves nothing out."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The queues and teams a person deals with; None is all, an empty set none."""

    queues: frozenset[str] | None = EVERYTHING
    teams: frozenset[str] | None = EVERYTHING

    def queue(self, name: str) -> bool:
        return self.queues is None or name in self.queues

    def team(self, name: str) -> bool:
        return self.teams is None or name in self.teams


@dataclass(frozen=True, slots=True)
class Person:
    """`login` is in lower case and one person's only; `agent` is the agent's number, "" for none.

    `password` is an Argon2 hash, "" before the first is set; `totp` the sealed key, "" without; `totp_step` the last
    step that was used, so that no code counts twice; `recovery` holds SHA-256 of the codes that are left;
    `passkeys` is how many there are. `outside` names the account elsewhere that the person is linked to, "" for none;
    `barred` says that it is closed there.
    """

    id: UUID
    login: str
    name: str
    created_at: datetime
    roles: tuple[str, ...] = ()
    agent: str = ""
    language: str = "zh"
    scope: Scope = field(default_factory=Scope)
    active: bool = True
    password: str = ""
    password_at: datetime | None = None
    totp: str = ""
    totp_step: int = 0
    recovery: tuple[str, ...] = ()
    outside: str = ""
    mail: str = ""
    barred: bool = False
    passkeys: int = 0

    @property
    def may_enter(self) -> bool:
        return self.active and not self.barred

    @property
    def opens_here(self) -> bool:
        """Whether what is proven to this box alone lets the person in.

        Whoever is linked to an account elsewhere comes in by that, so that closing it there closes it here too.
        Administrators do not depend on it: somebody must get in while the provider is away.
        """
        return not self.outside or ADMINISTRATOR in self.roles

    @property
    def second_factor(self) -> bool:
        return bool(self.totp or self.passkeys)


class Purpose(StrEnum):
    """What a one-time code is for."""

    FIRST = "first"
    INVITED = "invited"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time code by its SHA-256; for the first administrator it belongs to nobody yet."""

    code: str
    purpose: Purpose
    person: UUID | None
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """One signing-in of one browser, by the SHA-256 of its token.

    `way` is how the person came in, `second_elsewhere` that the second factor was left to whoever let the person in.
    """

    id: UUID
    person: UUID
    token: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    address: str
    browser: str
    way: str = "password"
    second_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A custom role."""

    name: str
    title: str
    rights: frozenset[str]


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who is signed in, with everything that decides what that person may.

    Who `owes_second` has a role that asks for a second factor, and none yet: first of all that is set up.
    """

    person: Person
    session: Session
    rights: frozenset[str]
    owes_second: bool = False

    def may(self, right: str) -> bool:
        return right in self.rights
