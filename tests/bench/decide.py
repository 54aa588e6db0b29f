"""acd.decide.p99: one decision of the distributor with 5,000 calls waiting and 500 agents."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from appliance.contact.acd.matching import match
from appliance.contact.acd.model import Announcement, Candidate, Departure, Offer, Queue, Relaxation, Waiting
from appliance.contact.acd.service import Distributor
from appliance.events import Event
from drivers.simulated.sip.note import percentile
from tests.bench.figure import Figure, Goal

CALLS, AGENTS, QUEUES, IDLE = 5000, 500, 100, 50
SAMPLES, NAIVE = 3000, 100
BEGIN = datetime(2026, 5, 4, 9, tzinfo=UTC)


def measure(folder: Path) -> list[Figure]:
    """In milliseconds; the baseline is the rule itself over the whole snapshot each time."""
    centre = Centre(Random(20260504))
    found = sorted(centre.decisions(SAMPLES, centre.decide))
    naive = sorted(centre.decisions(NAIVE, centre.decide_anew))
    counts = {"waiting": CALLS, "agents": AGENTS, "idle": IDLE, "samples": SAMPLES, "baseline_samples": NAIVE}
    middle = {"p50": _ms(found, 0.5), "baseline_p50": _ms(naive, 0.5)}
    return [Figure("acd.decide.p99", _ms(found, 0.99), "ms", Goal(most=2), _ms(naive, 0.99), counts | middle)]


class Centre:
    """A line that is always full. Some agents are idle whom nobody in line needs; one after another becomes free."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.now = chance, BEGIN
        self.queues = {f"q{number}": self._queue(number) for number in range(QUEUES)}
        self.staff = [self._agent(number) for number in range(AGENTS)]
        self.idle = [Candidate(f"9{number:03}", {}, BEGIN, frozenset({"none"})) for number in range(IDLE)]
        self.candidates: Sequence[Candidate] = self.idle
        self.offers: list[Offer] = []
        self.count = 0
        self.line = Distributor(self, self, self, self)
        self.line.configure(self.queues, self.now)
        for _ in range(CALLS):
            self.now += timedelta(milliseconds=200)
            self._arrive()

    def decisions(self, count: int, decide: Callable[[], Sequence[Offer]]) -> list[float]:
        """How long each took, in seconds."""
        seconds = []
        for number in range(count):
            self.now += timedelta(milliseconds=200)
            self._arrive()
            agent = self.staff[number % AGENTS]
            self.candidates = [*self.idle, Candidate(agent.agent, agent.skills, self.now, agent.queues)]
            began = time.perf_counter()
            offers = decide()
            seconds.append(time.perf_counter() - began)
            if len(offers) != 1 or offers[0].agent != agent.agent:
                raise RuntimeError(f"{offers} when {agent} became free")
            self.candidates = self.idle
            self.line.leave(offers[0].contact, Departure.ANSWERED, self.now)
        return seconds

    def decide(self) -> Sequence[Offer]:
        self.offers = []
        self.line.distribute(self.now)
        return self.offers

    def decide_anew(self) -> Sequence[Offer]:
        return match(self.line.waiting(), self.candidates, self.queues, self.now)

    def _queue(self, number: int) -> Queue:
        relax = (Relaxation(30, {f"s{number}": 1}),) if number % 3 == 0 else ()
        ageing = self.chance.choice([0.5, 1.0, 2.0])
        skills = {f"s{number}": self.chance.randint(1, 3)}
        return Queue(f"q{number}", skills=skills, ageing=ageing, relax=relax, max_wait=0, announce_every=0)

    def _agent(self, number: int) -> Candidate:
        skills = {f"s{(number + step) % QUEUES}": self.chance.randint(2, 5) for step in range(0, 50, 5)}
        return Candidate(f"8{number:03}", skills | {f"s{number % QUEUES}": 5}, BEGIN)

    def _arrive(self) -> None:
        self.count += 1
        call = Waiting(UUID(int=self.count), (f"q{self.count % QUEUES}",), self.chance.randint(0, 5), self.now)
        self.line.restore(call, offered=False, now=self.now)

    def free(self) -> Sequence[Candidate]:
        return self.candidates

    def taken(self) -> Mapping[str, int]:
        return {}

    def at_work(self) -> Sequence[Candidate]:
        return self.free()

    def signed_in(self, queue: Queue, without: Collection[str] = ()) -> bool:
        return True

    def offer(self, offer: Offer, now: datetime) -> None:
        self.offers.append(offer)

    def announce(self, contact: UUID, said: Announcement) -> None: ...

    def leave(
        self, contact: UUID, departure: Departure, now: datetime, exit_: str, prompts: tuple[str, ...] = ()
    ) -> None: ...

    def record(self, *events: Event) -> None: ...

    def arm(self, key: tuple[str, ...], at: datetime) -> None: ...

    def cancel(self, key: tuple[str, ...]) -> None: ...


def _ms(ordered: Sequence[float], share: float) -> float:
    return round(1000 * (percentile(ordered, share) or 0.0), 3)
