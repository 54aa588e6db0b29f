"""Classes, holds, requests and deletions are facts in a chain; what went by plan is told from what was taken."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from appliance.contact.recording.custody import Deed
from appliance.contact.recording.errors import (
    RecordingDeleted,
    RecordingHeld,
    RecordingNotApproved,
    RecordingNotHeld,
    RecordingReasonMissing,
    RecordingRequestOwn,
    RecordingRequestUnknown,
    RecordingUnknown,
    RetentionClassUnknown,
)
from appliance.contact.recording.model import ChangeKind, FindingKind, Recording
from appliance.contact.recording.policy import Policy
from appliance.contact.recording.register import Head, entry_hash
from tests.unit.recording.fakes import START, PowerCutError, World

RAW = bytes(range(200)) * 200
OLD = START + timedelta(days=400)


def deed(who: str = "li", reason: str = "ticket 7", at: datetime = START) -> Deed:
    return Deed(who, reason, at)


def sealed(world: World, count: int = 1) -> list[Recording]:
    return [item for number in range(count) if (item := world.record(f"{number}.1", RAW))]


def test_a_class_changes_as_a_fact_and_the_register_stays() -> None:
    world = World()
    (recording,) = sealed(world)
    world.custody.classify(recording.id, "complaint", deed())
    assert world.register.rows == [recording]
    assert world.custody.standing(recording.id)[1].retention == "complaint"
    assert world.recorder.verify() == ()
    with pytest.raises(RetentionClassUnknown):
        world.custody.classify(recording.id, "none", deed())


def test_what_is_old_goes_by_plan_and_the_register_still_verifies() -> None:
    world = World()
    first, second, third = sealed(world, 3)
    world.custody.hold(second.id, deed(reason="court 12"))
    world.custody.classify(third.id, "complaint", deed())
    plan = world.custody.plan(START + timedelta(days=100))
    assert [item.kept.recording for item in plan.doomed] == [first.id]
    assert [item.recording for item in plan.held] == [second.id]
    for item in plan.doomed:
        world.custody.delete(item, "system", OLD)
    assert sorted(world.audio.sealed) == sorted([second.file, third.file])
    assert [row.id for row in world.register.rows] == [first.id, second.id, third.id]
    assert world.recorder.verify() == ()
    assert world.custody.plan(START + timedelta(days=100)).doomed == ()
    with pytest.raises(RecordingDeleted):
        world.exported(first)


@pytest.mark.parametrize("held", [False, True])
def test_what_is_discarded_before_its_minimum_goes_when_that_has_passed(held: bool) -> None:
    world = World()
    (recording,) = sealed(world)
    minimum = recording.started_at + timedelta(days=30)
    if held:
        world.custody.hold(recording.id, deed(reason="court 12"))
    assert world.custody.discard(recording.id, deed()) == ("held" if held else "kept")
    assert world.custody.discard(recording.id, deed()) == ("held" if held else "kept"), "again"
    assert [change.kind for change in world.changes.of(recording.id)][held:] == [ChangeKind.DISCARDED]
    assert world.custody.plan(minimum - timedelta(seconds=1)).doomed == ()
    if held:
        assert world.custody.plan(OLD).doomed == ()
        world.custody.release(recording.id, deed())
    for item in world.custody.plan(minimum).doomed:
        world.custody.delete(item, "system", minimum)
    assert world.custody.standing(recording.id)[1].deletion == "discarded: standard, 30 days"
    assert (world.audio.sealed, world.recorder.verify()) == ({}, ())
    assert world.custody.discard(recording.id, deed()) == "deleted"


def test_what_is_discarded_after_its_minimum_goes_at_once() -> None:
    world = World()
    (recording,) = sealed(world)
    assert world.custody.discard(recording.id, deed(at=START + timedelta(days=31))) == "deleted"
    assert world.audio.sealed == {}


def test_audio_removed_by_hand_is_still_a_finding() -> None:
    world = World()
    first, second = sealed(world, 2)
    world.custody.delete(world.custody.plan(OLD).doomed[0], "system", OLD)
    del world.audio.sealed[second.file]
    assert [(item.kind, item.name) for item in world.recorder.verify()] == [(FindingKind.REMOVED, second.file)]
    assert first.file not in world.audio.sealed


def test_a_deletion_that_somebody_wrote_into_the_changes_is_found() -> None:
    world = World()
    first, second = sealed(world, 2)
    world.custody.classify(first.id, "complaint", deed())
    world.custody.hold(first.id, deed())
    row = world.changes.rows[0]
    world.changes.rows[0] = replace(row, recording=second.id)
    assert [(item.kind, item.name) for item in world.recorder.verify()] == [(FindingKind.ROW_CHANGED, "change #1")]
    world.changes.rows[0] = replace(world.changes.rows[0], hash=entry_hash(world.changes.rows[0]))
    assert [item.kind for item in world.recorder.verify()] == [FindingKind.CHAIN_BROKEN]
    del world.changes.rows[1]
    kinds = [item.kind for item in world.recorder.verify()]
    assert kinds == [FindingKind.ROW_REMOVED]


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_power_cut_while_deleting_leaves_no_false_alarm_and_is_finished_later(steps: int) -> None:
    world = World()
    (recording,) = sealed(world)
    doomed = world.custody.plan(OLD).doomed[0]
    world.power.taken.clear()
    world.power.steps = steps
    with pytest.raises(PowerCutError):
        world.custody.delete(doomed, "system", OLD)
    world.restore()
    world.custody.finish()
    assert world.recorder.verify() == ()
    assert world.custody.plan(OLD).doomed == ()
    assert recording.file not in world.audio.sealed


def test_a_hold_beats_age_and_a_hold_that_comes_after_the_plan_beats_the_plan() -> None:
    world = World()
    (recording,) = sealed(world)
    doomed = world.custody.plan(OLD).doomed[0]
    world.custody.hold(recording.id, deed(reason="court 12"))
    with pytest.raises(RecordingHeld):
        world.custody.delete(doomed, "system", OLD)
    with pytest.raises(RecordingHeld):
        world.custody.hold(recording.id, deed())
    assert world.custody.relief(OLD, 10**9) == ()
    world.custody.release(recording.id, deed(reason="case closed"))
    with pytest.raises(RecordingNotHeld):
        world.custody.release(recording.id, deed())
    assert len(world.custody.plan(OLD).doomed) == 1


def test_what_was_deleted_takes_no_more_changes() -> None:
    world = World()
    (recording,) = sealed(world)
    world.custody.delete(world.custody.plan(OLD).doomed[0], "system", OLD)
    for change in (world.custody.hold, world.custody.release, world.custody.request):
        with pytest.raises(RecordingDeleted):
            change(recording.id, deed())


def test_nothing_is_done_without_a_name_and_a_reason_nor_to_what_is_unknown() -> None:
    world = World()
    (recording,) = sealed(world)
    for wrong in (deed(reason=" "), deed(who="")):
        with pytest.raises(RecordingReasonMissing):
            world.custody.hold(recording.id, wrong)
    with pytest.raises(RecordingUnknown):
        world.custody.hold(UUID(int=1), deed())
    assert world.changes.rows == []


def test_two_people_must_agree_where_the_policy_says_so() -> None:
    world = World()
    (recording,) = sealed(world)
    world.policy = Policy(two_person=True)
    with pytest.raises(RecordingNotApproved):
        world.exported(recording)
    request = world.custody.request(recording.id, deed("li", at=world.clock.now()))
    with pytest.raises(RecordingRequestOwn):
        world.custody.approve(recording.id, request, deed("li"))
    with pytest.raises(RecordingRequestUnknown):
        world.custody.approve(recording.id, "box-99", deed("wang"))
    with pytest.raises(RecordingNotApproved):
        world.exported(recording)
    assert world.register.accesses == []
    world.custody.approve(recording.id, request, deed("wang", at=world.clock.now()))
    assert world.exported(recording)
    with pytest.raises(RecordingNotApproved):
        b"".join(world.recorder.export(recording.id, "me too", "zhao"))
    world.clock.at += timedelta(hours=25)
    with pytest.raises(RecordingNotApproved):
        world.exported(recording)


def test_a_head_left_behind_by_a_power_cut_is_moved_on() -> None:
    world = World()
    (recording,) = sealed(world)
    world.custody.hold(recording.id, deed())
    world.changes_head.head = Head()
    world.custody.finish()
    assert world.recorder.verify() == ()


def test_what_belongs_to_the_audio_goes_with_it() -> None:
    world = World()
    (recording,) = sealed(world, 1)
    gone: list[object] = []
    custody = replace(world.custody, beside=gone.append)
    for item in custody.plan(START + timedelta(days=100)).doomed:
        custody.delete(item, "system", OLD)
    assert gone == [recording.id]
