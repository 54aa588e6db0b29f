"""The key changes, the audio does not: at every moment all opens, and who changed it is on record before it is."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from appliance.contact.recording.custody import Deed
from appliance.contact.recording.errors import (
    RecordingKeyChanged,
    RecordingKeyInForce,
    RecordingKeyNeeded,
    RecordingKeyNotHere,
    RecordingKeyReasonMissing,
    RecordingKeyUnknown,
    RecordingKeyWrong,
)
from appliance.contact.recording.model import KEYS, FindingKind, Recording
from appliance.contact.recording.ports import SealedFile
from appliance.contact.recording.rotation import passes
from tests.unit.recording.fakes import START, MemoryKey, PowerCutError, World

RAW = bytes(range(200)) * 50
OLD, NEW = "00000001", "00000002"
DEED = Deed("li", "yearly", START)


def filled(count: int = 3) -> tuple[World, list[Recording]]:
    world = World()
    return world, [item for number in range(count) if (item := world.record(f"{number}.1", RAW))]


def wrap_all(world: World) -> int:
    return sum(batch.wrapped for batch in passes(world.rotation, START))


def states(world: World) -> dict[str, str]:
    return {state.key: state.state for state in world.rotation.states()}


def opens(world: World, recordings: list[Recording]) -> bool:
    return all(len(world.exported(recording)) == 44 + len(RAW) for recording in recordings)


def test_recordings_open_before_while_and_after_and_no_audio_changes() -> None:
    world, recordings = filled()
    audio = dict(world.audio.sealed)
    assert world.rotation.rotate(DEED) == (OLD, NEW)
    assert states(world) == {NEW: "current", OLD: "wrapping"}
    assert opens(world, recordings)
    assert world.recorder.verify() == ()
    assert wrap_all(world) == 3
    assert wrap_all(world) == 0
    assert world.rotation.retire(START) == (OLD,)
    assert world.rotation.retire(START) == ()
    assert states(world) == {NEW: "current", OLD: "retired"}
    world.rotation.destroy(OLD, DEED)
    assert states(world) == {NEW: "current", OLD: "destroyed"}
    assert opens(world, recordings)
    assert world.recorder.verify() == ()
    assert world.audio.sealed == audio


def test_who_changed_the_key_and_why_is_in_the_chain() -> None:
    world, _ = filled()
    world.rotation.rotate(DEED)
    wrap_all(world)
    world.rotation.retire(START)
    world.rotation.destroy(OLD, Deed("wang", "audit 3", START))
    told = [(fact.kind.value, fact.value, fact.who, fact.reason) for fact in world.changes.of(KEYS)]
    assert told == [
        ("key-rotated", f"{OLD}>{NEW}", "li", "yearly"),
        ("key-retired", OLD, "system", "nothing needs it any more"),
        ("key-destroyed", OLD, "wang", "audit 3"),
    ]
    world.changes.rows[0] = replace(world.changes.rows[0], who="nobody")
    assert [item.kind for item in world.recorder.verify()] == [FindingKind.ROW_CHANGED]


def test_a_key_that_something_needs_is_not_destroyed() -> None:
    world, recordings = filled()
    with pytest.raises(RecordingKeyInForce):
        world.rotation.destroy(OLD, DEED)
    world.rotation.rotate(DEED)
    with pytest.raises(RecordingKeyNeeded) as refused:
        world.rotation.destroy(OLD, DEED)
    assert refused.value.details["recordings"] == 3
    with pytest.raises(RecordingKeyNotHere):
        world.rotation.destroy("0badcafe", DEED)
    wrap_all(world)
    world.passwords.closed[OLD] = 1
    assert states(world)[OLD] == "wrapping"
    with pytest.raises(RecordingKeyNeeded):
        world.rotation.destroy(OLD, DEED)
    world.passwords.closed.clear()
    world.wraps.rows[1] = replace(world.wraps.rows[1], wrapped_key="00" * 49)
    with pytest.raises(RecordingKeyNeeded) as refused:
        world.rotation.destroy(OLD, DEED)
    assert refused.value.details["recordings"] == 1
    assert opens(world, recordings)


def test_keys_are_changed_by_a_named_person_for_a_reason() -> None:
    world, _ = filled()
    for wrong in (Deed("", "yearly", START), Deed("li", " ", START)):
        with pytest.raises(RecordingKeyReasonMissing):
            world.rotation.rotate(wrong)
        with pytest.raises(RecordingKeyReasonMissing):
            world.rotation.destroy(OLD, wrong)
    assert world.changes.rows == []


def test_a_second_change_takes_all_along_even_what_the_first_had_not_reached() -> None:
    world, recordings = filled()
    world.rotation.rotate(DEED)
    world.record("9.1", RAW)
    world.rotation.rotate(DEED)
    assert wrap_all(world) == 4
    assert world.rotation.retire(START) == (NEW, OLD)
    for key in (OLD, NEW):
        world.rotation.destroy(key, DEED)
    assert opens(world, recordings)


def test_deleted_recordings_need_no_key() -> None:
    world, _ = filled()
    later = START + timedelta(days=400)
    for doomed in world.custody.plan(later).doomed:
        world.custody.delete(doomed, "system", later)
    world.rotation.rotate(DEED)
    assert wrap_all(world) == 0
    world.rotation.destroy(OLD, DEED)
    assert world.recorder.verify() == ()


def test_a_lost_key_and_a_wrong_one_are_told_apart() -> None:
    world, (first, second, _) = filled()
    world.rotation.rotate(DEED)
    wrap_all(world)
    world.keys.keys = [MemoryKey("0badcafe", 7)]
    with pytest.raises(RecordingKeyUnknown) as lost:
        world.exported(first)
    assert lost.value.details["key"] == NEW
    assert [item.kind for item in world.recorder.verify()] == [FindingKind.KEY_LOST] * 3
    world.keys.keys = [MemoryKey(NEW, 9)]
    with pytest.raises(RecordingKeyWrong):
        world.exported(first)
    assert second.key_id == OLD


def test_a_wrap_in_the_place_of_another_opens_nothing() -> None:
    world, (first, second, _) = filled()
    world.rotation.rotate(DEED)
    wrap_all(world)
    rows = world.wraps.rows
    rows[0], rows[1] = replace(rows[1], recording=first.id), replace(rows[0], recording=second.id)
    assert opens(world, [first, second]), "the wraps of the sealing are still there"
    world.keys.destroy(OLD)
    with pytest.raises(RecordingKeyWrong):
        world.exported(first)


def test_audio_sealed_under_a_key_that_is_destroyed_meanwhile_is_sealed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    world, _ = filled(0)
    publish = world.audio.write

    def destroyed_meanwhile(name: str, pieces: Iterable[bytes]) -> SealedFile:
        world.keys.keys = [MemoryKey(NEW, 9)]
        return publish(name, pieces)

    monkeypatch.setattr(world.audio, "write", destroyed_meanwhile)
    with pytest.raises(RecordingKeyChanged):
        world.record("1.1", RAW)
    (again,) = world.sweep()
    assert again
    assert again.key_id == NEW
    assert opens(world, [again])


@pytest.mark.parametrize("steps", range(1, 12))
def test_the_power_may_fail_anywhere(steps: int) -> None:
    world, recordings = filled()
    world.power.taken.clear()
    world.power.steps = steps
    cut = False
    try:
        world.rotation.rotate(DEED)
        wrap_all(world)
        world.rotation.retire(START)
        world.rotation.destroy(OLD, DEED)
    except PowerCutError:
        cut = True
    world.restore()
    assert cut == (steps <= 10)
    world.rotation.finish()
    assert world.recorder.verify() == ()
    assert opens(world, recordings)
    assert world.keys.next() is None
    facts = {(fact.kind.value, fact.value) for fact in world.changes.of(KEYS)}
    assert (("key-rotated", f"{OLD}>{NEW}") in facts) == (NEW in world.keys.ids())
    assert (("key-destroyed", OLD) in facts) == (OLD not in world.keys.ids())
    if NEW not in world.keys.ids():
        assert world.rotation.rotate(DEED)[1] == "00000003"
    wrap_all(world)
    if OLD in world.keys.ids():
        world.rotation.destroy(OLD, DEED)
    assert opens(world, recordings)
    assert world.recorder.verify() == ()
