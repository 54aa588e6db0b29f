"""Call records: what the ledger says of each call and leg, kept ready for lists and reports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, Document, UtcDateTime


class CallRow(Base):
    """One call, by its contact's id. `answered_at` is an agent's answer; durations are milliseconds."""

    __tablename__ = "call"
    __table_args__ = (
        Index(None, "caller", "opened_at"),
        Index(None, "dialled", "opened_at"),
        Index(None, "result", "opened_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    direction: Mapped[str]
    dialled: Mapped[str] = mapped_column(default="")
    caller: Mapped[str] = mapped_column(default="")
    trunk: Mapped[str] = mapped_column(default="")
    queue: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="", index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    wait_ms: Mapped[int | None]
    talk_ms: Mapped[int | None]
    hold_ms: Mapped[int | None]
    wrap_ms: Mapped[int | None]
    result: Mapped[str] = mapped_column(default="")
    ended_by: Mapped[str] = mapped_column(default="")
    cause: Mapped[int | None]


class LegRow(Base):
    """One party's connection; `channel` is Asterisk's name for it on media node `node`, `cause` is Q.850.

    Talk and hold are the party's own, in milliseconds; None for one that was never together with another.
    `audio` is how it sounded, None when nobody knows.
    """

    __tablename__ = "leg"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    contact: Mapped[UUID] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), index=True)
    role: Mapped[str]
    channel: Mapped[str] = mapped_column(index=True)
    node: Mapped[str]
    endpoint: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cause: Mapped[int | None]
    talk_ms: Mapped[int | None]
    hold_ms: Mapped[int | None]
    audio: Mapped[dict[str, Any] | None] = mapped_column(Document)
