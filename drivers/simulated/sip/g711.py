"""G.711 A-law sound: the encoder (ITU-T G.711, table 1) and the WAV container that SIPp plays."""

import struct
from collections.abc import Iterable
from functools import cache

RATE = 8000
_WAVE_FORMAT_ALAW = 6


def encode(samples: Iterable[int]) -> bytes:
    """Signed 16-bit samples as A-law bytes, one byte each; louder than 16 bit is clipped."""
    table = _table()
    return bytes(table[(max(-32768, min(32767, sample)) >> 3) + 4096] for sample in samples)


def wav(alaw: bytes) -> bytes:
    """A mono A-law WAV file (8 kHz) around `alaw`."""
    form = struct.pack("<HHIIHHH", _WAVE_FORMAT_ALAW, 1, RATE, RATE, 1, 8, 0)
    chunks = _chunk(b"fmt ", form) + _chunk(b"data", alaw)
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


@cache
def _table() -> bytes:
    return bytes(_code(value) for value in range(-4096, 4096))


def _code(value: int) -> int:
    """One 13-bit sample: sign, segment and step, with the even bits inverted."""
    sign, size = (0x80, value) if value >= 0 else (0, -value - 1)
    segment = max(0, size.bit_length() - 5)
    step = size >> max(1, segment) & 0x0F
    return (sign | segment << 4 | step) ^ 0x55
