"""Reports that people keep, and what of them is sent by mail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, Document, UtcDateTime

# No list is NULL, not the JSON value null.
Names = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


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


class ReportPlanRow(Base):
    """When a saved report goes to whom; `queues` and `teams` are the scope of who ordered it, at that time."""

    __tablename__ = "report_plans"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    report: Mapped[UUID] = mapped_column(ForeignKey("saved_reports.id", ondelete="CASCADE"), index=True)
    person: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    every: Mapped[str] = mapped_column(String(8))
    day: Mapped[int] = mapped_column(Integer)
    at: Mapped[str] = mapped_column(String(5))
    form: Mapped[str] = mapped_column(String(8))
    addresses: Mapped[list[str]] = mapped_column(Document)
    queues: Mapped[list[str] | None] = mapped_column(Names)
    teams: Mapped[list[str] | None] = mapped_column(Names)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    stopped: Mapped[str] = mapped_column(String(40))


class ReportPostRow(Base):
    """One mail of one time: its id is the message of the mail in the outbox; `notice` only says why nothing comes."""

    __tablename__ = "report_posts"
    __table_args__ = (UniqueConstraint("plan", "due_at", "recipient"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan: Mapped[UUID] = mapped_column(ForeignKey("report_plans.id", ondelete="CASCADE"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recipient: Mapped[str] = mapped_column(String(255))
    notice: Mapped[bool] = mapped_column(Boolean)


class ReportAddressRow(Base):
    """An address outside, or with an @ in front a whole domain, to which reports may be sent."""

    __tablename__ = "report_addresses"

    address: Mapped[str] = mapped_column(String(255), primary_key=True)
    added_by: Mapped[str] = mapped_column(String(100))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
