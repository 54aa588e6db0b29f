"""How many calls each agent has taken: what the strategy of the fewest calls goes by."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, tzinfo

from appliance.events import Event

ENDED = "offer.ended"


class Tally:
    """Counts by agent since midnight in `zone`, or since the engine started if that was later."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._day: date | None = None
        self._taken: Counter[str] = Counter()

    def take(self, events: Iterable[Event]) -> None:
        for event in events:
            if event.kind == ENDED and event.data.get("outcome") == "answered":
                day = event.at.astimezone(self._zone).date()
                if day != self._day:
                    self._day, self._taken = day, Counter()
                self._taken[event.data["agent"]] += 1

    def of(self, agent: str) -> int:
        return self._taken[agent]
