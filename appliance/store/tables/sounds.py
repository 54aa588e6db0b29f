"""The sounds of prompts and music."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, UtcDateTime


class SoundRow(Base):
    """One sound as callers hear it, under the SHA-256 of its WAV; `kept_at` is when it was last wanted."""

    __tablename__ = "sounds"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    wav: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
