"""The prompts and the music as they are really made: telephone audio, levelled, without long pauses."""

import array
import math
import wave
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from image import root, sounds, texts

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]


@pytest.fixture(scope="module")
def folder() -> Path:
    return sounds.ready(root.ready())


def samples(path: Path) -> Sequence[int]:
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2), path
        return array.array("h", file.readframes(file.getnframes()))


def decibels(path: Path) -> float:
    """The peak below full scale."""
    return 20 * math.log10(max(map(abs, samples(path))) / 32768)


def longest_pause(path: Path) -> float:
    """Seconds below 1 per cent of full scale, ends included."""
    longest = current = 0
    for value in samples(path):
        current = current + 1 if abs(value) < 328 else 0
        longest = max(longest, current)
    return longest / 8000


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_prompt_is_there(folder: Path, language: str) -> None:
    made = {path.stem for path in (folder / "sounds" / language).glob("*.wav")}
    assert made == {*texts.load(language), "beep"}


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_prompts_are_levelled_and_say_something(folder: Path, language: str) -> None:
    for path in (folder / "sounds" / language).glob("*-*.wav"):
        assert decibels(path) == pytest.approx(-3, abs=0.2), path
        assert len(samples(path)) > (1000 if path.name.startswith(texts.WORDS) else 4000), path
        assert longest_pause(path) < 0.8, path


def test_the_beep_is_a_kilohertz_for_four_tenths(folder: Path) -> None:
    beep = samples(folder / "sounds/zh/beep.wav")
    rises = sum(1 for before, after in pairwise(beep) if before < 0 <= after)
    assert len(beep) == 3200
    assert rises == pytest.approx(400, abs=4)


def test_the_music_is_a_quiet_minute(folder: Path) -> None:
    music = folder / "moh/default/callstead.wav"
    assert len(samples(music)) == pytest.approx(60 * 8000, abs=8000)
    assert -20 < decibels(music) < -10
