"""A distributor between agents, a line, a ledger and timers that remember what they were told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from appliance.contact.acd.model import Announcement, Candidate, Departure, Offer, Queue
from appliance.contact.acd.service import Distributor
from appliance.events import Event

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
PLAIN = Queue("sales", ageing=0.0, max_wait=0, announce_every=0)
ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def at(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


class Rig:
    """Obeys every port of the distributor; `free` are the agents who may be rung."""

    def __init__(self, *queues: Queue) -> None:
        self.candidates: list[Candidate] = []
        self.events: list[Event] = []
        self.offers: list[Offer] = []
        self.said: list[tuple[UUID, int]] = []
        self.left: list[tuple[UUID, Departure]] = []
        self.talking: dict[str, int] = {}
        self.alarms: dict[tuple[str, ...], datetime] = {}
        self.line = Distributor(self, self, self, self)
        self.takes(*(queues or (PLAIN,)))

    def takes(self, *queues: Queue, now: datetime = AT) -> None:
        self.line.configure({queue.name: queue for queue in queues}, now)

    def alarm(self, kind: str, contact: UUID = ONE) -> float | None:
        """In how many seconds from the start an alarm goes off."""
        moment = self.alarms.get((kind, str(contact)))
        return None if moment is None else (moment - AT).total_seconds()

    def facts(self) -> list[str]:
        return [event.kind for event in self.events]

    def taken(self) -> Mapping[str, int]:
        return self.talking

    def free(self) -> Sequence[Candidate]:
        return self.candidates

    def offer(self, offer: Offer, now: datetime) -> None:
        self.offers.append(offer)
        self.candidates = [candidate for candidate in self.candidates if candidate.agent != offer.agent]

    def at_work(self) -> Sequence[Candidate]:
        return self.candidates

    def signed_in(self, queue: Queue, without: Collection[str] = ()) -> bool:
        return bool(self.candidates)

    def announce(self, contact: UUID, said: Announcement) -> None:
        self.said.append((contact, said.position or 0))

    def leave(
        self, contact: UUID, departure: Departure, now: datetime, exit_: str, prompts: tuple[str, ...] = ()
    ) -> None:
        self.left.append((contact, departure))

    def record(self, *events: Event) -> None:
        self.events.extend(events)

    def arm(self, key: tuple[str, ...], at: datetime) -> None:
        self.alarms[key] = at

    def cancel(self, key: tuple[str, ...]) -> None:
        self.alarms.pop(key, None)


def agent(number: str = "8001") -> Candidate:
    return Candidate(number, {}, AT)


def named(name: str, rule: Queue = PLAIN) -> Queue:
    return replace(rule, name=name)
