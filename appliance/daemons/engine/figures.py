"""Live figures of the day, folded from the ledger: what it held at the start and every fact since."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from appliance.contact.acd import events as acd_facts
from appliance.contact.acd.figures import QueueFigures, count
from appliance.contact.acd.model import Queue
from appliance.contact.ledger.repository import LedgerRepository
from appliance.events import Event

KINDS = (acd_facts.ENTERED, acd_facts.LEFT)
PAGE = 5000


class LiveFigures:
    """Figures by queue since midnight in the site's zone."""

    def __init__(self, zone: tzinfo, queues: Callable[[], Mapping[str, Queue]]) -> None:
        self._zone, self._queues = zone, queues
        self._figures: dict[str, QueueFigures] = {}
        self._day_ends: datetime | None = None

    def load(self, ledger: LedgerRepository, now: datetime) -> None:
        """Count what the ledger already holds of today."""
        self._turn_day(now)
        since, after = self._midnight(now), 0
        while page := ledger.read(after, PAGE, since=since, kinds=KINDS):
            self.take([entry.event for entry in page])
            after = page[-1].seq

    def take(self, events: Sequence[Event]) -> None:
        """Count facts as they become durable."""
        counted = [event for event in events if event.kind in KINDS]
        targets = {name: queue.target_seconds for name, queue in self._queues().items()} if counted else {}
        for event in counted:
            if self._day_ends is None or event.at >= self._day_ends:
                self._turn_day(event.at)
            self._figures = count(self._figures, (event,), targets)

    def of(self, queue: str) -> QueueFigures:
        return self._figures.get(queue, QueueFigures())

    def all(self) -> Iterable[tuple[str, QueueFigures]]:
        return self._figures.items()

    def _turn_day(self, now: datetime) -> None:
        self._figures = {}
        self._day_ends = self._midnight(now) + timedelta(days=1)

    def _midnight(self, now: datetime) -> datetime:
        return now.astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
