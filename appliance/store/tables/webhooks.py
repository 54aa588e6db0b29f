"""What webhooks have been told, and how far each has come in the ledger."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, UtcDateTime


class WebhookPlaceRow(Base):
    """`seq` is the last entry of the ledger of which the webhook's messages are made."""

    __tablename__ = "webhook_places"

    webhook: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)


class WebhookMessageRow(Base):
    """One fact for one webhook, and what became of it."""

    __tablename__ = "webhook_messages"
    __table_args__ = (
        Index("ix_webhook_messages_waiting", "webhook", "outcome", "due_at"),
        Index("ix_webhook_messages_created_at", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    webhook: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(12))
    tries: Mapped[int] = mapped_column(Integer)
    trouble: Mapped[str] = mapped_column(String(20))
    status: Mapped[int] = mapped_column(Integer)
    answer: Mapped[str] = mapped_column(String(200))
    took_ms: Mapped[int] = mapped_column(Integer)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
