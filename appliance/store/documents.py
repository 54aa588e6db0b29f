"""Configuration kept as versioned documents: every change has an author, a reason and a moment."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, Row, Select, func, insert, select, tuple_

from appliance.store.engine import alone, reading
from appliance.store.errors import DocumentUnwritable
from appliance.store.tables.configuration import ConfigRow

Body: TypeAlias = Mapping[str, Any]

# PostgreSQL's jsonb has no NUL: https://www.postgresql.org/docs/current/datatype-json.html
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document; a removal has an empty body."""

    version: int
    body: Body
    removed: bool
    author: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed something, why (in their words) and when (UTC)."""

    author: str
    reason: str
    at: datetime


class Documents:
    """Documents by kind and key; versions count from 1 and are never overwritten. Bodies are JSON objects."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, kind: str, key: str, body: Body, *, author: str, reason: str, at: datetime) -> int:
        """The version that now holds `body`: a new one, or the present one if it is the same already."""
        return self.put_many([(kind, key, body)], author=author, reason=reason, at=at)[0]

    def put_many(
        self, documents: Iterable[tuple[str, str, Body]], *, author: str, reason: str, at: datetime
    ) -> list[int]:
        """Put (kind, key, body) in their order, all or none; the versions that now hold them."""
        plain = [(kind, key, _plain(kind, key, body)) for kind, key, body in documents]
        change = Change(author, reason, at)
        with self._writing() as connection:
            turn = _Turn(connection, change)
            return [turn.put(kind, key, body) for kind, key, body in plain]

    def become(self, bodies: Mapping[tuple[str, str], Body | None], *, after: int, by: Change) -> int | None:
        """Put every body, and end the documents whose body is None, as one change, provided that `after` is the last.

        The number of the change, the present one if nothing differs; None if somebody else has changed something.
        """
        plain = {at: None if body is None else _plain(*at, body) for at, body in bodies.items()}
        with self._writing() as connection:
            turn = _Turn(connection, by)
            if turn.last != after:
                return None
            for (kind, key), body in plain.items():
                turn.put(kind, key, body) if body is not None else turn.remove(kind, key)
            return turn.last

    def remove(self, kind: str, key: str, *, author: str, reason: str, at: datetime) -> bool:
        """End a document; False if there is none. Its history stays."""
        with self._writing() as connection:
            return _Turn(connection, Change(author, reason, at)).remove(kind, key)

    def get(self, kind: str, key: str) -> Body | None:
        """The present body; None if there is none or it was removed."""
        with reading(self._engine) as connection:
            latest = _latest(connection, kind, key)
        return None if latest is None or latest.removed else latest.body

    def all(self, kind: str) -> dict[str, Body]:
        """The present bodies of one kind, in the order of their keys."""
        newest = select(ConfigRow.key, func.max(ConfigRow.version)).where(ConfigRow.kind == kind)
        wanted = (
            select(ConfigRow.key, ConfigRow.body)
            .where(ConfigRow.kind == kind, ConfigRow.removed.is_(False))
            .where(tuple_(ConfigRow.key, ConfigRow.version).in_(newest.group_by(ConfigRow.key)))
        )
        with reading(self._engine) as connection:
            # Sorted here: databases disagree on the order of letters.
            return {row.key: row.body for row in sorted(connection.execute(wanted), key=attrgetter("key"))}

    def history(self, kind: str, key: str) -> list[Version]:
        """Every version, the oldest first."""
        wanted = _columns().where(ConfigRow.kind == kind, ConfigRow.key == key).order_by(ConfigRow.version)
        with reading(self._engine) as connection:
            return [Version(*row) for row in connection.execute(wanted)]

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            alone(connection, "configuration")
            yield connection


def _columns() -> Select[Any]:
    return select(
        ConfigRow.version,
        ConfigRow.body,
        ConfigRow.removed,
        ConfigRow.author,
        ConfigRow.reason,
        ConfigRow.at,
    )


def _latest(connection: Connection, kind: str, key: str) -> Row[Any] | None:
    wanted = _columns().where(ConfigRow.kind == kind, ConfigRow.key == key)
    return connection.execute(wanted.order_by(ConfigRow.version.desc()).limit(1)).first()


class _Turn:
    """One change being written; its number is taken when the first version that differs needs it."""

    def __init__(self, connection: Connection, change: Change) -> None:
        self._connection, self._change = connection, change
        self._taken = False
        self.last: int = connection.execute(select(func.coalesce(func.max(ConfigRow.change), 0))).scalar_one()

    def put(self, kind: str, key: str, body: Body) -> int:
        latest = _latest(self._connection, kind, key)
        if latest is not None and not latest.removed and latest.body == body:
            return int(latest.version)
        version = latest.version + 1 if latest is not None else 1
        self._add(kind, key, version, body, removed=False)
        return int(version)

    def remove(self, kind: str, key: str) -> bool:
        latest = _latest(self._connection, kind, key)
        if latest is None or latest.removed:
            return False
        self._add(kind, key, latest.version + 1, {}, removed=True)
        return True

    def _add(self, kind: str, key: str, version: int, body: Body, *, removed: bool) -> None:
        if not self._taken:
            self._taken, self.last = True, self.last + 1
        values = {"kind": kind, "key": key, "version": version, "body": body, "removed": removed}
        values |= {"author": self._change.author, "reason": self._change.reason, "at": self._change.at}
        self._connection.execute(insert(ConfigRow), values | {"change": self.last})


def _plain(kind: str, key: str, body: Body) -> dict[str, Any]:
    """The body as it will be read back; raises DocumentUnwritable."""
    try:
        text = json.dumps(dict(body), ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError, RecursionError) as fault:
        raise DocumentUnwritable(kind=kind, key=key, reason=str(fault)) from fault
    if "\\u0000" in text and NUL.search(text):
        raise DocumentUnwritable(kind=kind, key=key, reason="NUL")
    plain: dict[str, Any] = json.loads(text)
    return plain
