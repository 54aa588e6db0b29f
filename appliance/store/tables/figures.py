"""Figures by quarter of an hour, and how far the ledger is counted into them."""

from typing import Any

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, Document


class FigureRow(Base):
    """The counts of one subject in one quarter; `start` is milliseconds since 1970. Only one edition is in force."""

    __tablename__ = "figure"

    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    counts: Mapped[dict[str, Any]] = mapped_column(Document)


class FigureLongRow(Base):
    """The same of one day or month, which is the `length`, in the zone that the place names."""

    __tablename__ = "figure_long"

    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    length: Mapped[str] = mapped_column(String(8), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    counts: Mapped[dict[str, Any]] = mapped_column(Document)


class FigurePlaceRow(Base):
    """One row: the edition in force, the last ledger number counted into it, and what was open there.

    Days that end before `gathered` (milliseconds since 1970) have rows in that `zone`, and the months before theirs.
    """

    __tablename__ = "figure_place"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    edition: Mapped[int]
    position: Mapped[int] = mapped_column(BigInteger)
    contacts: Mapped[dict[str, Any]] = mapped_column(Document)
    agents: Mapped[dict[str, Any]] = mapped_column(Document)
    gathered: Mapped[int] = mapped_column(BigInteger, server_default="0")
    zone: Mapped[str] = mapped_column(server_default="")
    callbacks: Mapped[dict[str, Any]] = mapped_column(Document)
