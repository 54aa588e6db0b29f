"""Where each contact came past, so that it is found by any of these places."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, UtcDateTime


class ContactPlaceRow(Base):
    """A queue, agent or flow that had the contact, or what else it is; written when it closes."""

    __tablename__ = "contact_places"

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    contact: Mapped[UUID] = mapped_column(Uuid, primary_key=True, index=True)
