"""A saved report."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from appliance.desk.people.model import Person
from appliance.desk.reports.wish import Wish

MINE, EVERYBODY = "", "*"
"""With whom a report is shared beside a team: with nobody, and with all."""


@dataclass(frozen=True, slots=True)
class Saved:
    """`shared` is MINE, EVERYBODY or a team: whoever deals with that team sees it, each within the own scope."""

    id: UUID
    owner: UUID
    name: str
    wish: Wish
    shared: str
    created_at: datetime
    changed_at: datetime

    def seen_by(self, person: Person) -> bool:
        if self.owner == person.id or self.shared == EVERYBODY:
            return True
        return self.shared != MINE and person.scope.team(self.shared)
