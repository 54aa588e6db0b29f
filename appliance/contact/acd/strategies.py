"""Whom of those who fit: one function for each strategy of a queue."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Protocol, TypeVar

from appliance.contact.acd.model import Queue, Strategy


class Idle(Protocol):
    """What of a free agent a strategy looks at; `idle_since` is whatever sorts by time."""

    @property
    def agent(self) -> str: ...

    @property
    def idle_since(self) -> Any: ...

    @property
    def calls(self) -> int: ...


T = TypeVar("T", bound=Idle)


def choose(fit: Sequence[T], queue: Queue, last: str, chance: str) -> Sequence[T]:
    """Whom to ring of the agents who fit (at least one); several only if the queue rings all.

    `last` is the agent the queue offered a call to before; `chance` decides at random, the same for the same text.
    """
    if queue.strategy is Strategy.RING_ALL:
        return sorted(fit, key=idling)
    return (_CHOICES[queue.strategy](fit, queue, last, chance),)


def idling(agent: Idle) -> tuple[Any, str]:
    """Sorts by idling, longest first."""
    return agent.idle_since, agent.agent


def _longest_idle(fit: Sequence[T], queue: Queue, last: str, chance: str) -> T:
    return min(fit, key=idling)


def _fewest_calls(fit: Sequence[T], queue: Queue, last: str, chance: str) -> T:
    return min(fit, key=lambda agent: (agent.calls, agent.idle_since, agent.agent))


def _linear(fit: Sequence[T], queue: Queue, last: str, chance: str) -> T:
    place = {agent: place for place, agent in enumerate(queue.order)}
    return min(fit, key=lambda agent: (place.get(agent.agent, len(place)), agent.agent))


def _random(fit: Sequence[T], queue: Queue, last: str, chance: str) -> T:
    drawn = int.from_bytes(blake2b(chance.encode(), digest_size=8).digest())
    return sorted(fit, key=lambda agent: agent.agent)[drawn % len(fit)]


def _round_robin(fit: Sequence[T], queue: Queue, last: str, chance: str) -> T:
    return min(fit, key=lambda agent: (agent.agent <= last, agent.agent))


_CHOICES: Mapping[Strategy, Callable[[Sequence[Any], Queue, str, str], Any]] = {
    Strategy.LONGEST_IDLE: _longest_idle,
    Strategy.FEWEST_CALLS: _fewest_calls,
    Strategy.LINEAR: _linear,
    Strategy.RANDOM: _random,
    Strategy.ROUND_ROBIN: _round_robin,
}
