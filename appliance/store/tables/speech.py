"""Which recordings were transcribed, and which phrases were heard where; what was said lies sealed beside the audio."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, UtcDateTime


class TranscriptRow(Base):
    """One recording that waits for its transcript, or has one."""

    __tablename__ = "transcripts"

    recording: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    language: Mapped[str] = mapped_column(String(8))
    wanted: Mapped[str] = mapped_column(String(64))
    model: Mapped[str] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    duration_ms: Mapped[int] = mapped_column(BigInteger)
    took_ms: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[int] = mapped_column(BigInteger)


class RecordingMarkRow(Base):
    """A phrase of a list that was heard, or was not though it is required; milliseconds from the beginning."""

    __tablename__ = "recording_marks"

    recording: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    list: Mapped[str] = mapped_column(String(64), index=True)
    phrase: Mapped[str] = mapped_column(Text)
    side: Mapped[str] = mapped_column(String(16))
    from_ms: Mapped[int] = mapped_column(BigInteger)
    to_ms: Mapped[int] = mapped_column(BigInteger)
    heard: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
