"""Boxes and messages in the database."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, RowMapping, Select, Table, func, insert, select, update

from appliance.clock import uuid7
from appliance.contact.voicemail import mail
from appliance.contact.voicemail.document import box_body, parse
from appliance.contact.voicemail.mail import Mail, MailServer, MailState
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

    def add(self, message: Message, mail_to: str) -> bool:
        values = asdict(message)
        with self._engine.begin() as connection:
            if connection.execute(select(VoicemailRow.id).where(VoicemailRow.id == message.id)).first():
                return False
            connection.execute(insert(VoicemailRow), values)
            if mail_to:
                connection.execute(insert(MailRow), _first_mail(message, mail_to))
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


class Mails:
    """The outbox."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, about: UUID, box: str, to: str, at: datetime) -> None:
        """A mail about something that arrived; a second one about the same is nothing."""
        with self._engine.begin() as connection:
            if not connection.execute(select(MailRow.id).where(MailRow.message == about)).first():
                connection.execute(insert(MailRow), asdict(Mail(uuid7(at), about, box, to, at, at)))

    def waiting(self) -> tuple[Mail, ...]:
        """Those that are to be tried, the one that is due first in front."""
        return self._all(
            select(_mails()).where(MailRow.state == MailState.WAITING).order_by(MailRow.due_at, MailRow.id)
        )

    def latest(self, limit: int) -> tuple[Mail, ...]:
        """The newest first, whatever became of them."""
        return self._all(select(_mails()).order_by(MailRow.created_at.desc(), MailRow.id.desc()).limit(limit))

    def find(self, identity: UUID) -> Mail | None:
        return next(iter(self._all(select(_mails()).where(MailRow.id == identity))), None)

    def put(self, mail: Mail) -> None:
        """What has become of a mail; durable on return."""
        values = {key: value for key, value in asdict(mail).items() if key != "id"}
        with self._engine.begin() as connection:
            connection.execute(update(MailRow).where(MailRow.id == mail.id).values(**values))

    def _all(self, query: Select[Any]) -> tuple[Mail, ...]:
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings()
            return tuple(Mail(**{**row, "state": MailState(row["state"])}) for row in rows)


class MailServers:
    """The one mail server, as a document."""

    KIND, ONLY = "mail-server", "box"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def get(self) -> MailServer | None:
        body = self._documents.get(self.KIND, self.ONLY)
        return mail.parse(body) if body else None

    def put(self, server: MailServer, **by: Any) -> None:
        self._documents.put(self.KIND, self.ONLY, mail.server_body(server), **by)


def _first_mail(message: Message, to: str) -> dict[str, Any]:
    at = message.left_at
    return asdict(Mail(uuid7(at), message.id, message.box, to, at, at))


def _mails() -> Table:
    table = MailRow.__table__
    assert isinstance(table, Table)  # noqa: S101 - declared with a plain table; tells the type checker
    return table


def _rows() -> Table:
    table = VoicemailRow.__table__
    assert isinstance(table, Table)  # noqa: S101 - declared with a plain table; tells the type checker
    return table


def _message(row: RowMapping) -> Message:
    return Message(**{**row, "standing": Standing(row["standing"])})
