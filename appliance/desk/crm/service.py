"""A customer's card: shown, filled, and what is noted of a contact."""

from collections.abc import Collection
from uuid import UUID

from appliance.clock import Clock, uuid7
from appliance.desk.crm.errors import CustomerNameMissing, WrapUpCodeUnknown
from appliance.desk.crm.model import CODES, LONGEST_NAME, LONGEST_NOTE, Card, ContactNote, Customer
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
        """Keep what is known of whoever has this number; raises CustomerNameMissing."""
        name = name.strip()[:LONGEST_NAME]
        if not name:
            raise CustomerNameMissing()
        now = self._clock.now()
        known = self._customers.by_number(ways)
        numbers = known.numbers if known else (next(iter(ways)),)
        identity = known.id if known else uuid7(now)
        customer = Customer(identity, name, organisation.strip()[:LONGEST_NAME], note.strip()[:LONGEST_NOTE], numbers)
        self._customers.put(customer, now)
        return customer

    def note(self, contact: UUID, agent: str, code: str, text: str) -> ContactNote:
        """Keep what the agent says of a contact, in place of what was said before; raises WrapUpCodeUnknown."""
        if code and code not in CODES:
            raise WrapUpCodeUnknown(value=code[:64], known=", ".join(CODES))
        noted = ContactNote(contact, agent, code, text.strip()[:LONGEST_NOTE], self._clock.now())
        self._notes.put(noted)
        return noted

    def noted(self, contact: UUID) -> ContactNote | None:
        return self._notes.of(contact)
