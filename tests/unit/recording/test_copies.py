"""When copies may be made and how fast; what left the box is on record before it goes, and can come back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.recording.copies import Copies, CopyRule, opens_in, pause
from appliance.contact.recording.custody import Deed
from appliance.contact.recording.errors import (
    RecordingCopyMissing,
    RecordingDeleted,
    RecordingHere,
    RecordingMoved,
    RecordingReasonMissing,
)
from appliance.contact.recording.model import FindingKind, Recording
from tests.unit.recording.fakes import START, MemoryAudio, Power, PowerCutError, World

RAW = bytes(range(200)) * 40
DEED = Deed("li", "court 12", START)
OLD = START + timedelta(days=40)


def filled(count: int = 3) -> tuple[World, list[Recording], Copies, MemoryAudio]:
    world = World()
    recordings = [item for number in range(count) if (item := world.record(f"{number}.1", RAW))]
    copies = Copies(world.register, world.changes, world.changes_head, world.audio, world.recorder.books)
    return world, recordings, copies, MemoryAudio(Power())


def copy_all(copies: Copies, store: MemoryAudio) -> int:
    waiting = copies.waiting(store)
    for identity in waiting:
        copies.copy(identity, store, lambda count: None)
    return len(waiting)


@pytest.mark.parametrize(
    ("start", "end", "hour", "wait"),
    [
        ("00:00", "00:00", 13, 0),
        ("20:00", "06:00", 21, 0),
        ("20:00", "06:00", 5, 0),
        ("20:00", "06:00", 6, 14),
        ("20:00", "06:00", 12, 8),
        ("01:00", "05:00", 4, 0),
        ("01:00", "05:00", 5, 20),
    ],
)
def test_the_hours(start: str, end: str, hour: int, wait: int) -> None:
    now = datetime(2026, 3, 1, hour, tzinfo=UTC)
    assert opens_in(CopyRule("/s", start, end), now) == timedelta(hours=wait)


@given(st.integers(0, 10**9), st.floats(0, 10**4), st.integers(1, 10**6))
def test_the_rate_is_kept(done: int, seconds: float, rate: int) -> None:
    assert pause(done, seconds, 0) == 0
    wait = pause(done, seconds, rate)
    assert wait >= 0
    assert done <= (seconds + wait) * rate * 1000 * (1 + 1e-9) + 1


def test_copies_are_the_sealed_files_and_are_made_once() -> None:
    world, recordings, copies, store = filled()
    assert copies.status(store)["waiting"] == 3
    assert copy_all(copies, store) == 3
    assert store.sealed == world.audio.sealed
    assert copy_all(copies, store) == 0
    assert copies.status(store) == {"copied": 3, "waiting": 0, "bytes_waiting": 0, "moved": 0}
    assert list(copies.verify(store)) == []
    assert recordings[0].file in store.sealed


def test_audio_that_is_not_what_was_sealed_is_not_copied() -> None:
    world, (recording, *_), copies, store = filled()
    file = world.audio.sealed[recording.file]
    world.audio.sealed[recording.file] = file[:-1] + bytes([file[-1] ^ 1])
    with pytest.raises(OSError, match="not what was sealed"):
        copies.copy(recording.id, store, lambda count: None)
    assert store.sealed == {}


def test_a_copy_that_was_changed_put_in_or_lost_is_named() -> None:
    world, (first, second, _), copies, store = filled()
    copy_all(copies, store)
    copies.move(30, OLD, store)
    store.sealed[first.file] = b"?" + store.sealed[first.file][1:]
    del store.sealed[second.file]
    store.sealed["x.sealed"] = b""
    assert {(item.kind, item.name) for item in copies.verify(store)} == {
        (FindingKind.FLIPPED, first.file),
        (FindingKind.REMOVED, second.file),
        (FindingKind.PUT_IN, "x.sealed"),
    }
    for wrong in (first, second):
        with pytest.raises(RecordingCopyMissing):
            copies.recall(wrong.id, DEED, store)
    assert world.recorder.verify() == ()


def test_old_audio_leaves_only_when_its_copy_is_whole_and_comes_back() -> None:
    world, (first, second, third), copies, store = filled()
    copy_all(copies, store)
    store.sealed[second.file] = b"torn"
    del store.sealed[third.file]
    assert copies.move(50, OLD, store) == 0
    assert copies.move(30, OLD, store) == 1
    assert set(world.audio.sealed) == {second.file, third.file}
    with pytest.raises(RecordingMoved):
        world.exported(first)
    assert world.recorder.verify() == ()
    assert copies.status(store)["moved"] == 1
    assert world.custody.relief(OLD, 10**9)[0].kept.recording == second.id, "what is not here frees nothing"
    with pytest.raises(RecordingReasonMissing):
        copies.recall(first.id, Deed("li", "", START), store)
    copies.recall(first.id, DEED, store)
    assert len(world.exported(first)) == 44 + len(RAW)
    with pytest.raises(RecordingHere):
        copies.recall(first.id, DEED, store)
    kinds = [(change.kind.value, change.who, change.reason) for change in world.changes.of(first.id)]
    assert kinds == [("moved", "system", "older than 30 days"), ("recalled", "li", "court 12")]
    assert world.recorder.verify() == ()


def test_what_goes_by_plan_goes_from_the_store_too_and_a_hold_keeps_both() -> None:
    world, (first, second, _), copies, store = filled()
    copy_all(copies, store)
    world.custody.hold(second.id, DEED)
    copies.move(30, OLD, store)
    much_later = START + timedelta(days=400)
    for doomed in world.custody.plan(much_later).doomed:
        world.custody.delete(doomed, "system", much_later)
    assert copies.remove_deleted(store) == 2
    assert copies.remove_deleted(store) == 0
    assert list(store.sealed) == [second.file]
    with pytest.raises(RecordingDeleted):
        copies.recall(first.id, DEED, store)
    assert list(copies.verify(store)) == []


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_power_cut_while_audio_leaves_loses_none(steps: int) -> None:
    world, (recording,), copies, store = filled(1)
    copy_all(copies, store)
    world.power.taken.clear()
    world.power.steps = steps
    with pytest.raises(PowerCutError):
        copies.move(30, OLD, store)
    world.restore()
    world.custody.finish()
    copies.finish()
    assert world.recorder.verify() == ()
    assert recording.file in store.sealed
    assert recording.file not in world.audio.sealed


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_a_power_cut_while_audio_comes_back_loses_none(steps: int) -> None:
    world, (recording,), copies, store = filled(1)
    copy_all(copies, store)
    copies.move(30, OLD, store)
    world.power.taken.clear()
    world.power.steps = steps
    with pytest.raises(PowerCutError):
        copies.recall(recording.id, DEED, store)
    world.restore()
    world.custody.finish()
    copies.finish()
    assert world.recorder.verify() == ()
    assert recording.file in store.sealed
    if recording.file not in world.audio.sealed:
        copies.recall(recording.id, DEED, store)
    assert len(world.exported(recording)) == 44 + len(RAW)
