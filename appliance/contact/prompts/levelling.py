"""Louder or quieter by an exact amount, with peaks held where they would go over."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from appliance.contact.prompts.judgement import Samples

CEILING = 10 ** (-1 / 20) * 32768
REACH = 40
"""Samples before and after a peak in which it is held: 5 ms at 8 kHz."""


def amplified(found: Samples, decibels: float) -> Samples:
    """One channel times a constant, except around peaks above -1 dBFS, which are held there without a flat top."""
    louder = found.astype(np.float64) * 10 ** (decibels / 20)
    return np.asarray(np.round(louder * _hold(louder)), dtype=np.int16)


def _hold(louder: NDArray[np.float64]) -> NDArray[np.float64]:
    """The factor for each sample: the least that any peak within reach needs, averaged over the same reach.

    Every value that is averaged for a sample has seen that sample, so the average never exceeds its need.
    """
    need = np.minimum(1.0, CEILING / np.maximum(np.abs(louder), 1.0))
    if need.min() == 1.0:
        return need
    width = 2 * REACH + 1
    least = sliding_window_view(np.pad(need, 2 * REACH, constant_values=1.0), width).min(axis=1)
    return np.asarray(np.convolve(least, np.full(width, 1 / width), "valid"))
