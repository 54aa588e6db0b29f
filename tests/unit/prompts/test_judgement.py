"""Which sounds are fit for callers."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from appliance.contact.prompts.errors import (
    SoundClipped,
    SoundDamaged,
    SoundKindUnknown,
    SoundSilent,
    SoundTooLong,
    SoundTooQuiet,
    SoundTooShort,
)
from appliance.contact.prompts.judgement import clipped, duration_ms, judge, kind_of, loud_enough, samples
from appliance.contact.prompts.model import Kind
from tests.unit.prompts.tones import silence, sine, tone, wav


@pytest.mark.parametrize(
    ("data", "kind"),
    [(tone(), Kind.WAV), (b"ID3\x04rest", Kind.MP3), (b"\xff\xfb\x90d", Kind.MP3), (b"\xff\xf3\x84", Kind.MP3)],
)
def test_the_kind_is_in_the_content(data: bytes, kind: Kind) -> None:
    assert kind_of(data) is kind


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"OggS", b"fLaC", b"RIFF\0\0\0\0AVI ", b"\xff\xf1\x50\x80", b"#!/bin/sh"]
)
def test_other_kinds_are_refused(data: bytes) -> None:
    with pytest.raises(SoundKindUnknown):
        kind_of(data)


@given(some.binary(max_size=64))
def test_any_bytes_are_a_kind_or_refused(data: bytes) -> None:
    with suppress(SoundKindUnknown):
        assert kind_of(data) in Kind


def test_a_good_tone_passes() -> None:
    judge(tone(), 10)
    assert duration_ms(tone(seconds=1.5)) == 1500


def test_stereo_is_read_channel_by_channel() -> None:
    found, rate = samples(wav(np.stack([sine(400, 1, rate=44100), np.zeros(44100)]), 44100))
    assert (found.shape, rate) == ((44100, 2), 44100)
    assert not found[:, 1].any()


@pytest.mark.parametrize(
    ("sound", "refusal"),
    [
        (tone(seconds=0.1), SoundTooShort),
        (tone(seconds=11), SoundTooLong),
        (silence(), SoundSilent),
        (tone(peak_db=-61), SoundSilent),
        (tone(peak_db=6), SoundClipped),
        (b"RIFF\x10\0\0\0WAVEjunk", SoundDamaged),
        (b"", SoundDamaged),
    ],
)
def test_a_bad_sound_is_refused(sound: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        judge(sound, 10)


def test_full_scale_without_flat_tops_is_no_clipping() -> None:
    judge(tone(peak_db=0), 10)
    assert clipped(samples(tone(hertz=997, peak_db=12))[0]) > 50


def test_one_click_is_forgiven() -> None:
    sound = sine(1000, 2)
    sound[100:103] = 1.0
    judge(wav(sound), 10)


@pytest.mark.parametrize(("loudness", "refusal"), [(None, SoundSilent), (-50.1, SoundTooQuiet)])
def test_what_cannot_be_levelled_is_refused(loudness: float | None, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        loud_enough(loudness)


def test_the_quietest_that_is_taken() -> None:
    assert loud_enough(-50.0) == -50.0
