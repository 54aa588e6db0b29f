"""Boxes and messages in the database."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, RowMapping, Table, func, insert, select, update

from appliance.clock import uuid7
from appliance.contact.voicemail.document import box_body, parse
from appliance.contact.voicemail.model import Box, Count, Message, Standing
from appliance.store.documents import Documents
from appliance.store.engine import reading
from appliance.store.tables.voicemail import MailRow, VoicemailRow


class BoxDocuments:
    """Boxes as documents."""

    KIND = "voicemail-box"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def all(self) -> dict[str, Box]:
        return {name: parse(name, body) for name, body in self._documents.all(self.KIND).items()}

    def put(self, box: Box, *, author: str, reason: str, at: datetime) -> None:
        self._documents.put(self.KIND, box.name, box_body(box), author=author, reason=reason, at=at)

    def remove(self, name: str, *, author: str, reason: str, at: datetime) -> bool:
        return self._documents.remove(self.KIND, name, author=author, reason=reason, at=at)


class Messages:
    """MessageStore."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, message: Message, mail: str) -> bool:
        values = asdict(message)
        with self._engine.begin() as connection:
            if connection.execute(select(VoicemailRow.id).where(VoicemailRow.id == message.id)).first():
                return False
            connection.execute(insert(VoicemailRow), values)
            if mail:
                connection.execute(insert(MailRow), _mail(message, mail))
        return True

    def find(self, identity: UUID) -> Message | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(_rows()).where(VoicemailRow.id == identity)).mappings().first()
        return _message(row) if row else None

    def select(self, box: str = "", standing: Standing | None = None, limit: int = 100) -> tuple[Message, ...]:
        query = select(_rows()).order_by(VoicemailRow.left_at.desc(), VoicemailRow.id.desc()).limit(limit)
        query = query.where(
            VoicemailRow.standing == standing if standing else VoicemailRow.standing != Standing.DELETED
        )
        with reading(self._engine) as connection:
            found = connection.execute(query.where(VoicemailRow.box == box) if box else query).mappings()
            return tuple(_message(row) for row in found)

    def mark(self, identity: UUID, standing: Standing, by: str, at: datetime) -> None:
        values: dict[str, Any] = {"standing": standing}
        if standing is Standing.SAVED:
            values |= {"heard_at": at, "heard_by": by}
        with self._engine.begin() as connection:
            connection.execute(update(VoicemailRow).where(VoicemailRow.id == identity).values(**values))

    def counts(self) -> Mapping[str, Count]:
        query = select(VoicemailRow.box, VoicemailRow.standing, func.count()).group_by(
            VoicemailRow.box, VoicemailRow.standing
        )
        found = defaultdict[str, dict[str, int]](dict)
        with reading(self._engine) as connection:
            for box, standing, count in connection.execute(query):
                found[box][standing] = count
        return {box: Count(by.get(Standing.NEW, 0), by.get(Standing.SAVED, 0)) for box, by in found.items()}


def _mail(message: Message, to: str) -> dict[str, Any]:
    return {
        "id": uuid7(message.left_at),
        "message": message.id,
        "box": message.box,
        "recipient": to,
        "created_at": message.left_at,
        "due_at": message.left_at,
        "state": "waiting",
        "tries": 0,
        "problem": "",
        "sent_at": None,
    }


def _rows() -> Table:
    table = VoicemailRow.__table__
    assert isinstance(table, Table)  # noqa: S101 - declared with a plain table; tells the type checker
    return table


def _message(row: RowMapping) -> Message:
    return Message(**{**row, "standing": Standing(row["standing"])})
