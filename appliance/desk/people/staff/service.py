"""Adding, changing and inviting people; nobody gives rights that are not theirs, and one administrator always stays."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from appliance.clock import Clock, uuid7
from appliance.desk.people import naming
from appliance.desk.people.entrance.service import digest
from appliance.desk.people.errors import (
    CodeInvalid,
    LastAdministrator,
    PasswordWeak,
    PersonExists,
    PersonInvalid,
    PersonUnknown,
    RoleBeyond,
    RoleExists,
    RoleUnknown,
)
from appliance.desk.people.model import Invitation, Person, Purpose, Role, Scope
from appliance.desk.people.passwords import broken_rule
from appliance.desk.people.ports import Hasher, Trail
from appliance.desk.people.repository import SCOPES, Directory, Doors, Roles
from appliance.desk.people.rights import ADMINISTRATOR, RIGHTS, ROLES, allowed, beyond

LIFE = {Purpose.FIRST: timedelta(days=1), Purpose.INVITED: timedelta(days=7), Purpose.RESET: timedelta(days=1)}
"""How long a one-time link can be used."""

ALL = frozenset(RIGHTS)


class Staff:
    """`giver` is the rights of who changes something; at the command line that is all."""

    def __init__(
        self, directory: Directory, roles: Roles, doors: Doors, hasher: Hasher, trail: Trail, clock: Clock
    ) -> None:
        self._directory, self._roles, self._doors = directory, roles, doors
        self._hasher, self._trail, self._clock = hasher, trail, clock

    def first(self) -> str | None:
        """A one-time code for the first administrator; None as soon as there is one."""
        return None if self._administrators() else self._invited(Purpose.FIRST, None)

    def add(self, login: str, name: str, giver: frozenset[str] = ALL, **more: Any) -> tuple[Person, str]:
        """A new person without a password, and the code by which that person sets one."""
        now = self._clock.now()
        person = Person(uuid7(now), naming.login(login), naming.name(name), now, **self._checked(more, giver))
        if not self._directory.add(person):
            raise PersonExists(login=person.login)
        self._trail.note("person.add", person.login, after=shown(person))
        return person, self._invited(Purpose.INVITED, person.id)

    def change(self, id: UUID, giver: frozenset[str] = ALL, **more: Any) -> Person:
        """Change some of name, roles, agent, language, scope and active."""
        before = self.person(id)
        self._refuse_above(before.roles, giver)
        after = replace(before, **self._checked(more, giver))
        self._keep_one_administrator(before, after)
        self._directory.change(after)
        if not after.active:
            self.sign_out(id)
        self._trail.note("person.change", after.login, before=shown(before), after=shown(after))
        return after

    def reset(self, id: UUID, giver: frozenset[str] = ALL, *, proofs: bool = False) -> str:
        """A code by which the person sets a new password; with `proofs` the second factor is dropped too."""
        person = self.person(id)
        self._refuse_above(person.roles, giver)
        if proofs:
            self._directory.drop_second(id)
        self._trail.note("person.reset", person.login, after={"second_factor_dropped": proofs})
        return self._invited(Purpose.RESET if person.password else Purpose.INVITED, id)

    def invitation(self, code: str) -> Invitation:
        """What a code is for; raises CodeInvalid when it is used, over or none."""
        found = self._doors.invitation(digest(code))
        if found is None or self._clock.now() >= found.expires_at:
            raise CodeInvalid()
        return found

    def accept(self, code: str, password: str, login: str = "", name: str = "") -> Person:
        """Set a password by a one-time code; the first administrator also gives a name. All other sessions end."""
        found = self.invitation(code)
        person = self._founder(login, name) if found.person is None else self.person(found.person)
        self.refuse_weak(password, person)
        if not self._doors.use_invitation(found.code):
            raise CodeInvalid()
        if found.person is None and not self._directory.add(person):
            raise PersonExists(login=person.login)
        self.set_password(person, password)
        self._trail.note("person.accept", person.login, after={"purpose": found.purpose.value})
        return self.person(person.id)

    def set_password(self, person: Person, password: str, *, keep: UUID | None = None) -> None:
        """A new password; every session of the person but `keep` ends. Raises PasswordWeak."""
        self.refuse_weak(password, person)
        now = self._clock.now()
        self._directory.set_proofs(person.id, password=self._hasher.hashed(password), password_at=now)
        self.sign_out(person.id, keep=keep)

    def sign_out(self, id: UUID, *, keep: UUID | None = None) -> int:
        """End the person's sessions but `keep`; how many."""
        ending = [session.id for session in self._doors.sessions(id) if session.id != keep]
        self._doors.close_sessions(ending)
        return len(ending)

    def person(self, id: UUID) -> Person:
        """Raises PersonUnknown."""
        if (person := self._directory.person(id)) is None:
            raise PersonUnknown(person=str(id))
        return person

    def named(self, login: str) -> Person:
        """The same, by the sign-in name."""
        if (person := self._directory.by_login(login.strip().casefold())) is None:
            raise PersonUnknown(person=login[: naming.SHOWN])
        return person

    def refuse_weak(self, password: str, person: Person) -> None:
        """Raise PasswordWeak when a rule is broken."""
        if rule := broken_rule(password, person.login, person.name):
            raise PasswordWeak(rule=rule)

    def _founder(self, login: str, name: str) -> Person:
        if self._administrators():
            raise CodeInvalid()
        now = self._clock.now()
        return Person(uuid7(now), naming.login(login), naming.name(name), now, (ADMINISTRATOR,))

    def _administrators(self) -> list[Person]:
        return [person for person in self._directory.everybody() if _administers(person)]

    def _invited(self, purpose: Purpose, person: UUID | None) -> str:
        now, code = self._clock.now(), secrets.token_urlsafe(18)
        self._doors.invite(Invitation(digest(code), purpose, person, now, now + LIFE[purpose]))
        return code

    def _checked(self, more: Mapping[str, Any], giver: frozenset[str]) -> dict[str, Any]:
        if unknown := sorted(more.keys() - FITS.keys() - {"roles"}):
            raise PersonInvalid(field=unknown[0], value=str(more[unknown[0]])[: naming.SHOWN])
        values = {name: FITS[name](value) for name, value in more.items() if name in FITS}
        if "roles" in more:
            values["roles"] = naming.roles(more["roles"], (*ROLES, *(role.name for role in self._roles.all())))
            self._refuse_above(values["roles"], giver)
        return values

    def _refuse_above(self, roles: Iterable[str], giver: frozenset[str]) -> None:
        """Raise RoleBeyond when the roles allow what the giver may not give."""
        custom = {role.name: role.rights for role in self._roles.all()}
        _refuse_beyond(allowed(roles, custom), giver)

    def administers_alone(self, person: Person) -> bool:
        """Whether nobody else can administer the box."""
        return _administers(person) and not [one for one in self._administrators() if one.id != person.id]

    def _keep_one_administrator(self, before: Person, after: Person) -> None:
        if not _administers(after) and self.administers_alone(before):
            raise LastAdministrator(login=after.login)


class RoleBook:
    """Custom roles."""

    def __init__(self, directory: Directory, roles: Roles, trail: Trail) -> None:
        self._directory, self._roles, self._trail = directory, roles, trail

    def put(
        self, name: str, title: str, rights: Iterable[str], giver: frozenset[str] = ALL, *, new: bool = False
    ) -> Role:
        """Make or change a role; raises RoleBeyond for rights that are not the giver's.

        One that is to be `new` takes no other's place: RoleExists; one that is not is there: RoleUnknown.
        """
        role = Role(naming.role(name), naming.name(title), frozenset(rights))
        if role.name in ROLES:
            raise PersonInvalid(field="role", value=role.name)
        if unknown := sorted(role.rights - ALL):
            raise PersonInvalid(field="right", value=unknown[0][: naming.SHOWN])
        before = self._find(role.name)
        if new and before:
            raise RoleExists(role=role.name)
        if not new and not before:
            raise RoleUnknown(role=role.name)
        _refuse_beyond(role.rights | (before.rights if before else frozenset()), giver)
        self._roles.put(role)
        self._trail.note("role.put", role.name, before=_role(before) if before else None, after=_role(role))
        return role

    def remove(self, name: str, giver: frozenset[str] = ALL) -> None:
        """Remove a custom role; whoever had it has it no more."""
        if (before := self._find(name)) is None:
            raise RoleUnknown(role=name[: naming.SHOWN])
        _refuse_beyond(before.rights, giver)
        self._roles.remove(name)
        for person in self._directory.everybody():
            if name in person.roles:
                self._directory.change(replace(person, roles=tuple(role for role in person.roles if role != name)))
        self._trail.note("role.remove", name, before=_role(before))

    def strict(self) -> frozenset[str]:
        """The roles whose people need a second factor."""
        return self._roles.strict()

    def ask_second(self, names: Iterable[str], giver: frozenset[str] = ALL) -> None:
        """Let just these roles ask for a second factor; raises RoleUnknown, or RoleBeyond for others' roles."""
        before, custom = self._roles.strict(), {role.name: role.rights for role in self._roles.all()}
        after = frozenset(naming.roles(names, (*ROLES, *custom)))
        _refuse_beyond(allowed(before ^ after, custom), giver)
        self._roles.set_strict(after)
        told = [{"second_factor": sorted(strict)} for strict in (before, after)]
        self._trail.note("role.second-factor", before=told[0], after=told[1])

    def _find(self, name: str) -> Role | None:
        return next((role for role in self._roles.all() if role.name == name), None)


def shown(person: Person) -> dict[str, Any]:
    """A person as JSON, without what proves who it is."""
    scope = {name: None if (of := getattr(person.scope, name)) is None else sorted(of) for name in SCOPES}
    plain = {name: getattr(person, name) for name in ("login", "name", "agent", "language", "mail", "active", "barred")}
    linked = person.outside.partition(":")[0]
    more = {"id": str(person.id), "roles": list(person.roles), "scope": scope, "account": linked}
    return plain | more | {"second_factor": person.second_factor, "invited": not (person.password or linked)}


def _role(role: Role) -> dict[str, Any]:
    return {"title": role.title, "rights": sorted(role.rights)}


def _administers(person: Person) -> bool:
    return person.may_enter and ADMINISTRATOR in person.roles


def _refuse_beyond(rights: frozenset[str], giver: frozenset[str]) -> None:
    if above := beyond(rights, giver):
        raise RoleBeyond(rights=", ".join(sorted(above)))


def _scope(value: Any) -> Scope:
    if not isinstance(value, Scope):
        raise PersonInvalid(field="scope", value=str(value)[: naming.SHOWN])
    return value


FITS: Mapping[str, Callable[[Any], Any]] = {
    "name": naming.name,
    "agent": naming.agent,
    "mail": naming.mail,
    "language": naming.language,
    "active": bool,
    "scope": _scope,
}
"""What a field of a person may be."""
