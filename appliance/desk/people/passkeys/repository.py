"""Passkeys in the database."""

from dataclasses import asdict
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Engine, Table, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from appliance.desk.people.passkeys.model import Passkey
from appliance.store.engine import reading
from appliance.store.tables.people import PasskeyRow

PASSKEYS = cast("Table", PasskeyRow.__table__)


class Passkeys:
    """Which there are."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, person: UUID) -> tuple[Passkey, ...]:
        """One person's, the oldest first."""
        wanted = select(PASSKEYS).where(PASSKEYS.c.person == person).order_by(PASSKEYS.c.created_at)
        with reading(self._engine) as connection:
            return tuple(Passkey(**row) for row in connection.execute(wanted).mappings())

    def named(self, credential: str) -> Passkey | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(PASSKEYS).where(PASSKEYS.c.credential == credential)).mappings().first()
        return Passkey(**row) if row else None

    def add(self, passkey: Passkey) -> bool:
        """False when there is one of that credential."""
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(PASSKEYS), asdict(passkey))
        except IntegrityError:
            return False
        return True

    def use(self, credential: str, count: int, asked: datetime, now: datetime) -> bool:
        """Note a use; False when it was used since it was `asked`, so that no answer counts twice."""
        fresh = or_(PASSKEYS.c.used_at.is_(None), PASSKEYS.c.used_at <= asked)
        used = update(PASSKEYS).where(PASSKEYS.c.credential == credential, fresh).values(sign_count=count, used_at=now)
        with self._engine.begin() as connection:
            return connection.execute(used).rowcount == 1

    def rename(self, person: UUID, credential: str, name: str) -> bool:
        """False when the person has no such passkey."""
        mine = (PASSKEYS.c.person == person, PASSKEYS.c.credential == credential)
        with self._engine.begin() as connection:
            return connection.execute(update(PASSKEYS).where(*mine).values(name=name)).rowcount == 1

    def remove(self, person: UUID, credential: str) -> bool:
        """False when the person has no such passkey."""
        mine = (PASSKEYS.c.person == person, PASSKEYS.c.credential == credential)
        with self._engine.begin() as connection:
            return connection.execute(delete(PASSKEYS).where(*mine)).rowcount == 1
