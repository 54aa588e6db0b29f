"""G.711 sound: the encoders (ITU-T G.711, tables 1 and 2) and the WAV container that SIPp plays."""

import struct
from collections.abc import Iterable
from enum import Enum
from functools import cache

RATE = 8000


class Law(Enum):
    """A law's RTP payload type (RFC 3551), its name in SDP, and the number of its WAV format."""

    A = (8, "PCMA", 6)
    MU = (0, "PCMU", 7)

    def __init__(self, payload: int, sdp: str, wave_format: int) -> None:
        self.payload, self.sdp, self.wave_format = payload, sdp, wave_format

    @property
    def codec(self) -> str:
        return f"{self.payload},{self.sdp}/{RATE}"


def encode(samples: Iterable[int], law: Law = Law.A) -> bytes:
    """Signed 16-bit samples as bytes of `law`, one byte each; louder than 16 bit is clipped."""
    table = _table(law)
    return bytes(table[(max(-32768, min(32767, sample)) >> 2) + 8192] for sample in samples)


def wav(sound: bytes, law: Law = Law.A) -> bytes:
    """A mono WAV file (8 kHz) around `sound`."""
    form = struct.pack("<HHIIHHH", law.wave_format, 1, RATE, RATE, 1, 8, 0)
    chunks = _chunk(b"fmt ", form) + _chunk(b"data", sound)
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


@cache
def _table(law: Law) -> bytes:
    """The code of each 14-bit sample; A-law looks at 13 of them."""
    if law is Law.A:
        return bytes(_code_a(value >> 1) for value in range(-8192, 8192))
    return bytes(_code_mu(value) for value in range(-8192, 8192))


def _code_a(value: int) -> int:
    """One 13-bit sample: sign, segment and step, with the even bits inverted."""
    sign, size = (0x80, value) if value >= 0 else (0, -value - 1)
    segment = max(0, size.bit_length() - 5)
    step = size >> max(1, segment) & 0x0F
    return (sign | segment << 4 | step) ^ 0x55


def _code_mu(value: int) -> int:
    """One 14-bit sample: sign, segment and step of its size above the bias of 33, all bits inverted."""
    sign, size = (0, value) if value >= 0 else (0x80, -value)
    size = min(size, 8158) + 33
    segment = size.bit_length() - 6
    return ~(sign | segment << 4 | size >> segment + 1 & 0x0F) & 0xFF
