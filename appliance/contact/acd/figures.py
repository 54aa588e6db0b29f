"""Live figures of queues: a fold over ledger events and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from appliance.contact.acd import events as facts
from appliance.contact.acd.model import Departure, foreseen
from appliance.events import Event


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """Counts since the start of the period; `waits_ms` sums the waits of answered calls.

    `estimates` counts the waits that were foretold to calls since answered, `estimates_right` those that were right.
    """

    offered: int = 0
    answered: int = 0
    answered_in_target: int = 0
    abandoned: int = 0
    other: int = 0
    waits_ms: int = 0
    longest_wait_ms: int = 0
    estimates: int = 0
    estimates_right: int = 0

    @property
    def estimates_kept(self) -> float | None:
        """Per cent of the foretold waits that were right; None before the first could be scored."""
        return round(100 * self.estimates_right / self.estimates, 1) if self.estimates else None

    @property
    def service_level(self) -> float | None:
        """Per cent of calls that left the line answered within the target; None before the first has left."""
        done = self.answered + self.abandoned + self.other
        return round(100 * self.answered_in_target / done, 1) if done else None


def count(
    figures: Mapping[str, QueueFigures], events: Iterable[Event], targets: Mapping[str, int]
) -> dict[str, QueueFigures]:
    """`figures` carried on by `events`; `targets` gives the target in seconds by queue (default 30)."""
    result = dict(figures)
    for event in events:
        if event.kind == facts.ENTERED:
            name = event.data["queue"]
            before = result.get(name, QueueFigures())
            result[name] = replace(before, offered=before.offered + 1)
        elif event.kind == facts.LEFT:
            name = event.data["queue"]
            result[name] = _left(result.get(name, QueueFigures()), event, 1000 * targets.get(name, 30))
    return result


def _left(before: QueueFigures, event: Event, target_ms: int) -> QueueFigures:
    wait = int(event.data["wait_ms"])
    outcome = event.data["outcome"]
    answered = outcome == Departure.ANSWERED
    abandoned = outcome == Departure.ABANDONED
    foretold = event.data.get("estimates", ()) if answered else ()
    return replace(
        before,
        answered=before.answered + answered,
        answered_in_target=before.answered_in_target + (answered and wait <= target_ms),
        abandoned=before.abandoned + abandoned,
        other=before.other + (not answered and not abandoned),
        waits_ms=before.waits_ms + (wait if answered else 0),
        longest_wait_ms=max(before.longest_wait_ms, wait),
        estimates=before.estimates + len(foretold),
        estimates_right=before.estimates_right
        + sum(foreseen(seconds, (wait - after) / 1000) for after, seconds in foretold),
    )
