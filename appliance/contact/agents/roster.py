"""Who there is and what each is doing: the one place where a presence changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.agents import events as facts
from appliance.contact.agents import lifecycle
from appliance.contact.agents.errors import AgentUnknown
from appliance.contact.agents.model import ENGAGED, Agent, Presence, State
from appliance.contact.agents.ports import Ledger, Phones, Timers

WRAP_UP = "agent-wrap-up"


class Roster:
    """All agents and their presence. `on_free` is called whenever somebody may have become free to be rung.

    `on_left` is called when somebody has signed out.
    """

    def __init__(self, phones: Phones, ledger: Ledger, timers: Timers) -> None:
        self.phones = phones
        self._ledger, self._timers = ledger, timers
        self._agents: dict[str, Agent] = {}
        self._presence: dict[str, Presence] = {}
        self.on_free: Callable[[datetime], None] = lambda now: None
        self.on_left: Callable[[datetime], None] = lambda now: None

    def configure(self, agents: Mapping[str, Agent], now: datetime) -> None:
        """Take new people and skills at once; somebody removed is signed out after the call in hand."""
        gone = [number for number in self._presence if number not in agents]
        self._agents = dict(agents)
        for number in gone:
            if self.presence(number).state is not State.SIGNED_OUT:
                self.become(lifecycle.sign_out(self.presence(number), now), now)
        self.on_free(now)

    def restore(self, people: Iterable[Presence], wrap_up_ends: datetime) -> None:
        """Take back what the ledger last said of everybody; a wrap-up of before ends at `wrap_up_ends`."""
        for person in people:
            self._presence[person.agent] = person
            if person.state is State.WRAP_UP:
                self._timers.arm((WRAP_UP, person.agent), wrap_up_ends)

    def known(self, number: str) -> Agent:
        """The person of that number; raises AgentUnknown."""
        if number not in self._agents:
            raise AgentUnknown(agent=number)
        return self._agents[number]

    def presence(self, number: str) -> Presence:
        return self._presence.get(number) or Presence(number)

    def everybody(self) -> Sequence[tuple[Agent, Presence]]:
        return [(agent, self.presence(number)) for number, agent in sorted(self._agents.items())]

    def at_phone(self, phone: str) -> Presence | None:
        """Who is signed in at a phone."""
        people = (person for person in self._presence.values() if person.state is not State.SIGNED_OUT)
        return next((person for person in people if person.phone == phone), None)

    def colleagues(self, number: str) -> frozenset[str]:
        """The agents of somebody's team, without that one."""
        known = self._agents.get(number)
        team = (agent.number for agent in self._agents.values() if known and agent.team == known.team)
        return frozenset(team) - {number}

    def engaged(self) -> Sequence[Presence]:
        """Everybody who has a call in hand."""
        return [person for person in self._presence.values() if person.state in ENGAGED]

    def wraps_up(self, contact: UUID) -> bool:
        """Whether somebody is in wrap-up of that call."""
        return any(person.after == contact for person in self._presence.values())

    def free(self) -> Sequence[tuple[Agent, Presence]]:
        """Everybody ready who may be disturbed and whose phone carries no leg."""
        return [
            (agent, person)
            for number, agent in self._agents.items()
            if (person := self.presence(number)).state is State.READY
            and not person.undisturbed
            and not self.phones.in_use(person.phone)
        ]

    def become(self, person: Presence, now: datetime, *, wrap_up: int = 0) -> Presence:
        """Let `person` be the presence from now on, book it, and time a wrap-up of `wrap_up` seconds."""
        before = self.presence(person.agent)
        if person == before:
            return person
        if before.state is State.WRAP_UP and person.state is not State.WRAP_UP:
            self._timers.cancel((WRAP_UP, person.agent))
        self._presence[person.agent] = person
        self._ledger.record(facts.state(person, now, before))
        if person.state is State.WRAP_UP:
            self.wrap_up(person.agent, wrap_up, now)
        if person.state is State.READY:
            self.on_free(now)
        elif person.state is State.SIGNED_OUT:
            self.on_left(now)
        return person

    def wrap_up(self, number: str, seconds: int, now: datetime) -> None:
        """The wrap-up of an agent ends so many seconds from now."""
        self._timers.arm((WRAP_UP, number), now + timedelta(seconds=seconds))
