"""Configuration as versioned documents: nothing is overwritten, the highest version holds."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, Document, UtcDateTime


class ConfigRow(Base):
    """One version of one document; `removed` marks a version that ends it.

    `change` numbers the changes of the whole site; what was written together has the same.
    """

    __tablename__ = "configuration"

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[dict[str, Any]] = mapped_column(Document)
    removed: Mapped[bool] = mapped_column(default=False)
    author: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    change: Mapped[int] = mapped_column(index=True)
