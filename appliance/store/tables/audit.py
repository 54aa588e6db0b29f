"""The audit trail: append only, guarded by triggers of the database itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, Document, UtcDateTime


class AuditRow(Base):
    """One act of one person; `before` and `after` are what the subject was, where something was changed."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_person_seq", "person", "seq"), {"sqlite_autoincrement": True})

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True, autoincrement=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    person: Mapped[UUID | None]
    who: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any] | None] = mapped_column(Document)
    after: Mapped[dict[str, Any] | None] = mapped_column(Document)
