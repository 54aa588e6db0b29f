"""People in the database, their sessions, one-time codes, failed attempts and roles."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, RowMapping, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from appliance.desk.people.model import Invitation, Person, Purpose, Role, Scope, Session
from appliance.store.engine import alone, reading
from appliance.store.tables.people import (
    FailedSignInRow,
    InvitationRow,
    PasskeyRow,
    PersonRow,
    RoleRow,
    SessionRow,
    StrictRoleRow,
)

PEOPLE = cast("Table", PersonRow.__table__)
SESSIONS = cast("Table", SessionRow.__table__)
INVITATIONS = cast("Table", InvitationRow.__table__)
FAILED = cast("Table", FailedSignInRow.__table__)
ROLES = cast("Table", RoleRow.__table__)
STRICT = cast("Table", StrictRoleRow.__table__)
PASSKEYS = cast("Table", PasskeyRow.__table__)
HELD = select(func.count()).where(PASSKEYS.c.person == PEOPLE.c.id).scalar_subquery().label("passkeys")


class Directory:
    """Who there is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def person(self, id: UUID) -> Person | None:
        return self._one(PEOPLE.c.id == id)

    def by_login(self, login: str) -> Person | None:
        return self._one(PEOPLE.c.login == login)

    def by_outside(self, outside: str) -> Person | None:
        return self._one(PEOPLE.c.outside == outside)

    def everybody(self) -> tuple[Person, ...]:
        with reading(self._engine) as connection:
            return _everybody(connection)

    def add(self, person: Person) -> bool:
        """False when the name is taken."""
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(PEOPLE), _row(person))
        except IntegrityError:
            return False
        return True

    def change(self, person: Person) -> None:
        """The person as given, but for what proves who it is: that is changed by `set_proofs`."""
        row = {name: value for name, value in _row(person).items() if name not in (*PROOFS, "id")}
        self._write(person.id, row)

    def set_proofs(self, person: UUID, **proofs: Any) -> None:
        """Change some of `password`, `password_at`, `totp`, `totp_step` and `recovery`."""
        self._write(person, {name: list(value) if name == "recovery" else value for name, value in proofs.items()})

    def drop_second(self, person: UUID) -> None:
        """No second factor any more: key, passkeys and recovery codes are gone."""
        with self._engine.begin() as connection:
            connection.execute(delete(PASSKEYS).where(PASSKEYS.c.person == person))
            connection.execute(update(PEOPLE).where(PEOPLE.c.id == person).values(totp="", recovery=[]))

    def set_language(self, person: UUID, language: str) -> None:
        self._write(person, {"language": language})

    def use_step(self, person: UUID, step: int) -> bool:
        """Remember that a TOTP step was used; False when it, or a later one, was before."""
        fresh = update(PEOPLE).where(PEOPLE.c.id == person, PEOPLE.c.totp_step < step).values(totp_step=step)
        with self._engine.begin() as connection:
            return connection.execute(fresh).rowcount == 1

    def use_recovery(self, person: UUID, code: str) -> bool:
        """Strike one recovery code (SHA-256) out; False when it is not there."""
        with self._engine.begin() as connection:
            alone(connection, "people")
            found = _find(connection, PEOPLE.c.id == person)
            if found is None or code not in found.recovery:
                return False
            rest = [item for item in found.recovery if item != code]
            connection.execute(update(PEOPLE).where(PEOPLE.c.id == person).values(recovery=rest))
        return True

    def _one(self, which: Any) -> Person | None:
        with reading(self._engine) as connection:
            return _find(connection, which)

    def _write(self, person: UUID, row: Mapping[str, Any]) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(PEOPLE).where(PEOPLE.c.id == person).values(**row))


class Roles:
    """The custom roles."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> tuple[Role, ...]:
        with reading(self._engine) as connection:
            rows = connection.execute(select(ROLES).order_by(ROLES.c.name)).mappings()
            return tuple(Role(row["name"], row["title"], frozenset(row["rights"])) for row in rows)

    def put(self, role: Role) -> None:
        values = {"title": role.title, "rights": sorted(role.rights)}
        with self._engine.begin() as connection:
            alone(connection, "people")
            if not connection.execute(update(ROLES).where(ROLES.c.name == role.name).values(**values)).rowcount:
                connection.execute(insert(ROLES), {"name": role.name, **values})

    def remove(self, name: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(ROLES).where(ROLES.c.name == name))
            connection.execute(delete(STRICT).where(STRICT.c.role == name))

    def strict(self) -> frozenset[str]:
        """The roles, custom or not, that ask for a second factor."""
        with reading(self._engine) as connection:
            return frozenset(connection.execute(select(STRICT.c.role)).scalars())

    def set_strict(self, roles: Collection[str]) -> None:
        with self._engine.begin() as connection:
            alone(connection, "people")
            connection.execute(delete(STRICT))
            if roles:
                connection.execute(insert(STRICT), [{"role": role} for role in sorted(roles)])


class Doors:
    """Who is in, who may come in once, and who tried in vain."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def invite(self, invitation: Invitation) -> None:
        """Keep a one-time code; those for the same purpose and person before it no longer count."""
        same = (
            INVITATIONS.c.purpose == invitation.purpose,
            INVITATIONS.c.person.is_not_distinct_from(invitation.person),
        )
        with self._engine.begin() as connection:
            connection.execute(delete(INVITATIONS).where(*same))
            connection.execute(insert(INVITATIONS), asdict(invitation))

    def invitation(self, code: str) -> Invitation | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(INVITATIONS).where(INVITATIONS.c.code == code)).mappings().first()
        return Invitation(**{**row, "purpose": Purpose(row["purpose"])}) if row else None

    def use_invitation(self, code: str) -> bool:
        """Take a one-time code away; False when another was quicker."""
        with self._engine.begin() as connection:
            return connection.execute(delete(INVITATIONS).where(INVITATIONS.c.code == code)).rowcount == 1

    def open_session(self, session: Session) -> None:
        """Keep a session; those that are over are forgotten."""
        with self._engine.begin() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.expires_at < session.created_at))
            connection.execute(insert(SESSIONS), asdict(session))

    def session(self, token: str) -> Session | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(SESSIONS).where(SESSIONS.c.token == token)).mappings().first()
        return Session(**row) if row else None

    def sessions(self, person: UUID | None = None) -> tuple[Session, ...]:
        """All, or one person's; the latest seen first."""
        wanted = select(SESSIONS).order_by(SESSIONS.c.seen_at.desc())
        if person:
            wanted = wanted.where(SESSIONS.c.person == person)
        with reading(self._engine) as connection:
            return tuple(Session(**row) for row in connection.execute(wanted).mappings())

    def seen(self, session: UUID, at: datetime, expires_at: datetime) -> None:
        values = {"seen_at": at, "expires_at": expires_at}
        with self._engine.begin() as connection:
            connection.execute(update(SESSIONS).where(SESSIONS.c.id == session).values(**values))

    def close_sessions(self, ids: Sequence[UUID]) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.id.in_(ids)))

    def failures(self, who: str, since: datetime) -> tuple[datetime, ...]:
        wanted = select(FAILED.c.at).where(FAILED.c.who == who, FAILED.c.at >= since)
        with reading(self._engine) as connection:
            return tuple(connection.execute(wanted).scalars())

    def failed(self, who: Sequence[str], at: datetime, forget: datetime) -> None:
        """Note a failed attempt of each of `who`; those before `forget` are dropped."""
        with self._engine.begin() as connection:
            connection.execute(delete(FAILED).where(FAILED.c.at < forget))
            connection.execute(insert(FAILED), [{"id": uuid4(), "who": name, "at": at} for name in who])

    def forgive(self, who: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(FAILED).where(FAILED.c.who == who))


PROOFS = ("password", "password_at", "totp", "totp_step", "recovery")
SCOPES = ("queues", "teams")
"""What a scope may name; other names of a kept document are left alone."""


def _everybody(connection: Connection) -> tuple[Person, ...]:
    rows = connection.execute(select(PEOPLE, HELD).order_by(PEOPLE.c.login)).mappings()
    return tuple(map(_person, rows))


def _find(connection: Connection, which: Any) -> Person | None:
    row = connection.execute(select(PEOPLE, HELD).where(which)).mappings().first()
    return _person(row) if row else None


def _person(row: RowMapping) -> Person:
    scope = {name: None if (of := row["scope"].get(name)) is None else frozenset(of) for name in SCOPES}
    lists = {name: tuple(row[name]) for name in ("roles", "recovery")}
    return Person(**{**row, **lists, "scope": Scope(**scope)})


def _row(person: Person) -> dict[str, Any]:
    parts = {name: getattr(person.scope, name) for name in SCOPES}
    scope = {name: None if of is None else sorted(of) for name, of in parts.items()}
    plain = {name: getattr(person, name) for name in PEOPLE.c.keys()}  # noqa: SIM118 - not a dict
    return {**plain, "scope": scope, "roles": list(person.roles), "recovery": list(person.recovery)}
