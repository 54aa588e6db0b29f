"""The event ledger: append only, guarded by triggers of the database itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, Integer, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, Document, UtcDateTime

# Only a column of SQLite's own INTEGER type can be its row number.
BigSerial = BigInteger().with_variant(Integer(), "sqlite")


class LedgerRow(Base):
    """One event; `seq` is the order of the facts, never used twice, and may have gaps."""

    __tablename__ = "ledger"
    __table_args__ = (Index(None, "contact", "seq"), Index(None, "kind", "at"), {"sqlite_autoincrement": True})

    seq: Mapped[int] = mapped_column(BigSerial, Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    schema: Mapped[int]
    kind: Mapped[str]
    contact: Mapped[UUID | None] = mapped_column(Uuid)
    leg: Mapped[UUID | None] = mapped_column(Uuid)
    data: Mapped[dict[str, Any]] = mapped_column(Document)


class LedgerSourceRow(Base):
    """How far the events of one source (one life of a writer) are in the ledger; changed with them or not at all."""

    __tablename__ = "ledger_source"

    source: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
