"""From a recording to what an engine hears: each side alone, 16 kHz, floats."""

import io
import wave
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]
RATE = 16_000
_TAPS = 32


def sides(wav: bytes) -> tuple[Samples, ...]:
    """The channels of a 16-bit WAV of 8 or 16 kHz; raises ValueError on any other."""
    with wave.open(io.BytesIO(wav)) as file:
        channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
        if width != 2 or rate not in (RATE // 2, RATE):
            raise ValueError(f"{8 * width} bit, {rate} Hz")
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, channels)
    heard = (_floats(samples[:, channel]) for channel in range(channels))
    return tuple(_doubled(side) if rate < RATE else side for side in heard)


def _floats(samples: NDArray[np.int16]) -> Samples:
    return np.divide(samples, 32768, dtype=np.float32)


def _doubled(samples: Samples) -> Samples:
    """Twice the rate, with what lies between by a windowed sinc."""
    spread = np.zeros(2 * len(samples), np.float32)
    spread[::2] = samples
    places = np.arange(-_TAPS, _TAPS + 1)
    kernel = (np.sinc(places / 2) * np.hamming(2 * _TAPS + 1)).astype(np.float32)
    return np.convolve(spread, kernel, "same").astype(np.float32) if len(spread) else spread
