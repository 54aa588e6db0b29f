"""Measures recorded sound: which tone, how loud, and in how much of the time."""

import math
import wave
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drivers.simulated.sip.g711 import encode

RATE = 8000
FRAME = RATE // 50
SILENCE_DB = -120.0
LOUD, HEARD = 150, 0.01
"""From which sample on a frame is not silent, and from which part of full scale on a tone is there."""
Samples = NDArray[np.int16]


def two_channels(path: Path) -> tuple[Samples, Samples]:
    """Left and right of a 16-bit stereo WAV; raises ValueError on any other."""
    with wave.open(str(path), "rb") as file:
        if (file.getnchannels(), file.getsampwidth()) != (2, 2):
            raise ValueError(f"{path} has {file.getnchannels()} channels of {file.getsampwidth()} bytes")
        return split(file.readframes(file.getnframes()))


def split(interleaved: bytes) -> tuple[Samples, Samples]:
    """Left and right of raw 16-bit little-endian stereo; half a frame at the end is dropped."""
    pairs = np.frombuffer(interleaved[: len(interleaved) // 4 * 4], dtype="<i2").reshape(-1, 2)
    return pairs[:, 0].astype(np.int16), pairs[:, 1].astype(np.int16)


def window(samples: Samples, start: float, seconds: float, rate: int = RATE) -> Samples:
    """The part from `start` on; shorter where the sound ends before."""
    return samples[round(start * rate) : round((start + seconds) * rate)]


def frames_with(samples: Samples, hertz: float) -> list[bool]:
    """Frame by frame of 20 ms, whether the tone is there, whatever else is."""
    frames = _frames(samples) / 32768
    turn = np.exp(-2j * np.pi * hertz / RATE * np.arange(FRAME))
    return [bool(there) for there in np.abs(frames @ turn / FRAME) > HEARD]


def longest_gap(samples: Samples, hertz: float) -> float:
    """The longest time without the tone, in seconds."""
    return _longest_without(frames_with(samples, hertz))


def longest_silence(samples: Samples) -> float:
    """The longest time in which no frame of 20 ms has any sound, in seconds."""
    return _longest_without([bool(loud) for loud in np.abs(_frames(samples)).max(axis=1, initial=0.0) > LOUD])


def _frames(samples: Samples) -> NDArray[np.float64]:
    return samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME).astype(np.float64)


def _longest_without(frames: Iterable[bool]) -> float:
    return max((len(list(run)) for there, run in groupby(frames) if not there), default=0) * FRAME / RATE


def dominant(samples: Samples, rate: int = RATE) -> float:
    """The strongest frequency in Hz, as fine as 1 / duration; 0.0 of silence."""
    if len(samples) == 0 or not samples.any():
        return 0.0
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    spectrum[0] = 0.0
    return float(np.argmax(spectrum)) * rate / len(samples)


def level(samples: Samples) -> float:
    """RMS in dB below full scale (a full sine is -3.0); -120.0 of silence or nothing."""
    power = float(np.mean(samples.astype(np.float64) ** 2)) if len(samples) else 0.0
    return max(SILENCE_DB, 10 * math.log10(power / 32768**2)) if power else SILENCE_DB


def presence(samples: Samples, hertz: float, rate: int = RATE, floor: float = -45.0) -> float:
    """The share (0 to 1) of whole 20 ms frames in which the tone holds most of the power and is above `floor` dB."""
    frame = rate // 50
    count = len(samples) // frame
    if count == 0:
        return 0.0
    frames = samples[: count * frame].reshape(count, frame).astype(np.float64) / 32768
    turn = np.exp(-2j * np.pi * hertz / rate * np.arange(frame))
    tone = 2 * np.abs(frames @ turn / frame) ** 2
    power = np.mean(frames**2, axis=1)
    return float(np.mean((tone > 0.5 * power) & (power > 10 ** (floor / 10))))


def from_a_law(heard: bytes) -> Samples:
    """The samples of G.711 A-law, as fine as it keeps them."""
    values = np.arange(-32768, 32768, 16)
    table = np.zeros(256, np.int16)
    table[np.frombuffer(encode(values.tolist()), np.uint8)] = values
    return table[np.frombuffer(heard, np.uint8)]
