"""What callers say into voicemail boxes: the calls' side of that port of flows."""

from datetime import datetime
from uuid import UUID

from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import StopTaking, TakeDown
from appliance.contact.calls.ports import Identities, Media
from appliance.contact.voicemail import events as facts
from appliance.contact.voicemail.model import spool_name


class Taking:
    """Has Asterisk take down messages; the ledger knows of each before its first byte is written."""

    def __init__(self, book: Book, media: Media, ids: Identities) -> None:
        self._book, self._media, self._ids = book, media, ids

    def begin(self, contact: UUID, box: str, seconds: int, now: datetime) -> None:
        if leg := self._book.caller(contact):
            message = self._ids.new(now)
            name = spool_name(contact, message)
            self._book.record(facts.started(contact, leg.id, message, box, name, now))
            self._media.send(TakeDown(leg.channel, name, seconds))

    def end(self, contact: UUID) -> None:
        if (call := self._book.call(contact)) and call.message:
            self._media.send(StopTaking(call.message))
