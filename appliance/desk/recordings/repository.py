"""Notes at a time of recordings, and the register as it is read beside them."""

from collections.abc import Collection
from dataclasses import asdict
from typing import cast
from uuid import UUID

from sqlalchemy import Engine, Table, delete, insert, select

from appliance.desk.recordings.model import Remark, Sealed
from appliance.store.engine import reading
from appliance.store.tables.recordings import RecordingRemarkRow, RecordingRow

REMARKS = cast("Table", RecordingRemarkRow.__table__)
REGISTER = cast("Table", RecordingRow.__table__)
TOLD = tuple(
    REGISTER.c[name] for name in ("id", "contact", "started_at", "duration_ms", "node", "seq", "sha256", "hash")
)


class Remarks:
    """What people noted."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, recordings: Collection[UUID]) -> tuple[Remark, ...]:
        """Everything that was noted in these recordings, in the order of the places."""
        wanted = select(REMARKS).where(REMARKS.c.recording.in_(recordings)).order_by(REMARKS.c.at_ms, REMARKS.c.id)
        with reading(self._engine) as connection:
            return tuple(Remark(**row) for row in connection.execute(wanted).mappings())

    def add(self, remark: Remark) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(REMARKS), asdict(remark))

    def remove(self, recording: UUID, id: UUID, person: UUID) -> Remark | None:
        """Take one away that is that person's own; None where there is none."""
        mine = (REMARKS.c.id == id, REMARKS.c.recording == recording, REMARKS.c.person == person)
        with self._engine.begin() as connection:
            row = connection.execute(select(REMARKS).where(*mine)).mappings().first()
            connection.execute(delete(REMARKS).where(*mine))
        return Remark(**row) if row else None


class Register:
    """The sealed recordings, read."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, recordings: Collection[UUID]) -> dict[UUID, Sealed]:
        """Those of the recordings that there are."""
        with reading(self._engine) as connection:
            found = connection.execute(select(*TOLD).where(REGISTER.c.id.in_(recordings))).mappings()
            return {row["id"]: Sealed(**row) for row in found}

    def of_contacts(self, contacts: Collection[UUID]) -> tuple[Sealed, ...]:
        """What was recorded of these contacts, the newest first."""
        wanted = select(*TOLD).where(REGISTER.c.contact.in_(contacts))
        with reading(self._engine) as connection:
            found = connection.execute(wanted.order_by(REGISTER.c.started_at.desc(), REGISTER.c.id)).mappings()
            return tuple(Sealed(**row) for row in found)
