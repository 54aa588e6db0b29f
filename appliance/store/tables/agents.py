"""Where each agent is and in which state, as the ledger has it last."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, Document, UtcDateTime


class PresenceRow(Base):
    """One agent's last `agent.state` event: `at` is its moment, `fact` its data, `contact` the call in hand."""

    __tablename__ = "presence"

    agent: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    contact: Mapped[UUID | None] = mapped_column(Uuid)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    fact: Mapped[dict[str, Any]] = mapped_column(Document)
