"""What calls do to the agents who take them."""

from datetime import datetime
from uuid import UUID

from appliance.contact.agents import lifecycle
from appliance.contact.agents.model import Presence, State
from appliance.contact.agents.roster import Roster


class Duty:
    """The steps of calls, seen from the agent's chair; a step that no longer fits is left alone."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster

    def ringing(self, number: str, contact: UUID, now: datetime) -> None:
        person, lines = self._roster.presence(number), self._roster.lines(number)
        self._roster.become(lifecycle.ring(person, contact, now, lines), now)

    def looking(self, number: str, callback: UUID, now: datetime) -> None:
        """A call-back is shown to the agent."""
        self._roster.become(lifecycle.look(self._roster.presence(number), callback, now), now)

    def turned_down(self, number: str, now: datetime) -> None:
        """The agent has decided against what was shown."""
        person = self._roster.presence(number)
        if person.preview:
            self._roster.become(lifecycle.turn_down(person, now), now)

    def withdrawn(self, number: str, contact: UUID, now: datetime) -> None:
        """The ringing, or the preview of a call-back, ended because the caller or the system no longer needs it."""
        person = self._roster.presence(number)
        if _undecided(person, contact):
            self._roster.become(lifecycle.withdraw(person, contact, now), now)

    def missed(self, number: str, contact: UUID, reason: str, now: datetime) -> None:
        """The agent did not take the call, or said nothing to the preview: paused with `reason`."""
        person = self._roster.presence(number)
        if _undecided(person, contact):
            self._roster.become(lifecycle.miss(person, contact, reason, now), now)

    def absent(self, number: str, contact: UUID, reason: str, now: datetime) -> None:
        """The agent has left a call in hand without a word: paused with `reason`."""
        person = self._roster.presence(number)
        if person.doing(contact):
            self._roster.become(lifecycle.miss(person, contact, reason, now), now)

    def talking(self, number: str, contact: UUID, now: datetime) -> None:
        person, lines = self._roster.presence(number), self._roster.lines(number)
        self._roster.become(lifecycle.talk(person, contact, now, lines), now)

    def holding(self, number: str, contact: UUID, now: datetime) -> None:
        self._roster.become(lifecycle.hold(self._roster.presence(number), contact, now), now)

    def moved(self, number: str, contact: UUID, to: UUID, now: datetime) -> None:
        """The agent talks on in another call, in which the one in hand has become a party."""
        person = self._roster.presence(number)
        if person.doing(contact):
            self._roster.become(lifecycle.moved(person, contact, to, now), now)

    def released(self, number: str, contact: UUID | None, wrap_up: int, now: datetime) -> None:
        """A call in hand is over."""
        person = self._roster.presence(number)
        if person.doing(contact):
            self._roster.become(lifecycle.release(person, contact, wrap_up, now), now, wrap_up=wrap_up)


def _undecided(person: Presence, contact: UUID) -> bool:
    return contact == person.preview or person.doing(contact) is State.RINGING
