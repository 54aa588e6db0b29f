"""Calls for an agent who does not take them: into that agent's voicemail box, where it takes such calls."""

from datetime import datetime

from appliance.contact.calls.book import Book
from appliance.contact.calls.commands import Answer
from appliance.contact.calls.model import Call, LegState
from appliance.contact.calls.ports import Directory, Media, Walks
from appliance.contact.calls.voice import Voice


class BoxesOfAgents:
    """Leads callers to the box of whoever could not be reached."""

    def __init__(self, book: Book, media: Media, voice: Voice, walks: Walks, directory: Directory) -> None:
        self._book, self._media, self._voice, self._walks, self._directory = book, media, voice, walks, directory

    def takes(self, agent: str, outcome: str) -> bool:
        """Whether the agent's box takes calls that ended so: an outcome of ringing, or what the agent is doing."""
        return self._directory.box_flow(agent, outcome) is not None

    def take(self, call: Call, agent: str, outcome: str, now: datetime) -> bool:
        """The customer hears the greeting of the agent's box; False, and nothing done, where it does not take this."""
        flow, customer = self._directory.box_flow(agent, outcome), call.customer
        if flow is None or customer is None:
            return False
        if customer.state in (LegState.OPENED, LegState.RINGING):
            self._media.send(Answer(customer.channel))
        self._voice.hush(call.id)
        self._walks.begin(call.id, flow, now)
        return True
