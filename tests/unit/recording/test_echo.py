"""The echo of a line, found in what was recorded: speech-like noise left, and what comes of it on the right."""

import numpy as np
import pytest
from numpy.typing import NDArray

from appliance.contact.recording.audio import RATE, wav_header
from appliance.contact.recording.echo import KEPT, WINDOW, Ear, Echo

Sound = NDArray[np.float64]


def voice(seconds: float, seed: int = 1, loud: float = 3000.0) -> Sound:
    """Noise with the colour of a voice, in words and gaps."""
    noise = np.random.default_rng(seed).normal(size=round(seconds * RATE))
    coloured = np.convolve(noise, np.exp(-np.arange(40) / 8), "same")
    words = np.repeat(np.random.default_rng(seed + 1).random(len(noise) // 2000 + 1) > 0.3, 2000)[: len(noise)]
    spoken: Sound = coloured * words
    spoken *= loud / float(np.sqrt((spoken**2).mean()))
    return spoken


def back(sound: Sound, loss: float, delay_ms: float) -> Sound:
    late = round(delay_ms * RATE / 1000)
    return np.concatenate([np.zeros(late), sound])[: len(sound)] * 10 ** (-loss / 20)


def heard(left: Sound, right: Sound, chunk: int = 65536, *, line_left: bool = False) -> Echo | None:
    data = np.stack([left, right], axis=1).clip(-32768, 32767).astype("<i2").tobytes()
    wav, ear = wav_header(len(data)) + data, Ear(line_left=line_left)
    pieces = [wav[start : start + chunk] for start in range(0, len(wav), chunk)]
    assert b"".join(ear.hearing(pieces)) == wav, "what is kept is not what was recorded"
    return ear.echo()


@pytest.mark.parametrize(("loss", "delay"), [(10, 20), (25, 60), (38, 240), (26, 0)])
def test_an_echo_is_measured(loss: float, delay: float) -> None:
    said = voice(20)
    found = heard(said, back(said, loss, delay) + voice(20, seed=9, loud=5))
    assert found
    assert found.loss_db == pytest.approx(loss, abs=1)
    assert found.delay_ms == pytest.approx(delay, abs=1)


def test_an_echo_that_is_later_each_time_counts_whole() -> None:
    """A phone that sends at its own pace moves it."""
    said, late = voice(16), (60.0, 80.0, 100.0, 120.0)
    parts = [back(said, 20, delay)[4 * RATE * place : 4 * RATE * (place + 1)] for place, delay in enumerate(late)]
    found = heard(said, np.concatenate(parts))
    assert found
    assert found.loss_db == pytest.approx(20, abs=1)
    assert found.delay_ms in late


def test_it_is_found_between_the_answers_of_the_other() -> None:
    said, answer = voice(30), voice(30, seed=5)
    turns = np.repeat([1.0, 0.0, 1.0, 0.0, 1.0], 6 * RATE)
    found = heard(said * turns, back(said * turns, 24, 30) + answer * (1 - turns))
    assert found
    assert found.loss_db == pytest.approx(24, abs=3)


@pytest.mark.parametrize("other", [voice(20, seed=7, loud=200), np.zeros(20 * RATE)])
def test_a_line_without_echo_has_none(other: Sound) -> None:
    found = heard(voice(20), other)
    assert found
    assert (found.loss_db, found.delay_ms) == (None, None)
    assert found.spoken_s == KEPT * WINDOW / RATE


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (np.zeros(20 * RATE), voice(20)),
        (voice(20, loud=100), np.zeros(20 * RATE)),
        (voice(1), np.zeros(RATE)),
        (voice(20), voice(20, seed=3, loud=9000)),
        (voice(2, seed=3) * (np.arange(WINDOW) > WINDOW - RATE // 2), np.zeros(WINDOW)),
    ],
    ids=["only the caller speaks", "whispered", "too short", "both at once", "a word before the end"],
)
def test_nothing_is_said_of_what_cannot_be_told(left: Sound, right: Sound) -> None:
    assert heard(left, right) is None


def test_pieces_of_any_size_come_to_the_same() -> None:
    said = voice(10)
    results = {heard(said, back(said, 20, 50), chunk) for chunk in (48, 4096, 1 << 20)}
    assert len(results) == 1


def talker(seed: int, turn: float = 0.0, seconds: int = 40) -> Sound:
    """Pulses of a moving pitch and some breath through a throat, in syllables, every other 4 s."""
    time = np.arange(seconds * RATE) / RATE
    pitch = 130 + 40 * np.sin(2 * np.pi * 0.3 * time + seed) + 10 * np.sin(2 * np.pi * 3.1 * time)
    breath = 0.05 * np.random.default_rng(seed).normal(size=len(time))
    pulses = np.diff(np.floor(np.cumsum(pitch) / RATE), prepend=0.0) + breath
    ring = np.arange(200)
    formants = (500 + 20 * seed, 1500, 2500)
    throat = np.sum([np.exp(-ring / 60) * np.sin(2 * np.pi * hertz / RATE * ring) for hertz in formants], axis=0)
    syllables = np.clip(np.sin(2 * np.pi * (2.7 + seed / 10) * time), 0, 1)
    spoken: Sound = 2500 * np.convolve(pulses, throat)[: len(time)] * syllables * ((time + turn) % 8 < 4)
    return spoken


def hybrid(sound: Sound, loss: float, delay_ms: float) -> Sound:
    """What comes back from where two wires become four: not one point, but some ms that fade."""
    body = np.exp(-np.arange(40) / 8) * np.cos(0.9 * np.arange(40))
    body *= 10 ** (-loss / 20) / np.sqrt((body**2).sum())
    return back(np.convolve(sound, body)[: len(sound)], 0, delay_ms)


@pytest.mark.parametrize(("loss", "delay"), [(0, 60), (6, 4), (12, 30), (20, 120), (26, 300)])
def test_the_whole_of_an_echo_counts_not_its_peak_alone(loss: float, delay: float) -> None:
    said = talker(1)
    found = heard(said, talker(2, turn=4.0) + hybrid(said, loss, delay))
    assert found
    assert found.loss_db == pytest.approx(loss, abs=1.5)
    assert found.delay_ms == pytest.approx(delay, abs=1)


@pytest.mark.parametrize("turn", [2.0, 4.0])
@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 4), (2, 5)])
def test_two_people_who_speak_are_no_echo(one: int, other: int, turn: float) -> None:
    found = heard(talker(one), talker(other, turn) + voice(40, seed=9, loud=20))
    assert found
    assert found.loss_db is None or found.loss_db > 30, "louder than what chance makes of two voices"


def test_the_line_may_be_left() -> None:
    said = voice(20)
    found = heard(back(said, 15, 30), said, line_left=True)
    assert found
    assert found.loss_db == pytest.approx(15, abs=1)
