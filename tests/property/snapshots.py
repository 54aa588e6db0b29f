"""Random snapshots of a line: queues with skills, ageing and overflow, calls that wait in them, agents who are free."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from appliance.contact.acd.demands import demand, reserved, serves, urgency
from appliance.contact.acd.matching import Run
from appliance.contact.acd.model import Candidate, Queue, Relaxation, Strategy, Waiting

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
NAMES = ("sales", "support", "gold")
SKILLS = ("sales", "tech", "english")


@dataclass(frozen=True)
class Snapshot:
    """What the rule decides from, with the look-ups that tests need."""

    waiting: tuple[Waiting, ...]
    free: tuple[Candidate, ...]
    queues: Mapping[str, Queue]
    run: Run = field(default_factory=Run)

    def call(self, contact: UUID) -> Waiting:
        return next(call for call in self.waiting if call.contact == contact)

    def agent(self, number: str) -> Candidate:
        return next(agent for agent in self.free if agent.agent == number)

    def known(self, call: Waiting) -> list[Queue]:
        """The queues that are tried for the call, without those that are no longer configured."""
        return [self.queues[name] for name in call.queues if name in self.queues]

    def could_serve(self, agent: Candidate, call: Waiting) -> bool:
        """Whether one of the call's queues that is not full, as relaxed by now, leads to the agent."""
        return any(self.fits(agent, call, queue) for queue in self.known(call))

    def fits(self, agent: Candidate, call: Waiting, queue: Queue) -> bool:
        asked = demand(queue, call.skills, NOW - call.entered_at)
        mine = reserved(call, NOW) in ("", agent.agent) and agent.agent not in call.without and agent.capacity > 0
        return mine and serves(agent, queue, asked)

    def place(self, call: Waiting) -> tuple[bool, int, datetime, UUID]:
        """The less, the earlier in line."""
        return not call.fast_lane, -urgency(call, self.queues, NOW), call.entered_at, call.contact


def _ago(seconds: int) -> datetime:
    return NOW - timedelta(seconds=seconds)


AGES = st.sampled_from([0, 1, 30, 59, 60, 61, 120, 600]).map(_ago)
LEVELS = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 3), max_size=2)
QUEUE_LISTS = st.lists(st.sampled_from((*NAMES, "removed")), min_size=1, max_size=3, unique=True).map(tuple)
NUMBERS = tuple(f"80{number:02}" for number in range(1, 7))
RELAXED = st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 2), max_size=2)
STEPS = st.lists(st.builds(Relaxation, st.sampled_from([0, 30, 60]), RELAXED), max_size=2).map(tuple)


def queue(name: str, *, limits: bool = False) -> st.SearchStrategy[Queue]:
    """Any rules; with `limits` also ringing all and a most of conversations."""
    return st.builds(
        Queue,
        st.just(name),
        skills=LEVELS,
        ageing=st.sampled_from([0.0, 1.0, 5.0]),
        strategy=st.sampled_from([each for each in Strategy if limits or each is not Strategy.RING_ALL]),
        order=st.permutations(NUMBERS).map(lambda order: tuple(order[:3])),
        relax=STEPS,
        rescue=st.sampled_from([0, 0, 2]),
        most_talking=st.sampled_from([0, 0, 1, 2]) if limits else st.just(0),
    )


def call(number: int, entered: st.SearchStrategy[datetime] = AGES) -> st.SearchStrategy[Waiting]:
    return st.builds(
        Waiting,
        st.just(UUID(int=number)),
        QUEUE_LISTS,
        st.integers(-1, 3),
        entered,
        skills=st.one_of(st.just({}), LEVELS),
        fast_lane=st.sampled_from([False, False, True]),
        absent=st.booleans(),
        wanted=st.sampled_from(NUMBERS),
        without=st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from(NUMBERS), max_size=3)),
        wanted_until=st.one_of(st.none(), st.sampled_from([-1, 0, 20]).map(lambda s: NOW + timedelta(seconds=s))),
    )


def candidate(number: int) -> st.SearchStrategy[Candidate]:
    queues = st.frozensets(st.sampled_from(NAMES), max_size=2)
    number_ = st.just(NUMBERS[number - 1])
    return st.builds(Candidate, number_, LEVELS, AGES, queues, st.integers(0, 2), st.sampled_from([0, 1, 1, 2]))


def _many(build: Callable[[int], st.SearchStrategy[object]], most: int) -> st.SearchStrategy[tuple[object, ...]]:
    return st.integers(0, most).flatmap(lambda count: st.tuples(*(build(number) for number in range(1, count + 1))))


def queues(*, limits: bool = False) -> st.SearchStrategy[dict[str, Queue]]:
    return st.tuples(*(queue(name, limits=limits) for name in NAMES)).map(
        lambda queues: {queue.name: queue for queue in queues}
    )


SNAPSHOTS = st.builds(Snapshot, _many(call, 6), _many(candidate, 6), queues(), st.builds(Run, seed=st.integers(0, 99)))
