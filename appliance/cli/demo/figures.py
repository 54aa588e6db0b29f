"""Counts a load of calls from the live events and from what the callers saw themselves."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from appliance.cli.demo.story import Story
from drivers.simulated.sip.note import Kind, Note, percentile

SHARES = (("p50", 0.50), ("p95", 0.95), ("p99", 0.99))


@dataclass(slots=True)
class Figures:
    """Feeds on facts and notes of calls from `callers`; `report` is the result.

    Times to the answer are seconds from a call's arrival to its agent, greeting and menu included.
    """

    callers: Container[str]
    placed: int = 0
    refused: int = 0
    joined: int = 0
    results: Counter[str] = field(default_factory=Counter)
    _calls: dict[str, str] = field(default_factory=dict)
    _live: dict[str, Story] = field(default_factory=dict)
    _waits: list[float] = field(default_factory=list)

    def note(self, note: Note) -> None:
        """What a caller did."""
        if note.kind is Kind.PLACED:
            self.placed += 1
            self._calls[note.who] = note.call
        elif note.kind is Kind.REFUSED:
            self.refused += 1

    def fact(self, fact: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What the centre did; returns the cues that callers get now, as SIP call and name."""
        event = fact["data"]
        contact = event.get("contact")
        if fact["kind"] == "contact.opened" and (caller := event["data"].get("caller")) in self.callers:
            self._live[contact] = Story(caller)
        story = self._live.get(contact)
        if story is None:
            return []
        told = story.hear(fact)
        if told and told.key == "joined":
            self.joined += 1
            self._waits.append(told.after)
        if story.over:
            self.results[story.result] += 1
            del self._live[contact]
        call = self._calls.get(story.caller)
        return [(call, cue) for cue in story.take_cues()] if call else []

    @property
    def live(self) -> int:
        """Calls that are in the centre now."""
        return len(self._live)

    @property
    def talking(self) -> int:
        return sum(story.talking for story in self._live.values())

    @property
    def waiting(self) -> int:
        """Calls that are in the centre and have no agent yet."""
        return len(self._live) - self.talking

    def report(self, failed: int) -> dict[str, Any]:
        """The whole load as JSON values; `failed` is how many calls failed as SIP calls."""
        served = {name: self.results[name] for name in ("answered", "abandoned", "voicemail")}
        other = {name: count for name, count in sorted(self.results.items()) if name not in served}
        return {
            "placed": self.placed,
            **served,
            "failed": failed,
            "other": other,
            "unseen": max(0, self.placed - self.results.total() - len(self._live) - self.refused),
            "answer_s": spread(sorted(self._waits)),
        }


def spread(ordered: Sequence[float]) -> dict[str, float | None]:
    """The percentiles of sorted seconds, to the millisecond; None of nothing."""
    values = {name: percentile(ordered, share) for name, share in SHARES}
    return {name: None if value is None else round(value, 3) for name, value in values.items()}
