"""The envelope of every fact that is written to the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Event:
    """One fact, self-contained: readers need nothing else to understand it, now or in ten years.

    `kind` is dotted (`leg.answered`), `at` is UTC, `data` holds JSON values. `contact` and `leg` are UUIDv7
    or None where the fact is not about a contact (an agent's pause) or not about one leg.
    """

    kind: str
    at: datetime
    contact: UUID | None = None
    leg: UUID | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    schema: int = SCHEMA

    def to_json(self) -> dict[str, Any]:
        """The event as JSON values; `at` as ISO 8601 with microseconds."""
        return {
            "schema": self.schema,
            "at": self.at.isoformat(timespec="microseconds"),
            "contact": str(self.contact) if self.contact else None,
            "leg": str(self.leg) if self.leg else None,
            "kind": self.kind,
            "data": dict(self.data),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Event":
        """The inverse of `to_json`; accepts every schema ever written."""
        return cls(
            kind=value["kind"],
            at=datetime.fromisoformat(value["at"]),
            contact=UUID(value["contact"]) if value.get("contact") else None,
            leg=UUID(value["leg"]) if value.get("leg") else None,
            data=value.get("data", {}),
            schema=value.get("schema", SCHEMA),
        )
