"""A customer's card: shown, filled, and what is noted of a contact."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from appliance.clock import Clock, uuid7
from appliance.desk.crm.errors import (
    CardTextTooLong,
    CustomerChanged,
    CustomerNameMissing,
    CustomerNumberTaken,
    CustomerUnknown,
    WrapUpCodeUnknown,
)
from appliance.desk.crm.model import CODES, LONGEST_NAME, LONGEST_NOTE, Card, ContactNote, Customer, Kept, Sought
from appliance.desk.crm.repository import ContactNotes, Customers

HISTORY = 20


class Cards:
    """Cards by number. `ways` are all forms in which the books may hold a number, the one to keep first."""

    def __init__(self, customers: Customers, notes: ContactNotes, clock: Clock) -> None:
        self._customers, self._notes, self._clock = customers, notes, clock

    def show(self, ways: Collection[str], without: UUID | None = None) -> Card:
        """The card of a number, with its last contacts but the one at hand."""
        number = next(iter(ways), "")
        if not number:
            return Card("", None, ())
        return Card(number, self._customers.by_number(ways), self._notes.history(ways, HISTORY, without))

    def fill(self, ways: Collection[str], name: str, organisation: str, note: str) -> Customer:
        """Keep what is known of whoever has this number; raises CustomerNameMissing or CardTextTooLong."""
        name, organisation = _fits("name", name, LONGEST_NAME), _fits("organisation", organisation, LONGEST_NAME)
        note = _fits("note", note, LONGEST_NOTE)
        if not name:
            raise CustomerNameMissing()
        now = self._clock.now()
        known = self._customers.by_number(ways)
        numbers = known.numbers if known else (next(iter(ways)),)
        identity = known.id if known else uuid7(now)
        customer = Customer(identity, name, organisation, note, numbers)
        self._customers.put(customer, now)
        return customer

    def note(self, contact: UUID, agent: str, code: str, text: str) -> ContactNote:
        """Keep what the agent says of a contact, in place of what the same agent said of it before.

        Raises WrapUpCodeUnknown or CardTextTooLong.
        """
        if code and code not in CODES:
            raise WrapUpCodeUnknown(value=code[:64], known=", ".join(CODES))
        noted = ContactNote(contact, agent, code, _fits("text", text, LONGEST_NOTE), self._clock.now())
        self._notes.put(noted)
        return noted

    def noted(self, contact: UUID) -> tuple[ContactNote, ...]:
        """What each agent noted of a contact, the latest first."""
        return self._notes.of(contact)


class CustomerBook:
    """All cards, for whoever keeps customers elsewhere too: nobody's change is written over unseen."""

    def __init__(self, customers: Customers, clock: Clock) -> None:
        self._customers, self._clock = customers, clock

    def search(self, sought: Sought) -> tuple[Kept, ...]:
        """The newest first, `sought.limit` at most."""
        return self._customers.search(sought)

    def show(self, id: UUID) -> Kept:
        """Raises CustomerUnknown."""
        if (kept := self._customers.find(id)) is None:
            raise CustomerUnknown(customer=str(id))
        return kept

    def add(self, name: str, organisation: str = "", note: str = "", numbers: Collection[str] = ()) -> Kept:
        """A new card; raises CustomerNameMissing or CustomerNumberTaken."""
        now = self._clock.now()
        customer = _checked(Customer(uuid7(now), name, organisation, note, tuple(dict.fromkeys(numbers))))
        kept = Kept(customer, now, now)
        _refuse_taken(self._customers.add(kept))
        return kept

    def change(self, id: UUID, read_at: datetime, **changes: Any) -> Kept:
        """Change some of name, organisation, note and numbers of a card that was read as it was at `read_at`.

        Raises CustomerChanged too.
        """
        before = self.show(id)
        if before.changed_at != read_at:
            raise CustomerChanged(customer=str(id))
        # Two changes within one tick of the clock are two versions all the same.
        at = max(self._clock.now(), before.changed_at + timedelta(microseconds=1))
        after = Kept(_checked(replace(before.customer, **changes)), before.created_at, at)
        taken = self._customers.change(after, read_at)
        if taken is None:
            raise CustomerChanged(customer=str(id))
        _refuse_taken(taken)
        return after


def _checked(customer: Customer) -> Customer:
    name = _fits("name", customer.name, LONGEST_NAME)
    if not name:
        raise CustomerNameMissing()
    organisation = _fits("organisation", customer.organisation, LONGEST_NAME)
    return Customer(customer.id, name, organisation, _fits("note", customer.note, LONGEST_NOTE), customer.numbers)


def _refuse_taken(number: str) -> None:
    if number:
        raise CustomerNumberTaken(number=number)


def _fits(field: str, text: str, allowed: int) -> str:
    text = text.strip()
    if len(text) > allowed:
        raise CardTextTooLong(field=field, length=len(text), allowed=allowed)
    return text
