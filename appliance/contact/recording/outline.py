"""How loud a recording is when, on each side: what a player draws before it has any audio, and where nobody speaks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appliance.contact.recording.audio import FRAME, RATE, WAV_HEADER

GRAIN = RATE // 100
"""Frames of one look: 10 ms."""
POINTS = 1200
QUIET = 330
"""About -40 dBFS: below it nobody speaks."""
SILENCE = 150
"""Grains of quiet on both sides that are worth leaving out."""
MARGIN = 30
"""Grains that stay before and after speech."""
Loudness = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Outline:
    """Peaks from 0 to 100 of agent and caller, as many on both sides; silences and pauses in milliseconds."""

    agent: tuple[int, ...]
    caller: tuple[int, ...]
    silences: tuple[tuple[int, int], ...]
    pauses: tuple[tuple[int, int], ...] = ()


def outline(wav: Iterable[bytes]) -> Outline:
    """Of a WAV of our own form in pieces of any size."""
    looks = [*_looks(wav)]
    both = np.concatenate(looks) if looks else np.zeros((0, 2), np.int32)
    agent, caller = (_peaks(both[:, side]) for side in (0, 1))
    return Outline(agent, caller, _silences(both.max(axis=1) if len(both) else both[:, 0]))


def _looks(wav: Iterable[bytes]) -> Iterator[Loudness]:
    """The loudest of each grain, per side."""
    left, skip, grain = b"", WAV_HEADER, GRAIN * FRAME
    for piece in wav:
        taken, skip = piece[skip:], max(0, skip - len(piece))
        data = left + taken
        whole = len(data) // grain * grain
        left = data[whole:]
        if whole:
            yield _loudest(data[:whole])
    if left:
        yield _loudest(left + bytes(-len(left) % grain))


def _loudest(data: bytes) -> Loudness:
    samples = np.frombuffer(data, "<i2").astype(np.int32).reshape(-1, GRAIN, 2)
    loudest: Loudness = np.abs(samples).max(axis=1)
    return loudest


def _peaks(loud: Loudness) -> tuple[int, ...]:
    if not len(loud):
        return ()
    starts = np.unique(np.linspace(0, len(loud), min(POINTS, len(loud)), endpoint=False).astype(int))
    return tuple(int(value) for value in np.maximum.reduceat(loud, starts) * 100 // 32768)


def _silences(loud: Loudness) -> tuple[tuple[int, int], ...]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], loud < QUIET, [False])).astype(np.int8)))
    found = ((int(start), int(end)) for start, end in edges.reshape(-1, 2) if end - start >= SILENCE)
    return tuple(((start + MARGIN) * 10, (end - MARGIN) * 10) for start, end in found)
