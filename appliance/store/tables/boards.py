"""Wallboards."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, Document, UtcDateTime


class BoardRow(Base):
    """One board; `screen` is the SHA-256 of the key of its screens, "" for none."""

    __tablename__ = "boards"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    tiles: Mapped[list[dict[str, Any]]] = mapped_column(Document)
    screen: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
