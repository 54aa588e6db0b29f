"""Sounds of known level, made by hand."""

import io
import math
import wave

import numpy as np
from numpy.typing import NDArray


def wav(samples: NDArray[np.float64], rate: int = 8000) -> bytes:
    """A WAV of 16 bit; samples from -1 to 1, one row a channel where there are several."""
    frames = np.clip(np.round(samples * 32767), -32768, 32767).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as output:
        output.setnchannels(1 if frames.ndim == 1 else frames.shape[0])
        output.setsampwidth(2)
        output.setframerate(rate)
        output.writeframes(frames.T.tobytes())
    return file.getvalue()


def sine(hertz: float, seconds: float, peak_db: float = -20.0, rate: int = 8000) -> NDArray[np.float64]:
    time = np.arange(round(seconds * rate)) / rate
    return np.asarray(10 ** (peak_db / 20) * np.sin(2 * math.pi * hertz * time), dtype=np.float64)


def tone(hertz: float = 1000, seconds: float = 2, peak_db: float = -20.0, rate: int = 8000) -> bytes:
    return wav(sine(hertz, seconds, peak_db, rate), rate)


def silence(seconds: float = 1) -> bytes:
    return wav(np.zeros(round(seconds * 8000)))
