"""Which sounds nobody can come back to any more: those of versions that were replaced or removed long ago."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from appliance.contact.prompts.model import Version

GRACE = timedelta(days=1)
"""A sound that was kept so lately may be named by a version that is only being written."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How far back anything can be taken: its newest `versions`, and whatever was in force within `days`."""

    versions: int = 3
    days: int = 90


@dataclass(frozen=True, slots=True)
class Stored:
    """A sound that is kept; `kept_at` is None where it is older than such moments are known."""

    digest: str
    bytes: int
    kept_at: datetime | None


def doomed(
    stored: Iterable[Stored],
    owners: Mapping[str, Sequence[Version]],
    others: Iterable[Sequence[Version]],
    now: datetime,
    rule: Rule | None = None,
) -> tuple[Stored, ...]:
    """The sounds to let go. `owners` are prompts and music by language/name or name, `others` what names those.

    What was removed is still needed while something that can be taken back names it.
    """
    rule = rule or Rule()
    named = {text for history in others for body in reachable(history, rule, now) for text in texts(body)}
    needed: set[str] = set()
    for key, history in owners.items():
        wanted = history[-1].body is not None or key.rpartition("/")[2] in named
        bounds = rule if wanted else Rule(0, rule.days)
        needed.update(text for body in reachable(history, bounds, now) for text in texts(body))
    return tuple(
        sound
        for sound in stored
        if sound.digest not in needed and (sound.kept_at is None or now - sound.kept_at >= GRACE)
    )


def reachable(history: Sequence[Version], rule: Rule, now: datetime) -> Iterator[Mapping[str, Any]]:
    """The bodies that can be gone back to, the present one among them; `history` is the oldest first."""
    ends = [version.at for version in history[1:]] + [now]
    for place, (version, end) in enumerate(zip(history, ends, strict=True)):
        near = place >= len(history) - rule.versions or now - end < timedelta(days=rule.days)
        if near and version.body is not None:
            yield version.body


def texts(value: Any) -> Iterator[str]:
    """Every text anywhere in a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from texts(item)
