"""Live figures of the day: from the ledger at the start, from every fact since, and from midnight anew."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from appliance.contact.acd import events as facts
from appliance.contact.acd.figures import QueueFigures
from appliance.contact.acd.model import Departure, Queue
from appliance.contact.ledger.model import Entry
from appliance.contact.ledger.repository import LedgerRepository
from appliance.daemons.engine import figures as module
from appliance.daemons.engine.figures import LiveFigures
from appliance.events import Event

SHANGHAI = ZoneInfo("Asia/Shanghai")
MIDNIGHT = datetime(2026, 5, 4, 16, tzinfo=UTC)
"""Where the fifth of May begins in Shanghai."""
CALL = UUID(int=1)


def entered(after: float) -> Event:
    return facts.entered(CALL, "sales", 0, 1, MIDNIGHT + timedelta(seconds=after))


def answered(after: float, wait: float = 5) -> Event:
    moment = MIDNIGHT + timedelta(seconds=after)
    return facts.left(CALL, "sales", Departure.ANSWERED, int(wait * 1000), moment, target_s=30)


class Ledger:
    """Holds events and reads them in pages, as the repository does."""

    def __init__(self, *events: Event) -> None:
        self.entries = [Entry(number, event) for number, event in enumerate(events, 1)]
        self.pages = 0

    def read(self, after_seq: int, limit: int, *, since: datetime, kinds: Collection[str]) -> list[Entry]:
        self.pages += 1
        found = [entry for entry in self.entries if entry.seq > after_seq and entry.event.at >= since]
        return [entry for entry in found if entry.event.kind in kinds][:limit]

    def as_repository(self) -> LedgerRepository:
        return cast("LedgerRepository", self)


def live(target: int = 30) -> LiveFigures:
    return LiveFigures(SHANGHAI, lambda: {"sales": Queue("sales", target_seconds=target)})


def test_facts_are_counted_as_they_come() -> None:
    figures = live(target=4)
    figures.take([entered(10), answered(15, 5), facts.announced(CALL, "sales", 1, MIDNIGHT)])
    figures.take([answered(16, 4)])
    assert figures.of("sales") == QueueFigures(1, 2, 1, 0, 0, 9000, 5000)
    assert figures.of("other") == QueueFigures()
    assert dict(figures.all()).keys() == {"sales"}


def test_what_the_ledger_holds_of_today_is_counted_at_the_start() -> None:
    figures = live()
    ledger = Ledger(entered(-1), entered(0), answered(5), Event("agent.state", MIDNIGHT))
    figures.load(ledger.as_repository(), MIDNIGHT + timedelta(hours=3))
    figures.take([entered(20_000)])
    assert (figures.of("sales").offered, figures.of("sales").answered) == (2, 1)


def test_a_long_day_is_read_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 3)
    figures, ledger = live(), Ledger(*(entered(second) for second in range(8)))
    figures.load(ledger.as_repository(), MIDNIGHT + timedelta(hours=1))
    assert (figures.of("sales").offered, ledger.pages) == (8, 4)


def test_loading_again_does_not_count_twice() -> None:
    figures, ledger = live(), Ledger(entered(1))
    for _ in range(2):
        figures.load(ledger.as_repository(), MIDNIGHT + timedelta(hours=1))
    assert figures.of("sales").offered == 1


def test_the_day_ends_at_the_sites_midnight() -> None:
    figures = live()
    figures.take([entered(-86_400)])
    figures.take([entered(-1)])
    assert figures.of("sales").offered == 2
    figures.take([entered(0)])
    assert figures.of("sales").offered == 1
    figures.take([entered(86_399)])
    assert figures.of("sales").offered == 2


def test_facts_of_both_days_in_one_batch_are_counted_on_their_own_day() -> None:
    figures = live()
    figures.take([entered(-3600)])
    figures.take([entered(-0.02), answered(-0.01), entered(0.01)])
    assert figures.of("sales") == QueueFigures(offered=1)


def test_other_facts_do_not_end_the_day() -> None:
    figures = live()
    figures.take([entered(-60)])
    figures.take([Event("agent.state", MIDNIGHT + timedelta(hours=1))])
    assert figures.of("sales").offered == 1


def test_targets_are_those_of_the_moment() -> None:
    queues = {"sales": Queue("sales", target_seconds=10)}
    figures = LiveFigures(SHANGHAI, lambda: queues)
    figures.take([answered(1, 15)])
    queues["sales"] = Queue("sales", target_seconds=20)
    figures.take([answered(2, 15)])
    assert figures.of("sales").answered_in_target == 1
