"""The signal of a test call, and what it and its answer come to: pure. Sound is A-law at 8 kHz."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dahdi_conf.diagnosis import sound
from dahdi_conf.diagnosis.evidence import Sound
from dahdi_conf.diagnosis.g711 import CLIP, FULL, Samples, coded, linear
from dahdi_conf.diagnosis.sound import FRAME, QUIET, RATE

BEFORE, TONE, BETWEEN, NOISE, AFTER = 2.0, 1.5, 1.0, 2.0, 1.0
"""Seconds: silence in which only the other end is heard, the tone, silence, noise, silence."""
ALONE = 0.5
"""Seconds after which nothing of ours comes back any more."""
PATTERN = 1004
"""The noise is the same every time."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A tone of Hz at a level in dBm0, and noise of the same level, after `wait` seconds more of silence."""

    hertz: float = 1004.0
    level: float = -10.0
    wait: float = 0.0

    @property
    def seconds(self) -> float:
        return self.wait + BEFORE + TONE + BETWEEN + NOISE + AFTER


def rendered(signal: Signal) -> bytes:
    """The signal as it is played."""
    peak = 10 ** ((signal.level - CLIP) / 20) * FULL
    tone = peak * np.sin(2 * np.pi * signal.hertz / RATE * np.arange(round(TONE * RATE)))
    noise = np.random.default_rng(PATTERN).uniform(-1, 1, round(NOISE * RATE)) * peak * np.sqrt(1.5)
    parts = (_silence(signal.wait + BEFORE), tone, _silence(BETWEEN), noise, _silence(AFTER))
    return coded(np.clip(np.concatenate(parts), -FULL, FULL))


def measured(number: str, channel: int, sent: bytes, received: bytes, *, looped: bool = False) -> Sound:
    """What was heard while the signal was sent; of the last of it that is loud, the noise, what came back."""
    loud = _loud(sent)
    far = _longest(_alone(loud), received)
    tone = sound.steady(far)
    part = _last(loud)
    echo = sound.echo(sent[part], received[part.start : part.stop + round(sound.REACH * RATE)])
    bits = sound.bits(sent[part], received[part], echo.delay) if looped and echo else sound.Bits(0, 0)
    return Sound(
        number,
        channel,
        looped,
        hertz=tone.hertz if tone else 0.0,
        tone=tone.level if tone else None,
        noise=sound.level(linear(far)),
        other_law=sound.other_law(far),
        echo_loss=echo.loss if echo else None,
        echo_delay=echo.delay if echo else 0.0,
        bits=bits.compared,
        wrong_bits=bits.wrong,
    )


def _silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE))


def _loud(sent: bytes) -> NDArray[np.bool_]:
    """Whether we sent something, by frames of 10 ms."""
    frames = linear(sent)[: len(sent) // FRAME * FRAME].reshape(-1, FRAME)
    return np.array([sound.level(frame) > QUIET for frame in frames], dtype=np.bool_)


def _alone(loud: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The frames in which only the other end can be heard."""
    after = round(ALONE * RATE / FRAME)
    near = np.convolve(loud, np.ones(after))[: len(loud)] if len(loud) else loud
    return near < 1


def _longest(alone: NDArray[np.bool_], received: bytes) -> bytes:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], alone, [False]))))
    runs = sorted(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True), key=lambda run: run[0] - run[1])
    return received[runs[0][0] * FRAME : runs[0][1] * FRAME] if runs else b""


def _last(loud: NDArray[np.bool_]) -> slice:
    """The last stretch of at least half a second in which we sent."""
    where = np.flatnonzero(loud)
    if not len(where):
        return slice(0, 0)
    gaps = np.flatnonzero(np.diff(where) > RATE // FRAME // 2)
    start = where[gaps[-1] + 1] if len(gaps) else where[0]
    return slice(int(start) * FRAME, (int(where[-1]) + 1) * FRAME)
