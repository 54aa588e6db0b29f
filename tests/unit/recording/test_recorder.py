"""Sealing survives a power cut at any step; export and verification trust nothing."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from appliance.contact.recording import audio
from appliance.contact.recording.errors import (
    RecordingDamaged,
    RecordingKeyUnknown,
    RecordingMissing,
    RecordingReasonMissing,
    RecordingUnknown,
)
from appliance.contact.recording.model import Finding, FindingKind, Recording, SpooledAudio
from appliance.contact.recording.register import Head, entry_hash
from appliance.contact.recording.service import LASTS
from appliance.contact.recording.story import Story
from tests.unit.recording.fakes import START, MemoryKey, MemoryKeys, PowerCutError, World

RAW = bytes(number % 253 for number in range(40_000))
WAV = audio.wav_header(len(RAW)) + audio.swap_sides(RAW)
STEPS = ["claim", "write", "write", "publish", "register", "head", "remove raw"]


def sealed(world: World, count: int = 1) -> list[Recording]:
    recordings = [world.record(f"{number}.{number}", RAW) for number in range(1, count + 1)]
    return [recording for recording in recordings if recording]


def found(world: World) -> list[tuple[FindingKind, str]]:
    return [(finding.kind, finding.name) for finding in world.recorder.verify()]


def test_a_call_is_sealed_registered_and_its_raw_audio_removed() -> None:
    contact = UUID(int=5)
    world = World()
    world.calls.stories["1.1"] = Story(contact, ended=True)
    recording = world.record("1.1", RAW)
    assert recording
    assert world.power.taken == STEPS
    assert world.audio.spool == {}
    assert world.register.rows == [recording]
    assert world.head.head == Head(1, recording.hash)
    assert (recording.contact, recording.channel) == (contact, "1.1")
    assert recording.duration_ms == 1250
    assert recording.started_at == START - timedelta(milliseconds=1250)
    assert recording.bytes == len(world.audio.sealed[recording.file])
    assert world.exported(recording) == WAV


def test_a_call_of_the_fallback_stays_listed_by_its_channel() -> None:
    world = World()
    (recording,) = sealed(world)
    assert (recording.contact, recording.channel) == (None, "1.1")
    assert world.recorder.list() == (recording,)


@pytest.mark.parametrize("cut_after", range(1, len(STEPS) + 1))
def test_after_a_power_cut_at_any_step_one_entry_and_all_audio_are_there(cut_after: int) -> None:
    world = World(cut_after)
    with pytest.raises(PowerCutError, match=STEPS[cut_after - 1]):
        world.record("1.1", RAW)
    world.restore()
    world.sweep()
    (recording,) = world.register.rows
    assert world.audio.spool == {}
    assert list(world.audio.sealed) == [recording.file]
    assert world.exported(recording) == WAV
    assert world.recorder.verify() == ()


@pytest.mark.parametrize("cut_after", range(1, len(STEPS) + 1))
def test_a_second_power_cut_during_the_repair_changes_nothing(cut_after: int) -> None:
    for second in range(1, len(STEPS) + 1):
        world = World(cut_after)
        with pytest.raises(PowerCutError):
            world.record("1.1", RAW)
        world.power.steps = len(world.power.taken) + second
        with suppress(PowerCutError):
            world.sweep()
        world.restore()
        world.sweep()
        assert len(world.register.rows) == 1
        assert world.exported(world.register.rows[0]) == WAV
        assert world.recorder.verify() == ()


@pytest.mark.parametrize("cut_after", range(1, len(STEPS) + 1))
def test_raw_audio_is_gone_only_when_the_entry_is_there(cut_after: int) -> None:
    world = World(cut_after)
    with pytest.raises(PowerCutError):
        world.record("1.1", RAW)
    assert list(world.audio.spool.values()) == [RAW] or world.register.rows


def test_a_check_between_power_cut_and_repair_accuses_nobody_of_putting_a_file_in() -> None:
    world = World(STEPS.index("publish") + 1)
    with pytest.raises(PowerCutError):
        world.record("1.1", RAW)
    assert world.audio.names()
    assert world.recorder.verify() == ()


def test_an_empty_file_is_removed_without_an_entry() -> None:
    world = World()
    assert world.record("1.1", b"") is None
    assert (world.audio.spool, world.register.rows, world.audio.sealed) == ({}, [], {})


def test_two_files_of_one_channel_are_two_recordings() -> None:
    world = World()
    first, second = world.record("1.1", RAW), world.record("1.1", RAW[:400])
    assert first
    assert second
    assert first.id != second.id
    assert world.recorder.verify() == ()


def test_audio_that_is_not_there_is_said_so() -> None:
    with pytest.raises(FileNotFoundError):
        World().recorder.seal(SpooledAudio("1.1.raw", "1.1"))


def test_no_run_of_the_plain_samples_is_left_anywhere() -> None:
    world = World()
    (recording,) = sealed(world)
    file = world.audio.sealed[recording.file]
    windows = {plain[at : at + 8] for plain in (RAW, WAV) for at in range(0, len(plain) - 8, 2)}
    assert not any(file[at : at + 8] in windows for at in range(len(file) - 8))
    assert world.audio.parts == {}


def test_each_recording_has_a_key_of_its_own() -> None:
    first, second = sealed(World(), 2)
    assert first.wrapped_key != second.wrapped_key


def test_export_needs_a_reason_and_a_name() -> None:
    world = World()
    (recording,) = sealed(world)
    for reason, who in (("", "li"), (" \n", "li"), ("complaint 12", ""), ("complaint 12", " ")):
        with pytest.raises(RecordingReasonMissing):
            world.recorder.export(recording.id, reason, who)
    assert world.register.accesses == []


def test_the_access_is_on_record_before_the_first_byte() -> None:
    world = World()
    (recording,) = sealed(world)
    given_out = world.recorder.export(recording.id, " complaint 12 ", "li")
    (access,) = world.register.accesses
    assert (access.recording, access.who, access.reason) == (recording.id, "li", "complaint 12")
    assert b"".join(given_out) == WAV


def test_without_a_log_nothing_is_given_out() -> None:
    world = World()
    (recording,) = sealed(world)
    world.power.steps = len(world.power.taken) + 1
    with pytest.raises(PowerCutError, match="access"):
        world.recorder.export(recording.id, "complaint 12", "li")


def test_an_unknown_recording_is_refused() -> None:
    with pytest.raises(RecordingUnknown):
        World().recorder.export(UUID(int=1), "complaint 12", "li")


def test_a_missing_file_is_refused_at_once() -> None:
    world = World()
    (recording,) = sealed(world)
    del world.audio.sealed[recording.file]
    with pytest.raises(RecordingMissing):
        world.recorder.export(recording.id, "complaint 12", "li")


def test_another_box_key_is_refused() -> None:
    world = World()
    (recording,) = sealed(world)
    other = replace(world.recorder, keys=MemoryKeys(keys=[MemoryKey("00000002", 1)]))
    with pytest.raises(RecordingKeyUnknown):
        other.export(recording.id, "complaint 12", "li")


def test_every_flipped_byte_is_found_by_verify_and_by_export() -> None:
    world = World()
    recording = world.record("1.1", RAW[:40])
    assert recording
    file = world.audio.sealed[recording.file]
    for at in range(len(file)):
        world.audio.sealed[recording.file] = file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]
        assert found(world) == [(FindingKind.FLIPPED, recording.file)]
        with pytest.raises(RecordingDamaged):
            world.exported(recording)


def test_exchanged_files_are_found_by_verify_and_by_export() -> None:
    world = World()
    first, second = sealed(world, 2)
    files = world.audio.sealed
    files[first.file], files[second.file] = files[second.file], files[first.file]
    assert found(world) == [(FindingKind.FLIPPED, first.file), (FindingKind.FLIPPED, second.file)]
    with pytest.raises(RecordingDamaged):
        world.exported(first)


def test_a_file_with_a_matching_row_of_another_recording_is_found() -> None:
    world = World()
    first, second = sealed(world, 2)
    world.audio.sealed[second.file] = world.audio.sealed[first.file]
    forged = replace(second, sha256=first.sha256)
    forged = replace(forged, hash=entry_hash(forged))
    world.register.rows[1] = forged
    world.head.head = Head(2, forged.hash)
    assert found(world) == [(FindingKind.FLIPPED, second.file)]


def test_a_removed_file_is_named() -> None:
    world = World()
    _, second, _ = sealed(world, 3)
    del world.audio.sealed[second.file]
    assert found(world) == [(FindingKind.REMOVED, second.file)]


def test_a_file_put_in_is_named() -> None:
    world = World()
    (recording,) = sealed(world)
    world.audio.sealed["2026-03-01/extra.sealed"] = world.audio.sealed[recording.file]
    assert found(world) == [(FindingKind.PUT_IN, "2026-03-01/extra.sealed")]


def remove_row(world: World) -> None:
    del world.register.rows[1]


def edit_row(world: World) -> None:
    world.register.rows[1] = replace(world.register.rows[1], channel="9.9")


def turn_back_head(world: World) -> None:
    world.head.head = Head(2, world.register.rows[1].hash)


def lose_head(world: World) -> None:
    world.head.head = Head()


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (remove_row, [(FindingKind.ROW_REMOVED, "#2"), (FindingKind.PUT_IN, "2")]),
        (edit_row, [(FindingKind.ROW_CHANGED, "2")]),
        (turn_back_head, [(FindingKind.HEAD_MISMATCH, "#3")]),
        (lose_head, [(FindingKind.HEAD_MISMATCH, "#3")]),
    ],
)
def test_tampering_with_the_register_is_named(
    tamper: Callable[[World], None], expected: list[tuple[FindingKind, str]]
) -> None:
    world = World()
    files = {str(number): recording.file for number, recording in enumerate(sealed(world, 3), 1)}
    tamper(world)
    assert found(world) == [(kind, files.get(name, name)) for kind, name in expected]


def test_rows_cut_off_at_the_end_stay_visible_when_sealing_goes_on() -> None:
    world = World()
    recordings = sealed(world, 3)
    del world.register.rows[1:]
    for _ in range(2):
        world.record("7.7", RAW)
    assert Finding(FindingKind.ROW_REMOVED, "#2-#3", "not in the register") in world.recorder.verify()
    put_in = [name for kind, name in found(world) if kind is FindingKind.PUT_IN]
    assert put_in == [recordings[1].file, recordings[2].file]


def test_a_list_is_narrowed_by_contact_and_by_the_day_of_the_site() -> None:
    world = World()
    world.calls.stories = {"1.1": Story(UUID(int=1), ended=True), "2.2": Story(UUID(int=2), ended=True)}
    shanghai = replace(world.recorder, zone=ZoneInfo("Asia/Shanghai"))
    world.audio.ended_at = datetime(2026, 3, 1, 15, 59, tzinfo=UTC)
    world.record("1.1", RAW)
    world.audio.ended_at = datetime(2026, 3, 1, 16, 1, tzinfo=UTC)
    world.record("2.2", RAW)
    assert [item.channel for item in shanghai.list(day=date(2026, 3, 1))] == ["1.1"]
    assert [item.channel for item in shanghai.list(day=date(2026, 3, 2))] == ["2.2"]
    assert [item.channel for item in shanghai.list(contact=UUID(int=1))] == ["1.1"]
    assert [item.channel for item in shanghai.list(limit=1)] == ["2.2"]


def test_what_comes_back_over_a_line_is_told_with_the_call() -> None:
    """The recorded channel's own party, the caller on the line, is left in the spool."""
    world, contact, leg = World(), UUID(int=1), UUID(int=2)
    agent = np.random.default_rng(1).normal(scale=3000, size=10 * audio.RATE)
    raw = np.stack([agent / 10, agent], axis=1).astype("<i2").tobytes()
    for channel, line in (("1.1", leg), ("1.2", None)):
        world.calls.stories[channel] = Story(contact, ended=True, line=line)
        assert world.record(channel, raw)
    (told,) = world.calls.booked
    assert (told.kind, told.contact, told.leg) == ("recording.echo", contact, leg)
    assert told.data["loss_db"] == pytest.approx(20, abs=0.5)


def test_a_part_is_given_only_to_who_gave_a_reason_and_only_for_a_while() -> None:
    world = World()
    (recording,) = sealed(world)
    with pytest.raises(RecordingReasonMissing):
        world.recorder.part(recording.id, "li", range(10))
    world.recorder.permit(recording.id, "complaint 12", "li")
    assert world.recorder.part(recording.id, "li", range(40, 1000)) == (WAV[40:1000], len(WAV))
    assert world.recorder.shape(recording.id, "li").agent
    with pytest.raises(RecordingReasonMissing):
        world.recorder.part(recording.id, "wang", range(10))
    world.clock.at += LASTS
    for refused in (world.recorder.part, lambda *_: world.recorder.shape(recording.id, "li")):
        with pytest.raises(RecordingReasonMissing):
            refused(recording.id, "li", range(10))


def test_the_shape_of_a_recording_that_is_missing_or_damaged_is_refused_by_name() -> None:
    world = World()
    (recording,) = sealed(world)
    world.recorder.permit(recording.id, "complaint 12", "li")
    whole = world.audio.sealed[recording.file]
    for cut in (whole[:10], whole[:-1], b""):
        world.audio.sealed[recording.file] = cut
        with pytest.raises(RecordingDamaged):
            world.recorder.shape(recording.id, "li")
    del world.audio.sealed[recording.file]
    with pytest.raises(RecordingMissing):
        world.recorder.shape(recording.id, "li")
