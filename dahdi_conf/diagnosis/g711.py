"""The two laws of G.711, as 16-bit linear values: pure."""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]
Octets = NDArray[np.uint8]
CLIP = 3.14
"""dBm0 of a sine that just reaches the largest value of the A-law (3.17 in the mu-law; G.711)."""
FULL = 32768.0


def _a_law() -> NDArray[np.int32]:
    code = np.arange(256) ^ 0x55
    exponent, mantissa = (code >> 4) & 7, code & 15
    size = np.where(exponent == 0, (mantissa << 4) + 8, ((mantissa << 4) + 0x108) << np.maximum(exponent - 1, 0))
    return np.where(code & 0x80, size, -size).astype(np.int32)


def _mu_law() -> NDArray[np.int32]:
    code = ~np.arange(256) & 0xFF
    size = (((code & 15) << 3) + 0x84 << ((code >> 4) & 7)) - 0x84
    return np.where(code & 0x80, -size, size).astype(np.int32)


A_LAW, MU_LAW = _a_law(), _mu_law()


def coded(samples: Samples, law: NDArray[np.int32] = A_LAW) -> bytes:
    """The nearest octets of a law."""
    order = np.array(sorted(range(256), key=law.tolist().__getitem__))
    edges = (law[order][1:] + law[order][:-1]) / 2
    return order[np.searchsorted(edges, samples)].astype(np.uint8).tobytes()


def octets(data: bytes) -> Octets:
    return np.frombuffer(data, np.uint8)


def linear(data: bytes, law: NDArray[np.int32] = A_LAW) -> Samples:
    """What the octets mean in a law."""
    return law[octets(data)].astype(np.float64)
