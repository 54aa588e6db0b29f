"""Messages in voicemail boxes, and the mails that tell of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, UtcDateTime


class VoicemailRow(Base):
    """One message; its audio is `recording` in the register."""

    __tablename__ = "voicemail_messages"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    box: Mapped[str] = mapped_column(String(64), index=True)
    contact: Mapped[UUID] = mapped_column(index=True)
    caller: Mapped[str] = mapped_column(String(64))
    left_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    duration_ms: Mapped[int] = mapped_column(BigInteger)
    recording: Mapped[UUID] = mapped_column(unique=True)
    standing: Mapped[str] = mapped_column(String(16), index=True)
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heard_by: Mapped[str] = mapped_column(Text)


class MailRow(Base):
    """One mail that is to be sent, was sent, or was given up."""

    __tablename__ = "voicemail_mails"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    message: Mapped[UUID] = mapped_column(index=True)
    box: Mapped[str] = mapped_column(String(64))
    recipient: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16), index=True)
    tries: Mapped[int]
    problem: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
