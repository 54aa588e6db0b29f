"""Random snapshots of a line: queues with skills, ageing and overflow, calls that wait in them, agents who are free."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from appliance.contact.acd.matching import serves, urgency
from appliance.contact.acd.model import Candidate, Queue, Waiting

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
NAMES = ("sales", "support", "gold")
SKILLS = ("sales", "tech", "english")


@dataclass(frozen=True)
class Snapshot:
    """What the rule decides from, with the look-ups that tests need."""

    waiting: tuple[Waiting, ...]
    free: tuple[Candidate, ...]
    queues: Mapping[str, Queue]

    def call(self, contact: UUID) -> Waiting:
        return next(call for call in self.waiting if call.contact == contact)

    def agent(self, number: str) -> Candidate:
        return next(agent for agent in self.free if agent.agent == number)

    def known(self, call: Waiting) -> list[Queue]:
        """The queues that are tried for the call, without those that are no longer configured."""
        return [self.queues[name] for name in call.queues if name in self.queues]

    def could_serve(self, agent: Candidate, call: Waiting) -> bool:
        return any(serves(agent, queue) for queue in self.known(call))

    def place(self, call: Waiting) -> tuple[float, datetime, UUID]:
        """The less, the earlier in line."""
        return -urgency(call, self.queues, NOW), call.entered_at, call.contact


def _ago(seconds: int) -> datetime:
    return NOW - timedelta(seconds=seconds)


AGES = st.sampled_from([0, 1, 30, 59, 60, 61, 120, 600]).map(_ago)
LEVELS = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 3), max_size=2)
QUEUE_LISTS = st.lists(st.sampled_from((*NAMES, "removed")), min_size=1, max_size=3, unique=True).map(tuple)


def _queue(name: str) -> st.SearchStrategy[Queue]:
    return st.builds(Queue, st.just(name), skills=LEVELS, ageing=st.sampled_from([0.0, 1.0, 5.0]))


def _call(number: int) -> st.SearchStrategy[Waiting]:
    return st.builds(Waiting, st.just(UUID(int=number)), QUEUE_LISTS, st.integers(-1, 3), AGES)


def _candidate(number: int) -> st.SearchStrategy[Candidate]:
    queues = st.frozensets(st.sampled_from(NAMES), max_size=2)
    return st.builds(Candidate, st.just(f"80{number:02}"), LEVELS, AGES, queues)


def _many(build: Callable[[int], st.SearchStrategy[object]], most: int) -> st.SearchStrategy[tuple[object, ...]]:
    return st.integers(0, most).flatmap(lambda count: st.tuples(*(build(number) for number in range(1, count + 1))))


QUEUES = st.tuples(*(_queue(name) for name in NAMES)).map(lambda queues: {queue.name: queue for queue in queues})
SNAPSHOTS = st.builds(Snapshot, _many(_call, 6), _many(_candidate, 6), QUEUES)
