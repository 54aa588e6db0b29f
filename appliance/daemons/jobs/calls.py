"""The recorder's view of the calls: their stories from the ledger, and news of their ends from the engine."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from sqlalchemy import Engine

from appliance.contact.calls.events import LEG_ENDED
from appliance.contact.calls.repository import CallBooks
from appliance.contact.fax.events import ENDED as FAX_ENDED
from appliance.contact.ledger.repository import LedgerRepository
from appliance.contact.recording.events import CLASSED
from appliance.contact.recording.model import Recording
from appliance.contact.recording.repository import Parties
from appliance.contact.recording.story import Party, Story, tell
from appliance.control.client import ControlClient
from appliance.daemons.news import follow
from appliance.events import Event


class LedgerCalls:
    """Calls port of the recorder, on the ledger and the index of parties."""

    def __init__(self, database: Engine) -> None:
        self._books, self._ledger, self._parties = CallBooks(database), LedgerRepository(database), Parties(database)

    def story(self, channel: str) -> Story:
        if (contact := self._books.contact_of(channel)) is None:
            return Story()
        return tell(channel, [entry.event for entry in self._ledger.of_contacts([contact])])

    def class_of(self, contact: UUID) -> str | None:
        events = [entry.event for entry in self._ledger.of_contacts([contact])]
        given = [str(event.data["class"]) for event in events if event.kind == CLASSED]
        return given[-1] if given else "" if events else None

    def parties(self, recording: UUID, parties: Sequence[Party]) -> None:
        self._parties.put(recording, parties)

    def sealed(self, recording: Recording) -> None:
        """Nobody waits for the recording of a conversation."""

    def note(self, event: Event) -> None:
        self._ledger.append([event])


async def follow_ends(client: Callable[[], ControlClient], ended: Callable[[], Awaitable[None]]) -> None:
    """Tell `ended` of every leg and fax that ends, until cancelled; an engine that is away is asked again and again."""
    await follow(client, [LEG_ENDED, FAX_ENDED], ended)
