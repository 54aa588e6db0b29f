"""What is heard on a channel, measured: levels, tones, cadences, echo, bit errors. Pure; sound is A-law at 8 kHz."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from dahdi_conf.diagnosis.g711 import A_LAW, CLIP, FULL, MU_LAW, Samples, linear, octets

RATE = 8000
SILENCE = -99.0
"""dBm0 of nothing at all."""
QUIET = -55.0
"""dBm0: below, nobody speaks and nothing is played."""
NOTHING = 8
"""The smallest value of the A-law: it has no zero."""
FRAME = 80
"""Samples of 10 ms."""
CLICK = 7
"""Frames of which most are loud in a beat: what is shorter than half of it is a click, or a gap."""
REACH, EARLY = 0.6, 0.05
"""Seconds within which an echo comes back; two ears do not begin at quite the same moment."""
SURE = 12.0
"""How far above what chance gives a correlation must stand to be an echo."""
WINDOW, BRIEF = RATE // 2, RATE // 10
PURE = 20.0
"""dB by which a tone stands above all else, to be one; G.711 gives 35 dB and more."""


@dataclass(frozen=True, slots=True)
class Tone:
    """A steady tone: Hz, dBm0; `purity` is its level above all else, dB."""

    hertz: float
    level: float
    purity: float


@dataclass(frozen=True, slots=True)
class Echo:
    """What we sent and heard again: dB that it lost, and ms until it was back."""

    loss: float
    delay: float


@dataclass(frozen=True, slots=True)
class Bits:
    """Bits compared over a loop, and those that were wrong."""

    compared: int
    wrong: int


def level(samples: Samples) -> float:
    """dBm0, by ITU-T G.711's definition of the digital milliwatt."""
    power = float(np.mean(samples**2)) if len(samples) else 0.0
    return max(SILENCE, round(10 * float(np.log10(power / (FULL**2 / 2))) + CLIP, 1)) if power else SILENCE


def tone(samples: Samples) -> Tone | None:
    """The tone that stands for most of what is heard, or would if the law were another; None where there is none."""
    if len(samples) < BRIEF or level(samples) < QUIET:
        return None
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    peak = int(spectrum[3:].argmax()) + 3
    if spectrum[peak - 2 : peak + 3].sum() < spectrum.sum() / 2:
        return None
    hertz = _between(spectrum, peak) * RATE / len(samples)
    return Tone(round(hertz, 1), level(samples), round(_purity(samples, hertz), 1))


def steady(data: bytes, law: NDArray[np.int32] = A_LAW) -> Tone | None:
    """The tone in the best half second: whatever interrupts it for a moment is of no account."""
    parts = (data[start : start + WINDOW] for start in range(0, len(data), WINDOW))
    return max(filter(None, (tone(linear(part, law)) for part in parts)), key=lambda one: one.purity, default=None)


def other_law(data: bytes) -> bool:
    """A tone is only clean when the octets are read by the mu-law: the other end has the wrong law."""
    ours, theirs = (_clean(data, law) for law in (A_LAW, MU_LAW))
    return theirs >= PURE and ours < theirs - 6


def _clean(data: bytes, law: NDArray[np.int32]) -> float:
    """How pure the tone is in most tenths of a second: gaps and slips are in few of them."""
    parts = (data[start : start + BRIEF] for start in range(0, len(data) - BRIEF + 1, BRIEF))
    found = [heard.purity if (heard := tone(linear(part, law))) else 0.0 for part in parts]
    return median(found) if found else 0.0


def cadence(data: bytes) -> str:
    """The `on,off` in ms of a tone that is keyed evenly, such as a busy tone; empty where there is none."""
    frames = linear(data)[: len(data) // FRAME * FRAME].reshape(-1, FRAME)
    loud = np.sqrt((frames**2).mean(axis=1))
    if not len(loud) or level(linear(data)) < QUIET:
        return ""
    loudest = sorted(loud.tolist())[round(len(loud) * 0.95) - 1]
    runs = _runs(np.convolve(loud > loudest / 4, np.ones(CLICK), "same") > CLICK / 2)[1:-1]
    on, off = ([length for was, length in runs if was is way] for way in (True, False))
    if min(len(on), len(off)) < 2 or not (_even(on) and _even(off)):
        return ""
    return f"{round(median(on)) * 10},{round(median(off)) * 10}"


def echo(sent: bytes, received: bytes) -> Echo | None:
    """How much of what we sent comes back, and when; None where nothing does, or we sent nothing."""
    out, back = linear(sent), linear(received)
    if level(out) < QUIET or level(back) == SILENCE:
        return None
    likeness = _likeness(out, back)
    at = int(np.abs(likeness).argmax())
    if abs(likeness[at]) < SURE * median(np.abs(likeness).tolist()) / 0.6745:
        return None
    loss = -20 * np.log10(abs(likeness[at]) / float(out @ out))
    return Echo(round(float(loss), 1) + 0.0, (at - round(EARLY * RATE)) * 1000 / RATE)


def bits(sent: bytes, received: bytes, delay: float) -> Bits:
    """What a loop made of our octets, the silence before and after left out; `delay` in ms."""
    lag = round(delay * RATE / 1000)
    out, back = octets(sent)[max(0, -lag) :], octets(received)[max(0, lag) :]
    size = min(len(out), len(back))
    busy = np.flatnonzero(np.abs(A_LAW[out[:size]]) > NOTHING)
    if not len(busy):
        return Bits(0, 0)
    part = slice(int(busy[0]), int(busy[-1]) + 1)
    wrong = np.unpackbits(out[part] ^ back[part])
    return Bits(len(wrong), int(wrong.sum()))


def _purity(samples: Samples, hertz: float) -> float:
    """dB between the sine of that frequency and what is left without it."""
    turn = 2 * np.pi * hertz / RATE * np.arange(len(samples))
    waves = np.stack([np.sin(turn), np.cos(turn)], axis=1)
    fitted = waves @ np.linalg.lstsq(waves, samples, rcond=None)[0]
    left = float(np.mean((samples - fitted) ** 2))
    return 10 * float(np.log10(np.mean(fitted**2) / left)) if left else 99.0


def _between(spectrum: Samples, peak: int) -> float:
    """The top of the parabola through the logarithms of a peak and its neighbours."""
    if not 0 < peak < len(spectrum) - 1:
        return float(peak)
    before, here, after = np.log(spectrum[peak - 1 : peak + 2] + 1e-9)
    bend = before - 2 * here + after
    return peak + (float((before - after) / bend / 2) if bend else 0.0)


def _likeness(out: Samples, back: Samples) -> Samples:
    """The correlation of what came back with what was sent, for each delay within REACH."""
    size = 1 << (len(out) + len(back)).bit_length()
    both = np.fft.rfft(back, size) * np.conj(np.fft.rfft(out, size))
    return np.roll(np.fft.irfft(both, size), round(EARLY * RATE))[: round((REACH + EARLY) * RATE)]


def _runs(loud: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[bool, int]]:
    edges = np.flatnonzero(np.diff(loud)) + 1
    starts = [0, *edges.tolist(), len(loud)]
    return [(bool(loud[start]), end - start) for start, end in pairwise(starts)]


def _even(lengths: list[int]) -> bool:
    """Three of four are as long as each other: a click, or a gap in what was heard, spoils but one."""
    middle = median(lengths)
    return sum(abs(length - middle) <= max(2.0, middle * 0.15) for length in lengths) >= 0.75 * len(lengths)
