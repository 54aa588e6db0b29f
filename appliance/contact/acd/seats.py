"""Agents as bits: who could serve what, and who is free, longest idle first."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence

from appliance.contact.acd.demands import serves
from appliance.contact.acd.lanes import Choice, Levels
from appliance.contact.acd.model import Queue, Strategy
from appliance.contact.acd.strategies import choose


class Seat:
    """An agent; `lanes` has a bit for each lane whose calls the agent could serve."""

    __slots__ = ("agent", "bit", "calls", "idle_since", "lanes", "queues", "skills")

    def __init__(self, agent: str, bit: int) -> None:
        self.agent, self.bit = agent, bit
        self.skills: Mapping[str, int] = {}
        self.queues: frozenset[str] = frozenset()
        self.idle_since = self.calls = self.lanes = 0


class Seats:
    """All agents ever seen. `free` has a bit for each who may be offered a call."""

    def __init__(self) -> None:
        self.free = 0
        self._seats: list[Seat] = []
        self._of: dict[str, Seat] = {}
        self._idle: list[tuple[int, str, Seat]] = []
        self._masks: dict[tuple[str, Levels], tuple[Queue, int]] = {}

    def seat(self, agent: str) -> Seat | None:
        return self._of.get(agent)

    def staff(self, agent: str, skills: Mapping[str, int], queues: frozenset[str]) -> Seat | None:
        """Take note of what an agent can do; the seat if that is news."""
        seat = self._of.get(agent)
        if seat and seat.skills == skills and seat.queues == queues:
            return None
        if seat is None:
            seat = self._of[agent] = Seat(agent, 1 << len(self._seats))
            self._seats.append(seat)
        seat.skills, seat.queues = skills, queues
        for key, (queue, mask) in self._masks.items():
            able = seat.bit if serves(seat, queue, dict(key[1])) else 0
            self._masks[key] = queue, mask & ~seat.bit | able
        return seat

    def release(self, seat: Seat, idle_since: int, calls: int) -> None:
        """The agent is free."""
        self.occupy(seat)
        seat.idle_since, seat.calls = idle_since, calls
        self.free |= seat.bit
        insort(self._idle, (idle_since, seat.agent, seat))

    def occupy(self, seat: Seat) -> None:
        """The agent is not free."""
        if self.free & seat.bit:
            self.free ^= seat.bit
            del self._idle[bisect_left(self._idle, (seat.idle_since, seat.agent))]

    def able(self, choice: Choice) -> int:
        """A bit for each agent who could serve it."""
        key = (choice.queue.name, choice.levels)
        if key not in self._masks:
            levels = dict(choice.levels)
            bits = (seat.bit for seat in self._seats if serves(seat, choice.queue, levels))
            self._masks[key] = choice.queue, sum(bits)
        return self._masks[key][1]

    def forget_rules(self) -> None:
        """The queues have changed, and every lane is gone."""
        self._masks.clear()
        for seat in self._seats:
            seat.lanes = 0

    def choose(self, fit: int, queue: Queue, last: str, chance: str) -> Sequence[Seat]:
        """Whom to ring of the free ones in `fit`."""
        if queue.strategy is Strategy.LONGEST_IDLE:
            return (next(seat for _, _, seat in self._idle if seat.bit & fit),)
        return choose(list(self.of(fit)), queue, last, chance)

    def of(self, mask: int) -> Iterator[Seat]:
        """The seats whose bits are in the mask."""
        while mask:
            low = mask & -mask
            yield self._seats[low.bit_length() - 1]
            mask ^= low
