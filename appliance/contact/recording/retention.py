"""Which recordings go, and when: by age of their class, or earlier when nobody needs them or the disk is full.

What is held never goes, and nothing goes before its class's minimum.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from appliance.contact.recording.model import Retention


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """Days for which audio is kept at least and at most; a `maximum` of 0 keeps it for ever."""

    minimum: int
    maximum: int


CLASSES: Mapping[str, RetentionClass] = {
    Retention.STANDARD: RetentionClass(30, 90),
    Retention.COMPLAINT: RetentionClass(90, 365),
    Retention.VOICEMAIL: RetentionClass(30, 90),
    Retention.FAX: RetentionClass(30, 365),
}
"""What every box begins with."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A recording whose audio is there; `held` when a legal hold is on it, not `local` when it lies elsewhere only.

    `discarded` when whom it was left for needs it no more.
    """

    recording: UUID
    started_at: datetime
    bytes: int
    retention: str
    held: bool = False
    local: bool = True
    discarded: bool = False


class Cause(StrEnum):
    """Why audio goes."""

    AGE = "age"
    DISK_FULL = "disk-full"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Doomed:
    """A recording whose audio goes now; `days` is the bound of its class that it has passed."""

    kept: Kept
    cause: Cause
    days: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes, and how much stays that would go but for that: `held`, or of a class nobody knows (`unknown`)."""

    doomed: tuple[Doomed, ...]
    held: tuple[Kept, ...] = ()
    unknown: tuple[Kept, ...] = ()

    @property
    def bytes(self) -> int:
        return sum(item.kept.bytes for item in self.doomed)


def plan(kept: Iterable[Kept], classes: Mapping[str, RetentionClass], now: datetime) -> Plan:
    """What has passed its class's maximum, or its minimum if it is discarded.

    A recording of an unknown class never goes: nobody has ruled on it.
    """
    doomed: list[Doomed] = []
    held: list[Kept] = []
    unknown: list[Kept] = []
    for item in kept:
        rule = classes.get(item.retention)
        if rule is None:
            unknown.append(item)
        elif (cause := _over(item, rule, now)) is None:
            continue
        elif item.held:
            held.append(item)
        else:
            doomed.append(Doomed(item, cause, rule.minimum if cause is Cause.DISCARDED else rule.maximum))
    return Plan(tuple(doomed), tuple(held), tuple(unknown))


def relief(
    kept: Iterable[Kept], classes: Mapping[str, RetentionClass], now: datetime, wanted: int
) -> tuple[Doomed, ...]:
    """The oldest here that may go early, until `wanted` bytes are found: past their minimum, not held, known class."""
    found: list[Doomed] = []
    for item in sorted(kept, key=lambda item: (item.started_at, item.recording)):
        if wanted <= 0:
            break
        rule = classes.get(item.retention)
        if rule and item.local and not item.held and _age(item, now) >= timedelta(days=rule.minimum):
            found.append(Doomed(item, Cause.DISK_FULL, rule.minimum))
            wanted -= item.bytes
    return tuple(found)


@dataclass(frozen=True, slots=True)
class DiskRule:
    """Percent of the disk in use that warn and that are too much; `make_room` lets old audio go early."""

    warn: int = 85
    full: int = 95
    make_room: bool = True


class DiskLevel(StrEnum):
    FINE = "fine"
    WARNING = "warning"
    FULL = "full"


SLACK = 2
"""Percent below its threshold at which a level is over, so that a disk at a threshold does not alarm at every look."""


def disk_level(used: int, total: int, rule: DiskRule, before: DiskLevel = DiskLevel.FINE) -> DiskLevel:
    """`used` and `total` in bytes; a level that held `before` goes on until it is clearly over."""
    full = rule.full - SLACK * (before is DiskLevel.FULL)
    warn = rule.warn - SLACK * (before is not DiskLevel.FINE)
    return _level(used, total, DiskRule(warn, full))


def _level(used: int, total: int, rule: DiskRule) -> DiskLevel:
    if used * 100 >= rule.full * total:
        return DiskLevel.FULL
    return DiskLevel.WARNING if used * 100 >= rule.warn * total else DiskLevel.FINE


def room_wanted(used: int, total: int, rule: DiskRule) -> int:
    """Bytes that must go to come half way down from full to warning; 0 below full, or where nothing may go early."""
    if not rule.make_room or disk_level(used, total, rule) is not DiskLevel.FULL:
        return 0
    return used - (rule.warn + rule.full) * total // 200


def problems(name: str, rule: RetentionClass) -> Iterator[str]:
    """What is wrong with a class, as codes: at least a day, and not longer at least than at most."""
    if rule.minimum < 1 or rule.maximum < 0:
        yield "days"
    if rule.maximum and rule.maximum < rule.minimum:
        yield "order"
    if not name or not name.replace("-", "").isalnum() or len(name) > 16:
        yield "name"


def next_run(last: datetime | None, now: datetime, at: time) -> datetime:
    """When the daily run is due, in `now`'s zone: at once if one was missed since `last`, else at the next `at`."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    latest = today if today <= now else today - timedelta(days=1)
    if last is not None and last < latest:
        return now
    return latest + timedelta(days=1)


def _over(item: Kept, rule: RetentionClass, now: datetime) -> Cause | None:
    """Why its time is over."""
    if rule.maximum and _age(item, now) >= timedelta(days=rule.maximum):
        return Cause.AGE
    if item.discarded and _age(item, now) >= timedelta(days=rule.minimum):
        return Cause.DISCARDED
    return None


def _age(item: Kept, now: datetime) -> timedelta:
    return now - item.started_at
