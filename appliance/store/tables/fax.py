"""Faxes, received and sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, UtcDateTime


class FaxRow(Base):
    """One fax; its pages are `recording` in the register."""

    __tablename__ = "faxes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    direction: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(16), index=True)
    number: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    box: Mapped[str] = mapped_column(String(64), index=True)
    contact: Mapped[UUID | None] = mapped_column(index=True)
    recording: Mapped[UUID | None] = mapped_column()
    pages: Mapped[int]
    done_pages: Mapped[int]
    rate: Mapped[int]
    resolution: Mapped[str] = mapped_column(String(32))
    ecm: Mapped[bool]
    mode: Mapped[str] = mapped_column(String(16))
    station: Mapped[str] = mapped_column(String(64))
    why: Mapped[str] = mapped_column(String(64))
    told: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(Text)
    priority: Mapped[int]
    tries: Mapped[int]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
