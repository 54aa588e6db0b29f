"""The register of sealed recordings, and who was given one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, UtcDateTime


class RecordingRow(Base):
    """One sealed recording, append only; `seq`, `previous` and `hash` chain the rows of one node."""

    __tablename__ = "recordings"

    node: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[UUID] = mapped_column(unique=True)
    contact: Mapped[UUID | None] = mapped_column(index=True)
    channel: Mapped[str] = mapped_column(String(150), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    duration_ms: Mapped[int] = mapped_column(BigInteger)
    bytes: Mapped[int] = mapped_column(BigInteger)
    file: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(8))
    wrapped_key: Mapped[str] = mapped_column(String(128))
    retention: Mapped[str] = mapped_column(String(16))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class RecordingChangeRow(Base):
    """One later fact about a recording, append only; `seq`, `previous` and `hash` chain the rows of one node."""

    __tablename__ = "recording_changes"

    node: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    recording: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(String(100))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class RecordingWrapRow(Base):
    """The data key of a recording under a box key later than that of its sealing."""

    __tablename__ = "recording_wraps"

    recording: Mapped[UUID] = mapped_column(primary_key=True)
    key_id: Mapped[str] = mapped_column(String(8), primary_key=True)
    wrapped_key: Mapped[str] = mapped_column(String(128))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RetentionRunRow(Base):
    """One run of the retention plan and what it did."""

    __tablename__ = "retention_runs"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    node: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    who: Mapped[str] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(String(16))
    deleted: Mapped[int] = mapped_column(BigInteger)
    bytes: Mapped[int] = mapped_column(BigInteger)
    held: Mapped[int] = mapped_column(BigInteger)
    unknown: Mapped[int] = mapped_column(BigInteger)
    failed: Mapped[int] = mapped_column(BigInteger)


class RecordingPartyRow(Base):
    """Who is heard from when until when in a recording; milliseconds from its start."""

    __tablename__ = "recording_parties"

    recording: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    leg: Mapped[UUID]
    role: Mapped[str] = mapped_column(String(16))
    party: Mapped[str] = mapped_column(String(64), index=True)
    from_ms: Mapped[int] = mapped_column(BigInteger)
    to_ms: Mapped[int] = mapped_column(BigInteger)


class RecordingAccessRow(Base):
    """One time a recording was given out; written before its first byte left."""

    __tablename__ = "recording_accesses"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recording: Mapped[UUID] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    who: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class RecordingRemarkRow(Base):
    """What a person noted at a time of a recording; milliseconds from its start."""

    __tablename__ = "recording_remarks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recording: Mapped[UUID] = mapped_column(index=True)
    at_ms: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text)
    person: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
