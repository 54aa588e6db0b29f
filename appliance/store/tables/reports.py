"""Reports that people keep."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, Document, UtcDateTime


class SavedReportRow(Base):
    """One question; `shared` is "" for its owner's eyes, "*" for everybody, else a team."""

    __tablename__ = "saved_reports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    wish: Mapped[dict[str, Any]] = mapped_column(Document)
    shared: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
