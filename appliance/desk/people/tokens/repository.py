"""Tokens and answers in the database."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Engine, RowMapping, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from appliance.desk.people.model import Scope
from appliance.desk.people.tokens.model import Reply, Token
from appliance.store.engine import reading
from appliance.store.tables.tokens import ReplyRow, TokenRow

TOKENS = cast("Table", TokenRow.__table__)
REPLIES = cast("Table", ReplyRow.__table__)


class TokenShelf:
    """Who made which token."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, token: Token) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(TOKENS), _row(token))

    def by_secret(self, secret: str) -> Token | None:
        """The token of that SHA-256."""
        return self._one(TOKENS.c.secret == secret)

    def find(self, id: UUID) -> Token | None:
        return self._one(TOKENS.c.id == id)

    def all(self, person: UUID | None = None) -> tuple[Token, ...]:
        """All, or one maker's; the newest first."""
        wanted = select(TOKENS).order_by(TOKENS.c.created_at.desc(), TOKENS.c.id.desc())
        if person:
            wanted = wanted.where(TOKENS.c.person == person)
        with reading(self._engine) as connection:
            return tuple(map(_token, connection.execute(wanted).mappings()))

    def used(self, id: UUID, at: datetime, address: str) -> None:
        self._write(id, used_at=at, address=address)

    def revoke(self, id: UUID, at: datetime) -> None:
        self._write(id, revoked_at=at)

    def _write(self, id: UUID, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(TOKENS).where(TOKENS.c.id == id).values(**values))

    def _one(self, which: Any) -> Token | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(TOKENS).where(which)).mappings().first()
        return _token(row) if row else None


class Replies:
    """What was answered under an Idempotency-Key."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, token: UUID, key: str, request: str, at: datetime, forget: datetime) -> Reply | None:
        """Take the key for a request; or what is there under it. Whatever is older than `forget` is dropped."""
        row = {"token": token, "key": key, "at": at, **asdict(Reply(request))}
        while True:
            try:
                with self._engine.begin() as connection:
                    connection.execute(delete(REPLIES).where(REPLIES.c.at < forget))
                    connection.execute(insert(REPLIES), row)
            except IntegrityError:
                # Whoever had it may have freed it meanwhile: then it is taken after all.
                if found := self.find(token, key):
                    return found
            else:
                return None

    def find(self, token: UUID, key: str) -> Reply | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(REPLIES).where(*_at(token, key))).mappings().first()
        return Reply(row["request"], row["status"], row["headers"], row["body"]) if row else None

    def keep(self, token: UUID, key: str, reply: Reply) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(REPLIES).where(*_at(token, key)).values(**asdict(reply)))

    def drop(self, token: UUID, key: str) -> None:
        """Nothing was done: the key is free again."""
        with self._engine.begin() as connection:
            connection.execute(delete(REPLIES).where(*_at(token, key)))


def _at(token: UUID, key: str) -> tuple[Any, Any]:
    return REPLIES.c.token == token, REPLIES.c.key == key


def _token(row: RowMapping) -> Token:
    scope = Scope(*(None if (of := row[name]) is None else frozenset(of) for name in ("queues", "teams")))
    plain = {name: value for name, value in row.items() if name not in ("queues", "teams", "rights")}
    return Token(**plain, rights=frozenset(row["rights"]), scope=scope)


def _row(token: Token) -> dict[str, Any]:
    lists = {name: None if (of := getattr(token.scope, name)) is None else sorted(of) for name in ("queues", "teams")}
    plain = {name: getattr(token, name) for name in TOKENS.c.keys() if name not in lists}  # noqa: SIM118 - not a dict
    return {**plain, **lists, "rights": sorted(token.rights)}
