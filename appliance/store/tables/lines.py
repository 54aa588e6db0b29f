"""How each span was, quarter of an hour by quarter of an hour."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, Document, UtcDateTime


class SpanQuarterRow(Base):
    """One span in the 15 minutes from `start` on: milliseconds of each state and alarm, and what was counted."""

    __tablename__ = "span_quarter"

    span: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    counts: Mapped[dict[str, Any]] = mapped_column(Document)
