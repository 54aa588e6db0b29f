"""What calls do to the agents who take them."""

from datetime import datetime
from uuid import UUID

from appliance.contact.agents import lifecycle
from appliance.contact.agents.model import ENGAGED, State
from appliance.contact.agents.roster import Roster

UNDECIDED = frozenset({State.RINGING, State.PREVIEW})


class Duty:
    """The steps of calls, seen from the agent's chair; a step that no longer fits is left alone."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster

    def ringing(self, number: str, contact: UUID, now: datetime) -> None:
        self._roster.become(lifecycle.ring(self._roster.presence(number), contact, now), now)

    def looking(self, number: str, callback: UUID, now: datetime) -> None:
        """A call-back is shown to the agent."""
        self._roster.become(lifecycle.look(self._roster.presence(number), callback, now), now)

    def turned_down(self, number: str, now: datetime) -> None:
        """The agent has decided against what was shown."""
        person = self._roster.presence(number)
        if person.state is State.PREVIEW:
            self._roster.become(lifecycle.turn_down(person, now), now)

    def withdrawn(self, number: str, now: datetime) -> None:
        """The ringing, or the preview, ended because the caller or the system no longer needs it."""
        person = self._roster.presence(number)
        if person.state in UNDECIDED:
            self._roster.become(lifecycle.withdraw(person, now), now)

    def missed(self, number: str, reason: str, now: datetime) -> None:
        """The agent did not take the call, or said nothing to the preview: paused with `reason`."""
        person = self._roster.presence(number)
        if person.state in UNDECIDED:
            self._roster.become(lifecycle.miss(person, reason, now), now)

    def talking(self, number: str, contact: UUID, now: datetime) -> None:
        self._roster.become(lifecycle.talk(self._roster.presence(number), contact, now), now)

    def holding(self, number: str, now: datetime) -> None:
        self._roster.become(lifecycle.hold(self._roster.presence(number), now), now)

    def released(self, number: str, wrap_up: int, now: datetime) -> None:
        """The call in hand is over."""
        person = self._roster.presence(number)
        if person.state in ENGAGED:
            self._roster.become(lifecycle.release(person, wrap_up, now), now, wrap_up=wrap_up)
