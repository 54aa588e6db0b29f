"""What goes and when: by age, by need of room, never what is held; every bound is exact."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.recording.retention import (
    CLASSES,
    Cause,
    DiskLevel,
    DiskRule,
    Kept,
    RetentionClass,
    disk_level,
    next_run,
    plan,
    problems,
    relief,
    room_wanted,
)

NOW = datetime(2026, 6, 1, 3, 30, tzinfo=UTC)


def kept(number: int, days: float, retention: str = "standard", held: bool = False, size: int = 100) -> Kept:
    return Kept(UUID(int=number), NOW - timedelta(days=days), size, retention, held)


@pytest.mark.parametrize(
    ("days", "retention", "held", "goes"),
    [
        (89.99, "standard", False, False),
        (90, "standard", False, True),
        (364.9, "complaint", False, False),
        (365, "complaint", False, True),
        (4000, "standard", True, False),
        (4000, "gone-from-the-rules", False, False),
        (4000, "for-ever", False, False),
    ],
)
def test_age_decides_by_class(days: float, retention: str, held: bool, goes: bool) -> None:
    classes = {**CLASSES, "for-ever": RetentionClass(1, 0)}
    made = plan([kept(1, days, retention, held)], classes, NOW)
    assert [item.cause for item in made.doomed] == ([Cause.AGE] if goes else [])
    assert len(made.held) == (held and days > 90)
    assert len(made.unknown) == (retention == "gone-from-the-rules")


@pytest.mark.parametrize(
    ("days", "retention", "held", "cause"),
    [
        (29.99, "voicemail", False, None),
        (30, "voicemail", False, Cause.DISCARDED),
        (30, "voicemail", True, None),
        (89, "complaint", False, None),
        (90, "voicemail", False, Cause.AGE),
        (4000, "gone-from-the-rules", False, None),
        (4000, "for-ever", False, Cause.DISCARDED),
    ],
)
def test_what_nobody_needs_any_more_goes_at_its_minimum(
    days: float, retention: str, held: bool, cause: Cause | None
) -> None:
    classes = {**CLASSES, "for-ever": RetentionClass(1, 0)}
    item = replace(kept(1, days, retention, held), discarded=True)
    made = plan([item], classes, NOW)
    bound = classes[retention].maximum if cause is Cause.AGE else classes.get(retention, CLASSES["voicemail"]).minimum
    assert [(one.cause, one.days) for one in made.doomed] == ([(cause, bound)] if cause else [])
    assert made.held == ((item,) if held else ())


def test_a_full_disk_takes_the_oldest_beyond_its_minimum_and_no_more_than_it_needs() -> None:
    there = [kept(1, 29), kept(2, 40), kept(3, 80, held=True), kept(4, 60), kept(5, 85, "complaint"), kept(6, 50)]
    found = relief(there, CLASSES, NOW, 150)
    assert [item.kept.recording.int for item in found] == [4, 6]
    assert {item.cause for item in found} == {Cause.DISK_FULL}
    assert relief(there, CLASSES, NOW, 0) == ()


@given(
    st.lists(st.tuples(st.floats(0, 500), st.sampled_from(["standard", "complaint", "x"]), st.booleans())),
    st.integers(0, 5000),
)
def test_whatever_the_disk_wants_nothing_protected_goes(rows: list[tuple[float, str, bool]], wanted: int) -> None:
    there = [kept(number, days, retention, held) for number, (days, retention, held) in enumerate(rows)]
    for item in relief(there, CLASSES, NOW, wanted):
        assert not item.kept.held
        assert NOW - item.kept.started_at >= timedelta(days=CLASSES[item.kept.retention].minimum)
    for item in plan(there, CLASSES, NOW).doomed:
        assert not item.kept.held
        assert NOW - item.kept.started_at >= timedelta(days=CLASSES[item.kept.retention].maximum)


@pytest.mark.parametrize(
    ("used", "level"), [(849, "fine"), (850, "warning"), (949, "warning"), (950, "full"), (1000, "full")]
)
def test_the_disk_warns_at_85_and_is_full_at_95_percent(used: int, level: str) -> None:
    assert disk_level(used, 1000, DiskRule()) == level


@pytest.mark.parametrize(
    ("before", "used", "level"),
    [
        ("warning", 849, "warning"),
        ("warning", 830, "warning"),
        ("warning", 829, "fine"),
        ("full", 949, "full"),
        ("full", 930, "full"),
        ("full", 929, "warning"),
        ("full", 830, "warning"),
        ("full", 829, "fine"),
        ("fine", 849, "fine"),
        ("warning", 949, "warning"),
        ("warning", 950, "full"),
    ],
)
def test_a_level_ends_two_percent_below_where_it_begins(before: str, used: int, level: str) -> None:
    assert disk_level(used, 1000, DiskRule(), DiskLevel(before)) == level


def test_room_is_wanted_on_a_full_disk_only_and_only_where_the_rules_allow_it() -> None:
    assert room_wanted(949, 1000, DiskRule()) == 0
    assert room_wanted(960, 1000, DiskRule()) == 60
    assert room_wanted(960, 1000, DiskRule(make_room=False)) == 0
    assert disk_level(900, 1000, DiskRule()) is DiskLevel.WARNING


@pytest.mark.parametrize(
    ("name", "rule", "found"),
    [
        ("short", RetentionClass(7, 7), []),
        ("for-ever", RetentionClass(1, 0), []),
        ("turned", RetentionClass(30, 29), ["order"]),
        ("zero", RetentionClass(0, 9), ["days"]),
        ("white space", RetentionClass(1, 9), ["name"]),
        ("", RetentionClass(1, 9), ["name"]),
    ],
)
def test_a_class_is_checked(name: str, rule: RetentionClass, found: list[str]) -> None:
    assert list(problems(name, rule)) == found


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "2026-06-01T01:00", "2026-06-01T03:30"),
        (None, "2026-06-01T04:00", "2026-06-02T03:30"),
        ("2026-06-01T03:30", "2026-06-01T04:00", "2026-06-02T03:30"),
        ("2026-05-31T03:30", "2026-06-01T03:29", "2026-06-01T03:30"),
        ("2026-05-30T03:30", "2026-06-01T01:00", "2026-06-01T01:00"),
        ("2026-05-31T03:30", "2026-06-01T09:00", "2026-06-01T09:00"),
    ],
)
def test_the_plan_runs_once_a_day_and_catches_up(last: str | None, now: str, due: str) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    assert next_run(moment(last) if last else None, moment(now), time(3, 30)) == moment(due)
