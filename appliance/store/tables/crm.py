"""Customers, the numbers they call from, and what agents noted of each contact."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, UtcDateTime


class CustomerRow(Base):
    """A person who calls."""

    __tablename__ = "customers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    organisation: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CustomerNumberRow(Base):
    """A number belongs to one customer: E.164 where it has that form, else as it was seen."""

    __tablename__ = "customer_numbers"

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    customer: Mapped[UUID] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)


class ContactNoteRow(Base):
    """What one agent left behind of one contact: a wrap-up code and a text."""

    __tablename__ = "contact_notes"
    __table_args__ = (Index(None, "code", "at"),)

    contact: Mapped[UUID] = mapped_column(primary_key=True)
    agent: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
