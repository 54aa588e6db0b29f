"""The index told in the values of the model: calls as they wait, agents as they are free."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from appliance.contact.acd.demands import MICROSECOND
from appliance.contact.acd.index import Index
from appliance.contact.acd.lanes import Claim
from appliance.contact.acd.model import Candidate, Offer, Queue, Waiting

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Matcher:
    """Keeps what the last decision knew, so that the next one looks at what has changed."""

    def __init__(self, seed: int = 0) -> None:
        self._index: Index[UUID] = Index(seed)
        self._free: dict[str, Candidate] = {}

    def configure(self, queues: Mapping[str, Queue], now: datetime) -> None:
        """Take new rules; calls keep their places."""
        self._index.configure(queues, _us(now))

    def put(self, call: Waiting, now: datetime) -> None:
        """A call waits, as it is now."""
        until = call.wanted_until
        wanted, end = (call.wanted, _us(until)) if until else ("", 0)
        self._index.enter(call.contact, _claim(call), _us(call.entered_at), _us(now), wanted, end)

    def drop(self, contact: UUID) -> None:
        """A call waits no longer, or is being offered."""
        self._index.leave(contact)

    def ahead(self, call: Waiting, now: datetime) -> int:
        """How many of the calls put are before this one in its own queue."""
        return self._index.ahead(call.contact, _claim(call), _us(call.entered_at), _us(now))

    def offers(self, free: Sequence[Candidate], taken: Mapping[str, int], now: datetime) -> tuple[Offer, ...]:
        """The offers of `matching.match`; their calls are dropped, their agents count as free no longer."""
        self._seat({candidate.agent: candidate for candidate in free if candidate.capacity > 0})
        made = self._index.decide(_us(now), taken)
        for match in made:
            for agent in match.agents:
                del self._free[agent]
        return tuple(Offer(match.contact, agent, match.queue) for match in made for agent in match.agents)

    def _seat(self, free: dict[str, Candidate]) -> None:
        for agent in self._free.keys() - free.keys():
            self._index.occupy(agent)
        for agent, candidate in free.items():
            if self._free.get(agent) != candidate:
                self._index.staff(agent, candidate.skills, candidate.queues)
                self._index.release(agent, _us(candidate.idle_since), candidate.calls)
        self._free = free


def _us(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def _claim(call: Waiting) -> Claim:
    skills, without = tuple(sorted(call.skills.items())), tuple(sorted(call.without))
    return Claim(call.queues, call.priority, skills, call.fast_lane, call.absent, without)
