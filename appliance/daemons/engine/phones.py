"""The phones as pages and supervisors find them."""

from appliance.contact.agents.model import State
from appliance.contact.agents.roster import Roster
from appliance.contact.calls.book import Book
from appliance.contact.calls.model import CallState, Role
from appliance.contact.calls.phones import PhonesInUse
from appliance.contact.paging.model import Phone, Use
from appliance.daemons.engine.configuration import Directory


class PagedPhones:
    """Phones port of pages: by our own books, and by what the media node says of its channels."""

    def __init__(self, book: Book, seen: PhonesInUse[str], roster: Roster) -> None:
        self._book, self._seen, self._roster = book, seen, roster

    def use(self, phone: str) -> Phone:
        """A phone that calls and is not answered yet counts as ringing: its ear is not free either."""
        channels = sorted(self._book.channels_at(phone) | self._seen.on(phone), key=self._held)
        if not channels:
            person = self._roster.at_phone(phone)
            return Phone(Use.UNDISTURBED if person and person.undisturbed else Use.IDLE)
        if any(self._rings(channel) for channel in channels):
            return Phone(Use.RINGING)
        return Phone(Use.IN_CALL, channels[0])

    def created(self, leg: str, phone: str) -> None:
        self._book.phones.created(leg, phone)

    def destroyed(self, leg: str) -> None:
        self._book.phones.destroyed(leg)

    def _rings(self, channel: str) -> bool:
        found = self._book.on(channel)
        if found is None:
            return False
        call, leg = found
        # Of a phone that calls a colleague nobody tells that it is up.
        return not (call.talking_since if leg.role is Role.CALLER else leg.answered_at)

    def _held(self, channel: str) -> bool:
        """Whoever has two calls hears the one that is not on hold."""
        found = self._book.on(channel)
        return bool(found and found[0].state is CallState.HELD)


class SupervisorSeats:
    """Seats port of supervisors."""

    def __init__(self, directory: Directory, book: Book, seen: PhonesInUse[str], roster: Roster) -> None:
        self._directory, self._book, self._seen, self._roster = directory, book, seen, roster

    def team(self, agent: str) -> str:
        """The team of an agent; raises AgentUnknown."""
        return self._roster.known(agent).team

    def phone_of(self, agent: str) -> str:
        """Where an agent is signed in, "" for nowhere."""
        person = self._roster.presence(agent)
        return "" if person.state is State.SIGNED_OUT else person.phone

    def known(self, phone: str) -> bool:
        return self._directory.phone(phone)

    def in_use(self, phone: str) -> bool:
        return self._book.phones.in_use(phone) or self._seen.in_use(phone)

    def created(self, leg: str, phone: str) -> None:
        self._book.phones.created(leg, phone)

    def destroyed(self, leg: str) -> None:
        self._book.phones.destroyed(leg)
