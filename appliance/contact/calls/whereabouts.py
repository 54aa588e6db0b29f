"""Who talks with whom and whose phone is in use, as call-backs ask."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from appliance.contact.callback.model import subscriber
from appliance.contact.calls.book import Book
from appliance.contact.calls.model import Call, Direction
from appliance.contact.calls.ports import Seats


class Whereabouts:
    """Reads the open calls and changes nothing."""

    def __init__(self, book: Book, seats: Seats) -> None:
        self._book, self._seats = book, seats

    def on_the_phone(self, number: str) -> bool:
        """Whether an open call is with that number."""
        who = subscriber(number)
        return any(call.customer and subscriber(_customers_number(call)) == who for call in self._book.calls())

    def spoken_with(self, contact: UUID) -> str:
        """The number that an agent talks with in this call right now, "" for none."""
        call = self._book.call(contact)
        if call is None or call.customer is None or call.customer.id not in call.parties or call.holder() is None:
            return ""
        return _customers_number(call)

    def talks_since(self, contact: UUID) -> datetime | None:
        """When somebody first talked in this call."""
        call = self._book.call(contact)
        return call.talking_since if call else None

    def talking(self) -> Iterable[UUID]:
        """The calls in which somebody talks right now."""
        return [call.id for call in self._book.calls() if self.spoken_with(call.id)]

    def occupied(self, contact: UUID) -> bool:
        """Whether the call is open, or somebody wraps it up."""
        wrapped = (call.contact for person in self._seats.people() for call in person.wrapping_up)
        return self._book.call(contact) is not None or contact in wrapped

    def engaged(self, agent: str) -> bool:
        """Whether all lines of the agent's phone carry a leg."""
        return self._book.phones.count(self._seats.presence(agent).phone) >= self._seats.lines(agent)

    def attempt(self, callback: UUID) -> Call | None:
        """The attempt of a call-back that is under way and has not reached the customer."""
        attempts = (call for call in self._book.calls() if call.callback == callback)
        return next((call for call in attempts if not call.talking_since), None)


def _customers_number(call: Call) -> str:
    return call.dialled if call.direction is Direction.OUTBOUND else call.caller
