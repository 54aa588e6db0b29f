"""Webhooks in the configuration, and their messages and places in the ledger in the database."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Engine, Select, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from appliance.desk.telling import document
from appliance.desk.telling.model import Message, Outcome, Webhook
from appliance.store.documents import Documents
from appliance.store.engine import reading
from appliance.store.tables.webhooks import WebhookMessageRow, WebhookPlaceRow

MESSAGES, PLACES = cast("Table", WebhookMessageRow.__table__), cast("Table", WebhookPlaceRow.__table__)


class Webhooks:
    """As they are configured."""

    KIND = "webhook"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def all(self) -> dict[str, Webhook]:
        """Raises WebhookInvalid for a document that is none."""
        return {name: document.webhook(name, body) for name, body in sorted(self._documents.all(self.KIND).items())}

    def find(self, name: str) -> Webhook | None:
        body = self._documents.get(self.KIND, name)
        return document.webhook(name, body) if body else None

    def put(self, hook: Webhook, **by: Any) -> None:
        """`by` is author, reason and time."""
        self._documents.put(self.KIND, hook.name, document.body(hook), **by)

    def remove(self, name: str, **by: Any) -> bool:
        return self._documents.remove(self.KIND, name, **by)


class Outbox:
    """Messages that wait, made of the ledger from a place on."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def places(self) -> dict[str, int]:
        """How far each webhook has come in the ledger."""
        with reading(self._engine) as connection:
            return {row.webhook: row.seq for row in connection.execute(select(PLACES))}

    def begin(self, webhook: str, seq: int) -> None:
        """A webhook is told of what comes after that place; one that has a place keeps it."""
        with suppress(IntegrityError), self._engine.begin() as connection:
            connection.execute(insert(PLACES).values(webhook=webhook, seq=seq))

    def forget(self, webhook: str, now: datetime) -> None:
        """Nothing more is to be told; what waited is given up."""
        with self._engine.begin() as connection:
            connection.execute(delete(PLACES).where(PLACES.c.webhook == webhook))
            connection.execute(update(MESSAGES).where(*_waiting(webhook)).values(**_given_up(now)))

    def give_up(self, before: datetime, now: datetime) -> int:
        """What has waited since before then is given up, for whichever webhook."""
        old = (MESSAGES.c.created_at < before, MESSAGES.c.outcome == Outcome.WAITING)
        with self._engine.begin() as connection:
            return connection.execute(update(MESSAGES).where(*old).values(**_given_up(now))).rowcount

    def put_in(self, webhook: str, before: int, seq: int, messages: Sequence[Message]) -> bool:
        """Put messages in and move the place on, both or neither; False if somebody else has moved it."""
        there = (PLACES.c.webhook == webhook, PLACES.c.seq == before)
        with self._engine.begin() as connection:
            if not connection.execute(update(PLACES).where(*there).values(seq=seq)).rowcount:
                return False
            if messages:
                connection.execute(insert(MESSAGES), list(map(asdict, messages)))
        return True

    def waiting(self, webhook: str) -> int:
        wanted = select(func.count()).where(*_waiting(webhook))
        with reading(self._engine) as connection:
            return int(connection.execute(wanted).scalar_one())

    def due(self, webhook: str, now: datetime, limit: int) -> tuple[Message, ...]:
        """What is to be sent now, in the ledger's order."""
        wanted = select(MESSAGES).where(*_waiting(webhook), MESSAGES.c.due_at <= now)
        return _messages(self._engine, wanted.order_by(MESSAGES.c.seq, MESSAGES.c.id).limit(limit))

    def next_at(self, webhook: str) -> datetime | None:
        """When the next one is due."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.min(MESSAGES.c.due_at)).where(*_waiting(webhook))).scalar()

    def keep(self, messages: Sequence[Message]) -> None:
        """What has become of them; durable on return."""
        with self._engine.begin() as connection:
            for message in messages:
                connection.execute(update(MESSAGES).where(MESSAGES.c.id == message.id).values(**asdict(message)))


class MessageLog:
    """What became of messages."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def revive(self, webhook: str, now: datetime) -> int:
        """Let everything that was given up wait again; how many those are."""
        ended = (MESSAGES.c.webhook == webhook, MESSAGES.c.outcome == Outcome.GIVEN_UP)
        anew = {"outcome": Outcome.WAITING, "created_at": now, "due_at": now, "tries": 0, "ended_at": None}
        with self._engine.begin() as connection:
            return connection.execute(update(MESSAGES).where(*ended).values(**anew)).rowcount

    def find(self, id: UUID) -> Message | None:
        return next(iter(_messages(self._engine, select(MESSAGES).where(MESSAGES.c.id == id))), None)

    def latest(
        self, webhook: str = "", outcome: str = "", *, limit: int, before: UUID | None = None
    ) -> Sequence[Message]:
        """The newest first; `before` is the last one of the page before."""
        wanted = select(MESSAGES)
        for column, value in ((MESSAGES.c.webhook, webhook), (MESSAGES.c.outcome, outcome)):
            wanted = wanted.where(column == value) if value else wanted
        if before:
            wanted = wanted.where(MESSAGES.c.id < before)
        return _messages(self._engine, wanted.order_by(MESSAGES.c.id.desc()).limit(limit))

    def counts(self) -> dict[tuple[str, str], int]:
        """How many messages each webhook has of each outcome."""
        wanted = select(MESSAGES.c.webhook, MESSAGES.c.outcome, func.count()).group_by(
            MESSAGES.c.webhook, MESSAGES.c.outcome
        )
        with reading(self._engine) as connection:
            return {(webhook, outcome): int(count) for webhook, outcome, count in connection.execute(wanted)}

    def clear(self, before: datetime) -> int:
        """Drop what has ended and is older."""
        ended = (MESSAGES.c.created_at < before, MESSAGES.c.outcome != Outcome.WAITING)
        with self._engine.begin() as connection:
            return connection.execute(delete(MESSAGES).where(*ended)).rowcount


def _messages(engine: Engine, wanted: Select[Any]) -> tuple[Message, ...]:
    with reading(engine) as connection:
        rows = connection.execute(wanted).mappings()
        return tuple(Message(**{**row, "outcome": Outcome(row["outcome"])}) for row in rows)


def _given_up(now: datetime) -> dict[str, Any]:
    return {"outcome": Outcome.GIVEN_UP, "ended_at": now}


def _waiting(webhook: str) -> tuple[Any, ...]:
    return MESSAGES.c.webhook == webhook, MESSAGES.c.outcome == Outcome.WAITING
