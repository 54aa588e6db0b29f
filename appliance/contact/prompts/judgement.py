"""Whether a sound is fit to be heard by callers; a decision on samples."""

import io
import wave

import numpy as np
from numpy.typing import NDArray

from appliance.contact.prompts.errors import (
    SoundClipped,
    SoundDamaged,
    SoundKindUnknown,
    SoundSilent,
    SoundTooLong,
    SoundTooQuiet,
    SoundTooShort,
)
from appliance.contact.prompts.model import Kind

SHORTEST_MS = 200
SILENT = 10 ** (-60 / 20)
FULL = 32700
FLAT = 3
CLIPPED_PERCENT = 0.1
QUIETEST = -50.0
"""LUFS; to be heard at our level, noise would be raised by some 30 dB with it."""

Samples = NDArray[np.int16]


def kind_of(data: bytes) -> Kind:
    """By the first bytes, whatever the file is called; raises SoundKindUnknown."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return Kind.WAV
    # An MPEG audio frame begins with eleven bits set; layer III is 01 in the two bits after the version.
    if data[:3] == b"ID3" or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2):
        return Kind.MP3
    raise SoundKindUnknown(begins=data[:4].hex(" "))


def samples(wav: bytes) -> tuple[Samples, int]:
    """Frames by channels, and the rate in Hz, of a WAV of 16 bit; raises SoundDamaged."""
    try:
        with wave.open(io.BytesIO(wav)) as file:
            data = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
            return data.reshape(-1, file.getnchannels()).astype(np.int16), file.getframerate()
    except (wave.Error, EOFError, ValueError) as fault:
        raise SoundDamaged(problem=str(fault)) from fault


def written(found: Samples, rate: int) -> bytes:
    """One channel as a WAV of 16 bit."""
    file = io.BytesIO()
    with wave.open(file, "wb") as output:
        output.setnchannels(1)
        output.setsampwidth(2)
        output.setframerate(rate)
        output.writeframes(found.astype("<i2").tobytes())
    return file.getvalue()


def duration_ms(wav: bytes) -> int:
    found, rate = samples(wav)
    return len(found) * 1000 // rate


def judge(wav: bytes, longest: int) -> None:
    """Raises the refusal of a sound that is too short, longer than `longest` seconds, silent or clipped."""
    found, rate = samples(wav)
    length = len(found) * 1000 // rate
    if length < SHORTEST_MS:
        raise SoundTooShort(milliseconds=length, limit=SHORTEST_MS)
    if length > longest * 1000:
        raise SoundTooLong(limit=longest)
    if np.abs(found.astype(np.int32)).max() < SILENT * 32768:
        raise SoundSilent()
    if (share := clipped(found)) > CLIPPED_PERCENT:
        raise SoundClipped(share=round(share, 1), limit=CLIPPED_PERCENT)


def clipped(found: Samples) -> float:
    """Percent of the samples that lie in runs of at least three at full scale."""
    full = np.abs(found.astype(np.int32)) >= FULL
    runs = full[2:] & full[1:-1] & full[:-2]
    inside = np.zeros_like(full)
    for shift in range(FLAT):
        inside[shift : len(full) - 2 + shift] |= runs
    return float(inside.mean() * 100)


def loud_enough(loudness: float | None) -> float:
    """The loudness itself; raises SoundSilent or SoundTooQuiet."""
    if loudness is None:
        raise SoundSilent()
    if loudness < QUIETEST:
        raise SoundTooQuiet(loudness=round(loudness, 1), limit=QUIETEST)
    return loudness
