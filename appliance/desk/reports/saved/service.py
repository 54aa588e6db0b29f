"""Keeping, sharing, renaming and deleting saved reports; every change is in the audit trail."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from appliance.clock import Clock, uuid7
from appliance.desk.people.model import Person
from appliance.desk.reports.ports import Trail
from appliance.desk.reports.saved.errors import (
    SavedReportInvalid,
    SavedReportNotYours,
    SavedReportsTooMany,
    SavedReportUnknown,
)
from appliance.desk.reports.saved.model import EVERYBODY, MINE, Saved
from appliance.desk.reports.saved.repository import SavedReports
from appliance.desk.reports.wish import Wish, wish_told

LONGEST_NAME = 100
MOST = 200
SHOWN = 80


class ReportShelf:
    """Saved reports as a person sees them: the own ones, and those that are shared with the person."""

    def __init__(self, store: SavedReports, trail: Trail, clock: Clock) -> None:
        self._store, self._trail, self._clock = store, trail, clock

    def seen_by(self, person: Person) -> tuple[Saved, ...]:
        """By name."""
        return tuple(one for one in self._store.all() if one.seen_by(person))

    def find(self, id: UUID, person: Person) -> Saved:
        """Raises SavedReportUnknown."""
        found = self._store.find(id)
        if found is None or not found.seen_by(person):
            raise SavedReportUnknown(report=str(id))
        return found

    def save(self, person: Person, name: str, wish: Wish, shared: str = MINE) -> Saved:
        """Raises SavedReportInvalid and SavedReportsTooMany."""
        if len(self._store.all(person.id)) >= MOST:
            raise SavedReportsTooMany(most=MOST)
        now = self._clock.now()
        one = Saved(uuid7(now), person.id, _name(name), wish, _shared(shared, person), now, now)
        self._store.add(one)
        self._trail.note("report.save", one.name, after=shown(one))
        return one

    def change(self, id: UUID, person: Person, name: str, shared: str, wish: Wish | None = None) -> Saved:
        """A new name, others to share with, or another question; raises SavedReportNotYours for somebody else's."""
        before = self._own(id, person)
        after = replace(
            before,
            name=_name(name),
            shared=_shared(shared, person),
            wish=wish or before.wish,
            changed_at=self._clock.now(),
        )
        self._store.change(after)
        self._trail.note("report.change", after.name, before=shown(before), after=shown(after))
        return after

    def remove(self, id: UUID, person: Person) -> Saved:
        """Raises SavedReportNotYours for somebody else's."""
        one = self._own(id, person)
        self._store.remove(id)
        self._trail.note("report.remove", one.name, before=shown(one))
        return one

    def _own(self, id: UUID, person: Person) -> Saved:
        one = self.find(id, person)
        if one.owner != person.id:
            raise SavedReportNotYours(report=one.name)
        return one


def shown(saved: Saved) -> dict[str, Any]:
    """A saved report as JSON values."""
    return {"id": str(saved.id), "name": saved.name, "shared": saved.shared, **wish_told(saved.wish)}


def _name(text: str) -> str:
    plain = " ".join(text.split())
    if not 0 < len(plain) <= LONGEST_NAME or not plain.isprintable():
        raise SavedReportInvalid(field="name", value=plain[:SHOWN])
    return plain


def _shared(text: str, person: Person) -> str:
    if text in (MINE, EVERYBODY):
        return text
    if len(text) > LONGEST_NAME or not person.scope.team(text):
        raise SavedReportInvalid(field="shared", value=text[:SHOWN])
    return text
