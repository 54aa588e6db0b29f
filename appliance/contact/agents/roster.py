"""Who there is and what each is doing: the one place where a presence changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from appliance.contact.agents import events as facts
from appliance.contact.agents import lifecycle
from appliance.contact.agents.errors import AgentUnknown
from appliance.contact.agents.model import Agent, Presence, State
from appliance.contact.agents.ports import Ledger, Phones, Timers
from appliance.contact.agents.several import room

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
            for call in person.wrapping_up:
                self._timers.arm(alarm(person.agent, call.contact), wrap_up_ends)

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

    def people(self) -> Sequence[Presence]:
        """Everybody of whom anything was ever heard."""
        return list(self._presence.values())

    def lines(self, number: str) -> int:
        """How many calls an agent can have in hand at once; a phone at which nobody sits, "", has one line."""
        return self._agents[number].lines if number in self._agents else 1

    def free(self) -> Sequence[tuple[Agent, Presence, int]]:
        """Everybody whom a queue may ring, and for how many more calls."""
        everybody = ((agent, self.presence(number)) for number, agent in self._agents.items())
        return [
            (agent, person, more)
            for agent, person in everybody
            if (person.state is State.READY or agent.capacity > 1) and (more := self._room(agent, person))
        ]

    def become(self, person: Presence, now: datetime, *, wrap_up: int = 0) -> Presence:
        """Let `person` be the presence from now on, book it, and time a new wrap-up of `wrap_up` seconds."""
        before = self.presence(person.agent)
        if person == before:
            return person
        for call in (over := facts.over(before, person)):
            self._timers.cancel(alarm(person.agent, call.contact))
        for call in over[:-1]:
            before = self._note(before, lifecycle.wrapped_up(before, call.contact, now), now)
        for call in person.wrapping_up:
            if call not in before.wrapping_up:
                self.wrap_up(person.agent, call.contact, wrap_up, now)
        self._note(before, person, now)
        known = self._agents.get(person.agent)
        if person.state is State.READY or (known and known.capacity > 1 and self._room(known, person)):
            self.on_free(now)
        elif person.state is State.SIGNED_OUT:
            self.on_left(now)
        return person

    def wrap_up(self, number: str, contact: UUID | None, seconds: int, now: datetime) -> None:
        """The wrap-up of a call ends so many seconds from now."""
        self._timers.arm(alarm(number, contact), now + timedelta(seconds=seconds))

    def _note(self, before: Presence, person: Presence, now: datetime) -> Presence:
        self._presence[person.agent] = person
        self._ledger.record(facts.state(person, now, before))
        return person

    def _room(self, agent: Agent, person: Presence) -> int:
        used = self.phones.in_use(person.phone)
        if used and agent.capacity == 1:
            return 0
        return room(agent, person, self.phones.legs(person.phone) if used else 0)


def alarm(number: str, contact: UUID | None) -> tuple[str, ...]:
    """The key of a wrap-up's end."""
    return (WRAP_UP, number, str(contact or ""))
